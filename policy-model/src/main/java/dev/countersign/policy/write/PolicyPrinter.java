package dev.countersign.policy.write;

import dev.countersign.policy.Policy;

/**
 * Writes policies as text: YAML in block style, or JSON. Members stand in Kyverno's order, maps are sorted, what merely states a default
 * of the specification is left out, and the defaults of rules are written. Reading the text gives an equal policy, but for places; its
 * comments, and fields without effect on image verification outside of rules, are not kept. Of a rule, {@link
 * dev.countersign.policy.Rule#document()} is printed. Stateless and thread-safe.
 */
public final class PolicyPrinter {
    private PolicyPrinter() {}

    /** One YAML document, with a final newline and without {@code ---}. */
    public static String yaml(Policy policy) {
        return YamlLayout.of(PolicyDocument.of(policy));
    }

    /** One JSON object on several lines, with a final newline. */
    public static String json(Policy policy) {
        return JsonLayout.of(PolicyDocument.of(policy));
    }
}
