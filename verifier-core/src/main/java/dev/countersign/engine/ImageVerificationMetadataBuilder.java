package dev.countersign.engine;

import dev.countersign.document.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects what becomes known of images while rules are evaluated. Not thread-safe.
 *
 * <p>{@code record} keeps a failure: where a later entry of the rule passes or skips the image, Kyverno forgets that an earlier one
 * failed (quirk Q16). {@code add} overwrites, as Kyverno does.
 */
public final class ImageVerificationMetadataBuilder {
    private static final Value FAILURE = Value.of(ImageVerificationMetadata.FAIL);

    private final Map<String, Value> images = new LinkedHashMap<>();
    private final Map<String, Map<String, Map<String, Value>>> policies = new LinkedHashMap<>();

    /**
     * Records the status of an image for one rule, where a failure stays, and the result for all policies together, where the rule
     * that spoke last counts.
     *
     * @param policyNamespace empty for a ClusterPolicy
     * @param status {@code pass}, {@code fail} or {@code skip}
     * @return whether an earlier failure stays where Kyverno would forget it
     */
    public boolean record(String policyNamespace, String policy, String rule, String image, String status) {
        Map<String, Value> ofRule = ofRule(policyNamespace, policy, rule);
        boolean stays = FAILURE.equals(ofRule.get(image)) && !status.equals(ImageVerificationMetadata.FAIL);
        Value kept = stays ? FAILURE : Value.of(status);
        ofRule.put(image, kept);
        images.put(image, kept);
        return stays;
    }

    /** Whether a failure of the image is recorded for that rule. */
    boolean hasFailed(String policyNamespace, String policy, String rule, String image) {
        return FAILURE.equals(ofRule(policyNamespace, policy, rule).get(image));
    }

    /** Sets the status of an image for all policies together. */
    public ImageVerificationMetadataBuilder add(String image, String status) {
        images.put(image, Value.of(status));
        return this;
    }

    /**
     * Sets the status of an image for one rule.
     *
     * @param policyNamespace empty for a ClusterPolicy
     */
    public ImageVerificationMetadataBuilder add(
            String policyNamespace, String policy, String rule, String image, String status) {
        ofRule(policyNamespace, policy, rule).put(image, Value.of(status));
        return this;
    }

    /** What has become known so far. */
    public ImageVerificationMetadata build() {
        Map<String, Value> byPolicy = new LinkedHashMap<>();
        policies.forEach((policy, rules) -> {
            Map<String, Value> byRule = new LinkedHashMap<>();
            rules.forEach((rule, statuses) -> byRule.put(rule, new Value.ObjectValue(statuses)));
            byPolicy.put(policy, new Value.ObjectValue(byRule));
        });
        return new ImageVerificationMetadata(orNull(images), orNull(byPolicy));
    }

    private Map<String, Value> ofRule(String policyNamespace, String policy, String rule) {
        return policies.computeIfAbsent(policyNamespace + "/" + policy, key -> new LinkedHashMap<>())
                .computeIfAbsent(rule, key -> new LinkedHashMap<>());
    }

    private static Value orNull(Map<String, Value> members) {
        return members.isEmpty() ? Value.NULL : new Value.ObjectValue(members);
    }
}
