package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.FailurePolicy;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicySpec;
import dev.countersign.policy.WebhookConfiguration;
import java.util.List;

/** {@code failurePolicy: Ignore}. */
final class FailsOpen implements Lint {
    private static final LintRule RULE = new LintRule(
            "FAILS_OPEN", Severity.WARNING, "Objects are admitted unverified while the webhook is out of reach.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        PolicySpec spec = policy.spec();
        if (spec.effectiveFailurePolicy() != FailurePolicy.IGNORE
                || PlacedEntry.of(policy).isEmpty()) {
            return List.of();
        }
        boolean below = spec.webhookConfiguration()
                .flatMap(WebhookConfiguration::failurePolicy)
                .isPresent();
        return List.of(new LintFinding(
                below ? "spec.webhookConfiguration.failurePolicy" : "spec.failurePolicy",
                "while the webhook is out of reach or answers with an error, every image is admitted",
                "Ignore",
                "Fail",
                "Write Fail, and leave out the namespaces that must start without the webhook"));
    }
}
