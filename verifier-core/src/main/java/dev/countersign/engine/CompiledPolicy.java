package dev.countersign.engine;

import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.policy.autogen.AutogenRules;
import dev.countersign.verify.ImageVerifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One policy, compiled. Immutable.
 *
 * @param policy as read
 * @param rules its verifyImages rules, with those generated for pod controllers: what the verify phase looks at
 * @param written its verifyImages rules as written: what the validate phase looks at for Pods
 */
record CompiledPolicy(Policy policy, List<CompiledRule> rules, List<CompiledRule> written) {
    CompiledPolicy {
        rules = List.copyOf(rules);
        written = List.copyOf(written);
    }

    static CompiledPolicy compile(Policy policy, ImageVerifier verifier) {
        Map<Rule, CompiledRule> compiled = new HashMap<>();
        return new CompiledPolicy(
                policy,
                compile(policy, AutogenRules.compute(policy), verifier, compiled),
                compile(policy, policy.spec().rules(), verifier, compiled));
    }

    private static List<CompiledRule> compile(
            Policy policy, List<Rule> rules, ImageVerifier verifier, Map<Rule, CompiledRule> compiled) {
        return rules.stream()
                .filter(Rule::verifiesImages)
                .map(rule -> compiled.computeIfAbsent(rule, fresh -> CompiledRule.compile(policy, fresh, verifier)))
                .toList();
    }

    /** The rules that the validate phase looks at for an object of that kind. */
    List<CompiledRule> rulesFor(String kind) {
        return kind.equals("Pod") ? written : rules;
    }
}
