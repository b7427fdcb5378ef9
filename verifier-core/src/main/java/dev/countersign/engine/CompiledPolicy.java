package dev.countersign.engine;

import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.verify.ImageVerifier;
import java.util.ArrayList;
import java.util.List;

/**
 * One policy, compiled. Immutable.
 *
 * @param policy as read
 * @param rules its verifyImages rules, with those generated for pod controllers
 */
record CompiledPolicy(Policy policy, List<CompiledRule> rules) {
    CompiledPolicy {
        rules = List.copyOf(rules);
    }

    static CompiledPolicy compile(Policy policy, ImageVerifier verifier) {
        List<CompiledRule> rules = new ArrayList<>();
        for (Rule rule : policy.spec().rules()) {
            if (rule.verifiesImages()) {
                rules.add(CompiledRule.compile(policy, rule, verifier));
            }
        }
        return new CompiledPolicy(policy, rules);
    }

    /** The rules that the validate phase looks at for an object of that kind. */
    List<CompiledRule> rulesFor(String kind) {
        return rules;
    }
}
