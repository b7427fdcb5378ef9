package dev.countersign.verify.bundle;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.UnsupportedJudge;
import java.util.List;
import java.util.Optional;

/**
 * Judges attestors of entries of type {@code SigstoreBundle}: an image is signed when one bundle among its referrers verifies, whatever
 * the bundle says of it, as in Kyverno (spec 8.6). Kyverno looks at the process-wide trust root only; here every field that the policy
 * states counts (divergences D40 to D47). Immutable and thread-safe.
 */
public final class BundleVerifier implements ImageVerifier {
    private final BundleDiscovery discovery = new BundleDiscovery();

    @Override
    public Judge compile(ImageVerification entry, Attestor attestor, String origin) {
        if (attestor.identity().size() > 1) {
            return new UnsupportedJudge(List.of("more than one of keys, certificates, keyless and attestor"));
        }
        return new SignatureJudge(
                new BundleJudge(BundleRequirement.of(entry, attestor, who(attestor), origin, false), discovery));
    }

    @Override
    public AttestationJudge compile(
            ImageVerification entry, Attestation attestation, Attestor attestor, String origin) {
        if (attestor.identity().size() > 1) {
            return new UnsupportedJudge(List.of("more than one of keys, certificates, keyless and attestor"));
        }
        String type = attestation.type().isEmpty() ? attestation.predicateType() : attestation.type();
        return new StatementJudge(
                new BundleJudge(BundleRequirement.of(entry, attestor, who(attestor), origin, true), discovery), type);
    }

    private static Optional<AttestorIdentity> who(Attestor attestor) {
        return attestor.identity().stream().findFirst();
    }
}
