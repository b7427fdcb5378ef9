package dev.countersign.engine;

import dev.countersign.image.Wildcard;
import dev.countersign.policy.FailureAction;
import dev.countersign.policy.FailureActionOverride;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a failed rule does to the admission (Kyverno spec 1.4). An override that selects namespaces by labels is taken to match when
 * it enforces and not to match when it audits, until the engine reads the labels of namespaces: the stricter of both.
 */
final class FailureActions {
    private static final int MAX_RULE_NAME = 63;

    private FailureActions() {}

    /** The action of one rule over an object of that namespace. */
    static FailureAction of(Policy policy, String rule, String namespace) {
        Optional<Rule> found = policy.spec().rules().stream()
                .filter(candidate -> candidate.verifiesImages() && isNamed(rule, candidate.name()))
                .findFirst();
        List<FailureAction> stated = found.map(FailureActions::stated).orElse(List.of());
        if (!stated.isEmpty()) {
            return stated.contains(FailureAction.ENFORCE) ? FailureAction.ENFORCE : stated.get(0);
        }
        for (FailureActionOverride override : policy.spec().validationFailureActionOverrides()) {
            if (matches(override, namespace)) {
                return FailureAction.of(override.action());
            }
        }
        return FailureAction.of(policy.spec().validationFailureAction());
    }

    private static List<FailureAction> stated(Rule rule) {
        return rule.verifyImages().stream()
                .map(ImageVerification::failureAction)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Generated rules carry the name of the rule that they come from, cut at 63 bytes. */
    private static boolean isNamed(String rule, String candidate) {
        return rule.equals(candidate)
                || isGenerated(rule, "autogen-" + candidate)
                || isGenerated(rule, "autogen-cronjob-" + candidate);
    }

    private static boolean isGenerated(String rule, String full) {
        byte[] name = full.getBytes(StandardCharsets.UTF_8);
        return rule.equals(new String(name, 0, Math.min(name.length, MAX_RULE_NAME), StandardCharsets.UTF_8));
    }

    private static boolean matches(FailureActionOverride override, String namespace) {
        boolean known =
                override.action().equalsIgnoreCase("audit") || override.action().equalsIgnoreCase("enforce");
        if (!known) {
            return false;
        }
        boolean byName = override.namespaces().isEmpty() || Wildcard.matchesAny(override.namespaces(), namespace);
        boolean byLabels =
                override.namespaceSelector().isEmpty() || FailureAction.of(override.action()) == FailureAction.ENFORCE;
        return byName && byLabels;
    }
}
