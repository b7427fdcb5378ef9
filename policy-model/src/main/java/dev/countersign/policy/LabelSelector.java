package dev.countersign.policy;

import java.util.List;
import java.util.Map;

/**
 * A Kubernetes label selector. Immutable.
 *
 * @param matchLabels labels that must be there with that value; Kyverno allows wildcards in both
 * @param matchExpressions further requirements
 */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
    public LabelSelector {
        matchLabels = Map.copyOf(matchLabels);
        matchExpressions = List.copyOf(matchExpressions);
    }

    /**
     * One requirement.
     *
     * @param key the label
     * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}, as written
     * @param values what the operator compares with
     */
    public record Requirement(String key, String operator, List<String> values) {
        public Requirement {
            values = List.copyOf(values);
        }
    }
}
