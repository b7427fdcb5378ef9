package dev.countersign.engine;

import java.util.Map;

/**
 * What is known of each image, as the annotations {@code kyverno.io/verify-images} and {@code kyverno.io/verify-images-scoped} tell
 * it (Kyverno spec 7.7). Immutable.
 *
 * @param images normal form with digest, where one is known, to {@code pass}, {@code fail} or {@code skip}; sorted
 * @param policies {@code namespace/policy} to rule to image to status; sorted
 */
public record ImageVerificationMetadata(
        Map<String, String> images, Map<String, Map<String, Map<String, String>>> policies) {

    /** Nothing is known. */
    public static final ImageVerificationMetadata EMPTY = new ImageVerificationMetadata(Map.of(), Map.of());
}
