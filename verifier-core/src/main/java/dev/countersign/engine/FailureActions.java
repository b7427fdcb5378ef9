package dev.countersign.engine;

import dev.countersign.engine.match.LabelMatch;
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
 * What a failed rule does to the admission (Kyverno spec 1.4). Lives for one request.
 *
 * <p>Kyverno knows the labels of a namespace only where a rule of the policy selects namespaces by labels, so that an override by
 * labels is ignored otherwise (measured 59). Here, such an override counts when it enforces (divergence D11).
 */
final class FailureActions {
    /** The number of the divergence. */
    static final String OVERRIDE_BY_LABELS = "D11";

    private static final int MAX_RULE_NAME = 63;

    private final String namespace;
    private final NamespaceLabels labels;

    FailureActions(String namespace, NamespaceLabels labels) {
        this.namespace = namespace;
        this.labels = labels;
    }

    /**
     * What a failed rule does.
     *
     * @param action audit or enforce
     * @param ignoredByKyverno whether it comes from an override that Kyverno ignores
     */
    record Decision(FailureAction action, boolean ignoredByKyverno) {}

    /** The action of one rule. */
    Decision of(Policy policy, String rule) {
        // A rule may be written under the name that another one's generated rule has; the stricter of both counts.
        List<FailureAction> stated = policy.spec().rules().stream()
                .filter(candidate -> candidate.verifiesImages() && isNamed(rule, candidate.name()))
                .flatMap(candidate -> stated(candidate).stream())
                .toList();
        if (!stated.isEmpty()) {
            return new Decision(stated.contains(FailureAction.ENFORCE) ? FailureAction.ENFORCE : stated.get(0), false);
        }
        for (FailureActionOverride override : policy.spec().validationFailureActionOverrides()) {
            FailureAction action = FailureAction.of(override.action());
            boolean ignored = override.namespaceSelector().isPresent()
                    && policy.spec().rules().stream().noneMatch(CompiledRule::selectsNamespaces);
            if (matches(override, action) && !(ignored && action == FailureAction.AUDIT)) {
                return new Decision(action, ignored);
            }
        }
        return new Decision(FailureAction.of(policy.spec().validationFailureAction()), false);
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

    /** Where the labels of the namespace are unknown, an override that enforces matches, and one that audits does not. */
    private boolean matches(FailureActionOverride override, FailureAction action) {
        boolean known =
                override.action().equalsIgnoreCase("audit") || override.action().equalsIgnoreCase("enforce");
        boolean byName = override.namespaces()
                .map(patterns -> Wildcard.matchesAny(patterns, namespace))
                .orElse(true);
        return known && byName && matchesLabels(override, action);
    }

    private boolean matchesLabels(FailureActionOverride override, FailureAction action) {
        return override.namespaceSelector()
                .map(selector -> labels.labels(namespace)
                        .map(found -> LabelMatch.selects(selector, found).matches())
                        .orElse(action == FailureAction.ENFORCE))
                .orElse(true);
    }
}
