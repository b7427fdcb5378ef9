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
    private final Map<String, Value> images = new LinkedHashMap<>();
    private final Map<String, Map<String, Map<String, Value>>> policies = new LinkedHashMap<>();

    /**
     * Records the status of an image for one rule, and for all policies together; a failure stays.
     *
     * @param policyNamespace empty for a ClusterPolicy
     * @param status {@code pass}, {@code fail} or {@code skip}
     * @return whether an earlier failure stays for that rule where Kyverno would forget it
     */
    public boolean record(String policyNamespace, String policy, String rule, String image, String status) {
        keepFailure(images, image, status);
        return keepFailure(ofRule(policyNamespace, policy, rule), image, status);
    }

    /**
     * Records the status of an image for all policies together, but for no rule; a failure stays.
     *
     * @return whether an earlier failure stays where Kyverno would forget it
     */
    public boolean record(String image, String status) {
        return keepFailure(images, image, status);
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

    private static boolean keepFailure(Map<String, Value> statuses, String image, String status) {
        Value failure = Value.of(ImageVerificationMetadata.FAIL);
        Value found = Value.of(status);
        if (failure.equals(statuses.get(image)) && !failure.equals(found)) {
            return true;
        }
        statuses.put(image, found);
        return false;
    }

    private static Value orNull(Map<String, Value> members) {
        return members.isEmpty() ? Value.NULL : new Value.ObjectValue(members);
    }
}
