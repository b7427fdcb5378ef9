package dev.countersign.policy.autogen;

import dev.countersign.document.Located;
import dev.countersign.document.Value;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.policy.read.RuleReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A policy's rules and those that Kyverno 1.19 generates from them for pod controllers. Stateless and thread-safe.
 */
public final class AutogenRules {
    /** The annotation of a policy that selects the controllers. */
    public static final String ANNOTATION = "pod-policies.kyverno.io/autogen-controllers";

    private static final String VERIFY_IMAGES = "verifyImages";
    private static final Value.ListValue NOTHING_VERIFIED = new Value.ListValue(List.of());

    private AutogenRules() {}

    /** The rules as written, without those named {@code autogen-…} if any are generated, then all generated ones. */
    public static List<Rule> compute(Policy policy) {
        return forKind(policy, "");
    }

    /**
     * The rules for objects of one kind: as written, then those generated for that controller.
     *
     * @param kind of the object; of another kind than the policy's controllers, the rules are as written
     */
    public static List<Rule> forKind(Policy policy, String kind) {
        List<Rule> written = policy.spec().rules();
        Set<String> controllers = Controllers.of(policy, kind);
        if (controllers.isEmpty()) {
            return written;
        }
        List<Rule> generated = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Value.ObjectValue document = document(policy, i);
            GeneratedRule.forTemplates(document, controllers)
                    .map(RuleReader::reread)
                    .ifPresent(generated::add);
            GeneratedRule.forCronJobs(document, controllers)
                    .map(RuleReader::reread)
                    .ifPresent(generated::add);
        }
        if (generated.isEmpty()) {
            return written;
        }
        List<Rule> rules = new ArrayList<>(written.stream()
                .filter(rule -> !rule.name().startsWith(GeneratedRule.PREFIX))
                .toList());
        rules.addAll(generated);
        return List.copyOf(rules);
    }

    /** The rule's JSON; an empty {@code verifyImages}, which Go leaves out of it, still lets rules be generated. */
    private static Value.ObjectValue document(Policy policy, int rule) {
        Value.ObjectValue document = policy.spec().rules().get(rule).document();
        return policy.source()
                        .get("spec")
                        .flatMap(spec -> member(spec, "rules"))
                        .flatMap(rules -> item(rules, rule))
                        .flatMap(stated -> member(stated, VERIFY_IMAGES))
                        .filter(stated -> stated.value().equals(NOTHING_VERIFIED))
                        .isPresent()
                ? document.with(VERIFY_IMAGES, NOTHING_VERIFIED)
                : document;
    }

    private static Optional<Located> member(Located parent, String name) {
        return parent instanceof Located.LocatedObject object ? object.get(name) : Optional.empty();
    }

    private static Optional<Located> item(Located parent, int index) {
        return parent instanceof Located.LocatedList list
                        && index < list.items().size()
                ? Optional.of(list.items().get(index))
                : Optional.empty();
    }
}
