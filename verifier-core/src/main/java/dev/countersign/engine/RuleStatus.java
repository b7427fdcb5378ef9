package dev.countersign.engine;

/** What a rule says (Kyverno spec 7.9). */
public enum RuleStatus {
    PASS,
    FAIL,
    ERROR,
    SKIP;

    /** As Kyverno writes it: {@code pass}. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
