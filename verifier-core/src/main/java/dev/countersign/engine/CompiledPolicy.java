package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.engine.match.MatchConditions;
import dev.countersign.engine.match.WebhookKinds;
import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import dev.countersign.policy.Rule;
import dev.countersign.policy.RuleKind;
import dev.countersign.policy.autogen.AutogenRules;
import dev.countersign.policy.check.PolicyAdmission;
import dev.countersign.verify.ImageVerifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One policy, compiled. Immutable.
 *
 * @param policy as read
 * @param rules its verifyImages rules, with those generated for pod controllers: what the verify phase looks at
 * @param written its verifyImages rules as written: what the validate phase looks at for Pods
 * @param others mutate and validate rules beside them, which would change or judge the very object and are not evaluated here; of a
 *     policy without any verifyImages rule, none
 * @param refusedVariables what Kyverno says of variables of the policy that it does not admit, which it looks for again when
 *     {@code validate.deny} is asked; absent where it has none
 * @param conditions whether it is asked at all
 */
record CompiledPolicy(
        Policy policy,
        List<CompiledRule> rules,
        List<CompiledRule> written,
        List<CompiledRule> others,
        Optional<String> refusedVariables,
        MatchConditions conditions) {
    /** What a policy says of an object that its rules mean, but whose requests Kyverno's webhook would not bring to it. */
    static final String NOT_ASKED = "D87";

    CompiledPolicy {
        rules = List.copyOf(rules);
        written = List.copyOf(written);
        others = List.copyOf(others);
    }

    static CompiledPolicy compile(Policy policy, ImageVerifier verifier, MatchConditionLanguage language) {
        Map<Rule, CompiledRule> compiled = new HashMap<>();
        List<Rule> all = AutogenRules.compute(policy);
        boolean verifies = all.stream().anyMatch(Rule::verifiesImages);
        return new CompiledPolicy(
                policy,
                compile(policy, all, verifier, compiled),
                compile(policy, policy.spec().rules(), verifier, compiled),
                verifies
                        ? all.stream()
                                .filter(CompiledPolicy::changesOrJudges)
                                .map(rule -> CompiledRule.compile(policy, rule, verifier))
                                .toList()
                        : List.of(),
                policy.spec().rules().stream().anyMatch(AttestedConditions::validates)
                        ? PolicyAdmission.refusedVariables(policy)
                        : Optional.empty(),
                MatchConditions.compile(policy.spec(), language));
    }

    private static boolean changesOrJudges(Rule rule) {
        return rule.kinds().contains(RuleKind.MUTATE) || rule.kinds().contains(RuleKind.VALIDATE);
    }

    private static List<CompiledRule> compile(
            Policy policy, List<Rule> rules, ImageVerifier verifier, Map<Rule, CompiledRule> compiled) {
        return rules.stream()
                .filter(Rule::verifiesImages)
                .map(rule -> compiled.computeIfAbsent(rule, fresh -> CompiledRule.compile(policy, fresh, verifier)))
                .toList();
    }

    /** Whether Kyverno's webhook would ask this policy of a request. */
    boolean isAsked(AdmissionRequest request) {
        return (policy.kind() == PolicyKind.CLUSTER_POLICY
                        || policy.metadata().namespace().equals(request.namespace()))
                && rules.stream()
                        .anyMatch(rule ->
                                WebhookKinds.include(rule.rule().match(), request.kind(), request.subResource()));
    }

    /** The rules that the validate phase looks at for an object of that kind. */
    List<CompiledRule> rulesFor(String kind) {
        return kind.equals("Pod") ? written : rules;
    }
}
