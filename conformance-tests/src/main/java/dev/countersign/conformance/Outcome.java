package dev.countersign.conformance;

import java.util.Locale;

/** How an answer of ours stands to Kyverno's; the later, the worse, but for {@link #DIVERGENCE}, which is a difference on purpose. */
public enum Outcome {
    /** The same answer. */
    EQUAL,
    /** Another answer, which carries a number of the list of divergences. */
    DIVERGENCE,
    /** Another text or warning, the same decision. */
    MESSAGE,
    /** Another JSON patch. */
    PATCH,
    /** Another decision: load, admission of a policy, rule, type, status, image metadata, webhook, or a table's value. */
    STATUS,
    /** Ours threw an unchecked exception. */
    CRASH;

    /** As the report writes it: {@code status}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
