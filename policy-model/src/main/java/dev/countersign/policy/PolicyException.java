package dev.countersign.policy;

import dev.countersign.document.Located;
import java.util.List;
import java.util.Optional;

/**
 * A PolicyException: objects that rules leave alone. Immutable.
 *
 * @param apiVersion {@code kyverno.io/v2} or {@code kyverno.io/v2beta1}
 * @param metadata its name and namespace
 * @param background whether it counts in background scans
 * @param match which objects
 * @param conditions when
 * @param exceptions from which rules
 * @param source the document as it was read
 */
public record PolicyException(
        String apiVersion,
        ObjectMetadata metadata,
        boolean background,
        Match match,
        Optional<Conditions.AnyAllConditions> conditions,
        List<ExceptedRules> exceptions,
        Located.LocatedObject source) {
    public PolicyException {
        exceptions = List.copyOf(exceptions);
    }

    /**
     * Rules of one policy.
     *
     * @param policyName the policy's key
     * @param ruleNames wildcards
     */
    public record ExceptedRules(String policyName, List<String> ruleNames) {
        public ExceptedRules {
            ruleNames = List.copyOf(ruleNames);
        }
    }
}
