package dev.countersign.policy.check;

import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import dev.countersign.expression.matchcondition.MatchConditionLanguage.Compilation;
import dev.countersign.policy.MatchCondition;
import dev.countersign.policy.Policy;
import dev.countersign.policy.WebhookConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether match conditions compile (Kyverno spec 1.6, number 4). */
final class MatchConditionChecks {
    private static final String PATH = "spec.webhookConfiguration.matchConditions";

    private MatchConditionChecks() {}

    /** Refuses a policy for all of its conditions that cannot be read. */
    static void check(Policy policy, MatchConditionLanguage language) throws PolicyRefused {
        List<MatchCondition> conditions = policy.spec()
                .webhookConfiguration()
                .map(WebhookConfiguration::matchConditions)
                .orElse(List.of());
        List<PolicyRefused.Reason> reasons = new ArrayList<>();
        List<Compilation.Refused> all = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            if (language.compile(conditions.get(i).expression()) instanceof Compilation.Refused refused) {
                all.add(refused);
                reasons.add(new PolicyRefused.Reason(PATH + "[" + i + "].expression", refused.message()));
            }
        }
        if (!reasons.isEmpty()) {
            throw new PolicyRefused(
                    reasons.stream()
                            .map(PolicyRefused.Reason::message)
                            .collect(Collectors.joining(" ", "match conditions compilation errors: [", "]")),
                    reasons,
                    // Where Kyverno refuses another condition, it refuses the policy too.
                    all.stream().allMatch(refused -> !refused.divergences().isEmpty())
                            ? all.stream()
                                    .flatMap(refused -> refused.divergences().stream())
                                    .distinct()
                                    .toList()
                            : List.of());
        }
    }
}
