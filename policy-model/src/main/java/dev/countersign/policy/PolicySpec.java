package dev.countersign.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code spec} of a policy. Immutable. Fields of mutate and generate policies are read and have no effect here.
 *
 * @param rules in order
 * @param applyRules absent in a document: ALL
 * @param failurePolicy deprecated; see {@link #effectiveFailurePolicy}
 * @param validationFailureAction deprecated; as written, {@code Audit} when absent
 * @param validationFailureActionOverrides deprecated; in order
 * @param admission whether the policy speaks in admissions
 * @param background whether background scans use it; restricts variables
 * @param emitWarning of validate and mutate rules only
 * @param webhookTimeoutSeconds deprecated; see {@link #effectiveTimeoutSeconds}
 * @param webhookConfiguration failure policy, deadline and CEL conditions
 */
public record PolicySpec(
        List<Rule> rules,
        ApplyRules applyRules,
        Optional<FailurePolicy> failurePolicy,
        String validationFailureAction,
        List<FailureActionOverride> validationFailureActionOverrides,
        boolean admission,
        boolean background,
        boolean emitWarning,
        OptionalInt webhookTimeoutSeconds,
        Optional<WebhookConfiguration> webhookConfiguration) {

    /** Kyverno's deadline where a policy states none, in seconds. */
    public static final int DEFAULT_TIMEOUT_SECONDS = 10;

    public PolicySpec {
        rules = List.copyOf(rules);
        validationFailureActionOverrides = List.copyOf(validationFailureActionOverrides);
    }

    /** {@code webhookConfiguration.failurePolicy}, else {@code failurePolicy}, else {@link FailurePolicy#FAIL}. */
    public FailurePolicy effectiveFailurePolicy() {
        return webhookConfiguration
                .flatMap(WebhookConfiguration::failurePolicy)
                .or(() -> failurePolicy)
                .orElse(FailurePolicy.FAIL);
    }

    /** {@code webhookConfiguration.timeoutSeconds}, else {@code webhookTimeoutSeconds}, else 10. */
    public int effectiveTimeoutSeconds() {
        OptionalInt configured =
                webhookConfiguration.map(WebhookConfiguration::timeoutSeconds).orElse(OptionalInt.empty());
        return configured.isPresent() ? configured.getAsInt() : webhookTimeoutSeconds.orElse(DEFAULT_TIMEOUT_SECONDS);
    }
}
