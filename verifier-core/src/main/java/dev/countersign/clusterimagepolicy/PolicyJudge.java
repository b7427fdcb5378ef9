package dev.countersign.clusterimagepolicy;

import dev.countersign.clusterimagepolicy.ImagePolicyDecision.AuthorityMatch;
import dev.countersign.clusterimagepolicy.ImagePolicyDecision.PolicyOutcome;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.policy.sigstore.Authority;
import dev.countersign.policy.sigstore.ClusterImagePolicy;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Reason;
import java.util.ArrayList;
import java.util.List;

/** Judges a policy over one image: any of its authorities is enough. Lives for one request. */
final class PolicyJudge {
    private final AuthorityJudge authorities;
    private final AuthorityKeys keys;

    PolicyJudge(AuthorityJudge authorities, AuthorityKeys keys) {
        this.authorities = authorities;
        this.keys = keys;
    }

    PolicyOutcome judge(ClusterImagePolicy policy, ImageSubject image, String namespace) {
        boolean warnOnly = policy.mode() == ClusterImagePolicy.Mode.WARN;
        if (policy.authorities().isEmpty()) {
            return refused(
                    policy,
                    "no authorities",
                    new Reason(
                            "NO_AUTHORITIES",
                            "spec.authorities",
                            "the policy names nobody who may have signed; policy-controller admits the image then",
                            "",
                            "",
                            "Name an authority."),
                    Divergences.NO_AUTHORITIES);
        }
        List<List<VerificationKey>> loaded = new ArrayList<>();
        for (Authority authority : policy.authorities()) {
            try {
                loaded.add(keys(authority, image));
            } catch (AuthorityKeys.NotLoaded e) {
                return refused(
                        policy,
                        String.valueOf(e.getMessage()),
                        new Reason(
                                "KEY_NOT_LOADED",
                                authority.place(),
                                "a key of the policy cannot be had; policy-controller drops the whole policy then",
                                String.valueOf(e.getMessage()),
                                "",
                                "Create the Secret, or mend the name of the key."),
                        Divergences.KEYS_NOT_LOADED);
            }
        }
        List<String> failures = new ArrayList<>();
        List<AuthorityMatch> matches = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        List<String> ofMatches = new ArrayList<>();
        List<String> ofFailures = new ArrayList<>();
        boolean plain = false;
        for (int i = 0; i < policy.authorities().size(); i++) {
            AuthorityResult result = authorities.judge(policy.authorities().get(i), loaded.get(i), image, namespace);
            if (result.match().isPresent()) {
                matches.add(result.match().get());
                plain |= result.divergences().isEmpty();
                ofMatches.addAll(result.divergences());
            } else {
                failures.add(result.failure());
                String place = policy.authorities().get(i).place();
                result.reasons().stream()
                        .map(reason -> AuthorityRemedies.of(reason, place))
                        .filter(reason -> !reasons.contains(reason))
                        .forEach(reasons::add);
                ofFailures.addAll(result.divergences());
            }
        }
        // One authority that policy-controller takes too decides alone.
        List<String> divergences = matches.isEmpty() ? ofFailures : plain ? List.of() : ofMatches;
        return new PolicyOutcome(
                policy.name(),
                !matches.isEmpty(),
                warnOnly,
                failures,
                matches,
                reasons,
                divergences.stream().distinct().toList());
    }

    private List<VerificationKey> keys(Authority authority, ImageSubject image) throws AuthorityKeys.NotLoaded {
        if (authority.signer() instanceof Authority.Key key) {
            return keys.load(key.key(), image.deadline());
        }
        if (authority.signer() instanceof Authority.Keyless keyless
                && keyless.caCert().isPresent()) {
            return keys.load(keyless.caCert().get(), image.deadline());
        }
        return List.of();
    }

    private static PolicyOutcome refused(ClusterImagePolicy policy, String failure, Reason reason, String divergence) {
        return new PolicyOutcome(
                policy.name(),
                false,
                policy.mode() == ClusterImagePolicy.Mode.WARN,
                List.of(failure),
                List.of(),
                List.of(reason),
                List.of(divergence));
    }
}
