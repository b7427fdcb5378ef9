package dev.countersign.policy.check;

import dev.countersign.document.Issue;
import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import dev.countersign.policy.FailureAction;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import dev.countersign.policy.PolicySpec;
import dev.countersign.policy.Rule;
import dev.countersign.policy.RuleKind;
import dev.countersign.policy.autogen.AutogenRules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What Kyverno 1.19 answers when a policy is created: its policy webhook, in its words and its order. Stateless and
 * thread-safe.
 *
 * <p>Not checked: what is particular to mutate, generate and validate rules.
 */
public final class PolicyAdmission {
    private PolicyAdmission() {}

    /** Checks against a cluster that serves {@link KindDiscovery#BUILT_IN}. */
    public static PolicyAdmissionAnswer check(Policy policy) {
        return check(policy, KindDiscovery.BUILT_IN);
    }

    /**
     * Checks a policy.
     *
     * @param policy as read
     * @param discovery the kinds that the cluster serves; of an unknown kind Kyverno warns, and looks no further
     */
    public static PolicyAdmissionAnswer check(Policy policy, KindDiscovery discovery) {
        return check(policy, discovery, MatchConditionLanguage.none());
    }

    /**
     * Checks a policy.
     *
     * @param policy as read
     * @param discovery the kinds that the cluster serves; of an unknown kind Kyverno warns, and looks no further
     * @param conditions what reads match conditions; none refuses every policy that has any
     */
    public static PolicyAdmissionAnswer check(
            Policy policy, KindDiscovery discovery, MatchConditionLanguage conditions) {
        List<String> warnings = new ArrayList<>();
        Optional<PolicyRefused> refusal = Optional.empty();
        try {
            validate(policy, discovery, conditions, warnings);
        } catch (PolicyRefused refused) {
            refusal = Optional.of(refused);
        }
        warnings.add(Warnings.ofKind(policy));
        warnings.addAll(Warnings.ofFailureActions(policy));
        return new PolicyAdmissionAnswer(
                refusal.map(PolicyRefused::text),
                warnings,
                issues(policy, refusal, warnings),
                refusal.map(PolicyRefused::divergences).orElse(List.of()));
    }

    /**
     * Why Kyverno does not admit the variables of a policy, which it also looks for when {@code validate.deny} of a verifyImages entry
     * is asked; absent where it admits them.
     */
    public static Optional<String> refusedVariables(Policy policy) {
        try {
            variables(policy, AutogenRules.compute(policy));
            return Optional.empty();
        } catch (PolicyRefused refused) {
            return Optional.of(refused.text());
        }
    }

    private static void variables(Policy policy, List<Rule> rules) throws PolicyRefused {
        boolean background = policy.spec().background();
        if (background) {
            UserInfoChecks.check(rules);
            VariableChecks.background(policy);
        }
        for (int i = 0; i < rules.size(); i++) {
            VariableChecks.places(rules.get(i), "spec.rules[" + i + "]");
            RuleVariables.names(rules.get(i), background, "spec.rules[" + i + "]");
        }
    }

    private static void validate(
            Policy policy, KindDiscovery discovery, MatchConditionLanguage conditions, List<String> warnings)
            throws PolicyRefused {
        boolean cluster = policy.kind() == PolicyKind.CLUSTER_POLICY;
        if (cluster && !policy.metadata().namespace().isEmpty()) {
            String message = "A clusterpolicy should not have the namespace defined";
            warnings.add(message);
            throw new PolicyRefused("metadata.namespace", message);
        }
        warnings.addAll(Warnings.ofFailureActions(policy));
        PolicySpec spec = policy.spec();
        MatchConditionChecks.check(policy, conditions);
        List<Rule> rules = AutogenRules.compute(policy);
        variables(policy, rules);
        PolicyRefused.throwIfAny(SpecChecks.check(policy, discovery.clusterKinds()));
        if (cluster) {
            OverrideChecks.check(spec.validationFailureActionOverrides(), "spec.validationFailureActionOverrides");
        }
        processing(spec);
        Optional<String> unknownKind = new KindChecks(spec.background(), discovery).check(rules);
        if (unknownKind.isPresent()) {
            warnings.add(unknownKind.get());
            return;
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(policy, rules.get(i), "spec.rules[" + i + "]", warnings);
        }
    }

    private static void processing(PolicySpec spec) throws PolicyRefused {
        if (spec.admission()) {
            return;
        }
        if (!spec.background()) {
            throw new PolicyRefused(
                    "spec.admission", "disabling both admission and background processing is not allowed");
        }
        if (spec.rules().stream().anyMatch(rule -> rule.kinds().stream().anyMatch(kind -> kind != RuleKind.VALIDATE))) {
            throw new PolicyRefused(
                    "spec.admission", "disabling admission processing is only allowed with validation policies");
        }
    }

    private static void rule(Policy policy, Rule rule, String path, List<String> warnings) throws PolicyRefused {
        warnings.addAll(Warnings.ofPatch(rule));
        new RuleChecks(rule, path).check();
        warnings.addAll(Warnings.ofPermissions(rule));
        FailureAction action = FailureAction.of(policy.spec().validationFailureAction());
        PolicyRefused.throwIfAny(ImageVerificationChecks.check(rule, action, path + ".verifyImages"));
        warnings.addAll(Warnings.ofRule(policy, rule));
    }

    private static List<Issue> issues(Policy policy, Optional<PolicyRefused> refusal, List<String> warnings) {
        List<Issue> issues = new ArrayList<>();
        refusal.ifPresent(refused -> refused.reasons()
                .forEach(reason -> issues.add(new Issue(
                        "REFUSED_AT_ADMISSION",
                        Issue.Severity.ERROR,
                        policy.locate(reason.path()),
                        reason.path(),
                        reason.message().strip(),
                        "",
                        "",
                        ""))));
        for (String warning : new LinkedHashSet<>(warnings)) {
            issues.add(new Issue(
                    "WARNED_AT_ADMISSION", Issue.Severity.WARNING, policy.locate(""), "", warning, "", "", ""));
        }
        return issues;
    }
}
