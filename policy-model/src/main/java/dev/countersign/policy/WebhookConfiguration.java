package dev.countersign.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code spec.webhookConfiguration}. Immutable.
 *
 * @param failurePolicy goes before the deprecated {@code spec.failurePolicy}
 * @param timeoutSeconds the deadline of one admission, in seconds
 * @param matchConditions all must hold, or the policy is silent
 */
public record WebhookConfiguration(
        Optional<FailurePolicy> failurePolicy, OptionalInt timeoutSeconds, List<MatchCondition> matchConditions) {
    public WebhookConfiguration {
        matchConditions = List.copyOf(matchConditions);
    }
}
