package dev.countersign.verify.inventory;

import dev.countersign.policy.sigstore.Authority;
import dev.countersign.policy.sigstore.ClusterImagePolicy;
import dev.countersign.trust.inventory.TrustFinding;
import dev.countersign.trust.inventory.TrustFinding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The TrustRoots that ClusterImagePolicies name ({@code trustRootRef}), which state no trust of their own. Stateless. */
public final class NamedTrust {
    private NamedTrust() {}

    /** The names that an authority uses, each once: of its signer, its log and its timestamp authorities. */
    public static List<String> of(Authority authority) {
        Optional<String> signer = authority.signer() instanceof Authority.Keyless keyless
                ? Optional.of(keyless.trustRootRef())
                : Optional.empty();
        return Stream.of(
                        signer,
                        authority.ctlog().map(Authority.ContentLog::trustRootRef),
                        authority.timestamp().map(Authority.Timestamps::trustRootRef))
                .flatMap(Optional::stream)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /**
     * A note for each name that is not known here, with the code TRUST_ELSEWHERE.
     *
     * @param known the names of the TrustRoots at hand
     */
    public static List<TrustFinding> findings(ClusterImagePolicy policy, Set<String> known) {
        List<TrustFinding> findings = new ArrayList<>();
        for (Authority authority : policy.authorities()) {
            for (String name : of(authority)) {
                if (!known.contains(name)) {
                    findings.add(new TrustFinding(
                            "TRUST_ELSEWHERE",
                            Severity.NOTE,
                            "ClusterImagePolicy " + policy.name() + ", " + authority.place(),
                            "the TrustRoot that is named here is not in the file",
                            "trustRootRef " + name,
                            "Check the TrustRoot too"));
                }
            }
        }
        return List.copyOf(findings);
    }
}
