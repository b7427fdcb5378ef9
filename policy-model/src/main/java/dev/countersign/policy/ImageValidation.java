package dev.countersign.policy;

import java.util.Optional;

/**
 * {@code validate} of a verifyImages entry. Immutable.
 *
 * @param message told on denial; empty when absent
 * @param deny absent where the document has a {@code validate} without it
 */
public record ImageValidation(String message, Optional<Deny> deny) {
    /**
     * {@code deny}.
     *
     * @param conditions deny when they hold; absent: always
     */
    public record Deny(Optional<Conditions> conditions) {}
}
