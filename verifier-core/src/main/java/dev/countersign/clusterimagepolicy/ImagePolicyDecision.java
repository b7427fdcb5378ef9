package dev.countersign.clusterimagepolicy;

import dev.countersign.verify.Evidence;
import dev.countersign.verify.Reason;
import java.util.List;

/**
 * The answer for one object. Immutable.
 *
 * @param allowed whether it is admitted
 * @param error why not, in policy-controller's words; empty when it is
 * @param warnings what people are told, in policy-controller's words
 * @param images every image of the object
 */
public record ImagePolicyDecision(boolean allowed, String error, List<String> warnings, List<ImageOutcome> images) {
    public ImagePolicyDecision {
        warnings = List.copyOf(warnings);
        images = List.copyOf(images);
    }

    /**
     * One image. Immutable.
     *
     * @param place in the object: {@code spec.containers[0].image}
     * @param image as written
     * @param resolved with its digest; as written where that is not known
     * @param policies one outcome for each policy that selects it
     */
    public record ImageOutcome(String place, String image, String resolved, List<PolicyOutcome> policies) {
        public ImageOutcome {
            policies = List.copyOf(policies);
        }
    }

    /**
     * One policy over one image. Immutable.
     *
     * @param policy its name
     * @param satisfied whether an authority signed
     * @param warnOnly whether a failure only warns
     * @param failures of the authorities that did not sign, in policy-controller's words
     * @param matches the authorities that did
     * @param reasons the failures for people
     * @param divergences numbers of {@code docs/divergences.md} that the outcome rests on
     */
    public record PolicyOutcome(
            String policy,
            boolean satisfied,
            boolean warnOnly,
            List<String> failures,
            List<AuthorityMatch> matches,
            List<Reason> reasons,
            List<String> divergences) {
        public PolicyOutcome {
            failures = List.copyOf(failures);
            matches = List.copyOf(matches);
            reasons = List.copyOf(reasons);
            divergences = List.copyOf(divergences);
        }
    }

    /**
     * An authority that signed. Immutable.
     *
     * @param authority its name
     * @param evidence what proves it; empty for a static authority
     */
    public record AuthorityMatch(String authority, List<Evidence> evidence) {
        public AuthorityMatch {
            evidence = List.copyOf(evidence);
        }
    }

    /** All numbers of {@code docs/divergences.md} that the answer rests on. */
    public List<String> divergences() {
        return images.stream()
                .flatMap(image -> image.policies().stream())
                .flatMap(policy -> policy.divergences().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
