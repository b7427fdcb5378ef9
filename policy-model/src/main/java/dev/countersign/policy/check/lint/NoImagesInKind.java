package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.KindSelector;
import dev.countersign.policy.Policy;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A kind of object in which nobody says where its images stand. */
final class NoImagesInKind implements Lint {
    private static final LintRule RULE = new LintRule(
            "NO_IMAGES_IN_KIND", Severity.ERROR, "No images are known in objects of a kind that the rule matches.");

    /** Pods and their controllers, whose images Kyverno finds by itself. */
    private static final Set<String> BUILT_IN = Set.of(
            "Pod", "CronJob", "DaemonSet", "Deployment", "Job", "ReplicaSet", "ReplicationController", "StatefulSet");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        List<Rule> rules = policy.spec().rules();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.verifiesImages()) {
                String path = "spec.rules[" + i + "].match";
                filters(rule, rule.match().any(), path + ".any", found);
                filters(rule, rule.match().all(), path + ".all", found);
                kinds(rule, rule.match().inline().resources(), path, found);
            }
        }
        return found;
    }

    private static void filters(Rule rule, List<ResourceFilter> filters, String path, List<LintFinding> found) {
        for (int i = 0; i < filters.size(); i++) {
            kinds(rule, filters.get(i).resources(), path + "[" + i + "]", found);
        }
    }

    private static void kinds(Rule rule, ResourceDescription resources, String path, List<LintFinding> found) {
        for (int i = 0; i < resources.kinds().size(); i++) {
            String text = resources.kinds().get(i);
            KindSelector selector = KindSelector.parse(text);
            String kind = selector.kind();
            boolean known = Wildcard.isPattern(kind)
                    || !selector.subresource().isEmpty()
                    || BUILT_IN.contains(kind)
                    || rule.imageExtractors().containsKey(kind);
            if (!known) {
                found.add(new LintFinding(
                        path + ".resources.kinds[" + i + "]",
                        "nobody says where the images of this kind stand, so that the rule finds none and passes over the object",
                        text,
                        "Pod or a controller of Pods, or a kind that imageExtractors names",
                        "Correct the kind, or add imageExtractors for it"));
            }
        }
    }
}
