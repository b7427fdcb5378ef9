package dev.countersign.clusterimagepolicy;

import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.sigstore.Authority;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.verify.ImageName;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.bundle.BundleLookup;
import dev.countersign.verify.check.BundleIdentity;
import dev.countersign.verify.cosign.CosignLookup.Proof;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges an authority's attestations in bundles. Lives for one request. */
final class BundleJudge {
    private final BundleLookup bundles;
    private final VerificationContext context;

    BundleJudge(BundleLookup bundles, VerificationContext context) {
        this.bundles = bundles;
        this.context = context;
    }

    /**
     * What a keyless authority says of the attestations.
     *
     * @param words before a failure
     */
    AuthorityResult attestations(
            Authority authority, Authority.Keyless keyless, AuthorityTrust trust, ImageSubject image, String words)
            throws RegistryException, InvalidNameException {
        String oci = authority.source().map(Authority.Source::oci).orElse("");
        Repository where = oci.isEmpty() ? image.name().repository() : ImageName.repository(oci);
        BundleLookup.Question question = new BundleLookup.Question(
                keyless.identities().stream().map(BundleJudge::identity).toList(),
                trust.material(),
                trust.stamped(),
                keyless.insecureIgnoreSct(),
                where);
        BundleLookup.Answer answer = bundles.attestations(image, question, context);
        AuthorityResult result = answer.proofs().isEmpty()
                ? AuthorityResult.failed(
                        words
                                + (answer.failures().isEmpty()
                                        ? "no valid bundles exist in registry"
                                        : "no matching attestations: " + String.join("\n", answer.failures())),
                        answer.reasons(),
                        List.of())
                : AuthorityJudge.wanted(
                        authority,
                        answer.proofs().stream()
                                .map(proof -> new Proof(
                                        Optional.empty(), proof.predicateType(), "", proof.evidence(), List.of()))
                                .toList(),
                        List.of());
        return answer.proofs().isEmpty() ? result : result.resting(List.of(Divergences.BUNDLES));
    }

    private static BundleIdentity identity(Authority.Identity identity) {
        return BundleIdentity.of(
                new AttestorIdentity.Keyless(
                        identity.issuer(),
                        identity.issuerRegExp(),
                        identity.subject(),
                        identity.subjectRegExp(),
                        "",
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()),
                Map.of());
    }
}
