package dev.countersign.verify.notary;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.UnsupportedJudge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges attestors over signatures of the Notary Project, at level strict with the stated certificates as trust store (Kyverno's
 * type {@code Notary}). {@code repository}, {@code roots}, {@code rekor} and {@code ctlog} mean nothing here, as in Kyverno.
 * Immutable and thread-safe.
 */
public final class NotaryVerifier implements ImageVerifier {
    /** Kyverno crashes on it (quirk Q18). */
    private static final String WITHOUT_CERTIFICATES =
            "a Notary attestor without certificates: state certificates.cert or certificates.certChain";

    private final Envelopes envelopes = new Envelopes();

    @Override
    public Judge compile(ImageVerification entry, Attestor attestor, String origin) {
        List<String> unsupported = unsupported(entry, attestor);
        Optional<AttestorIdentity.Certificates> certificates = certificates(attestor);
        return certificates.isEmpty() || !unsupported.isEmpty()
                ? new UnsupportedJudge(unsupported)
                : new NotaryJudge(NotaryRequirement.of(entry, attestor, certificates.get()), envelopes);
    }

    @Override
    public AttestationJudge compile(
            ImageVerification entry, Attestation attestation, Attestor attestor, String origin) {
        List<String> unsupported = unsupported(entry, attestor);
        Optional<AttestorIdentity.Certificates> certificates = certificates(attestor);
        String type = attestation.type().isEmpty() ? attestation.predicateType() : attestation.type();
        return certificates.isEmpty() || !unsupported.isEmpty()
                ? new UnsupportedJudge(unsupported)
                : new NotaryAttestationJudge(
                        NotaryRequirement.of(entry, attestor, certificates.get()), type, envelopes);
    }

    private static List<String> unsupported(ImageVerification entry, Attestor attestor) {
        List<String> unsupported = new ArrayList<>();
        if (certificates(attestor).isEmpty()) {
            unsupported.add(WITHOUT_CERTIFICATES);
        }
        if (attestor.identity().size() > 1) {
            unsupported.add("more than one of keys, certificates, keyless and attestor");
        }
        if (entry.imageRegistryCredentials()
                .map(credentials -> credentials.allowInsecureRegistry()
                        || !credentials.providers().isEmpty()
                        || !credentials.secrets().isEmpty())
                .orElse(false)) {
            unsupported.add("imageRegistryCredentials");
        }
        return unsupported;
    }

    private static Optional<AttestorIdentity.Certificates> certificates(Attestor attestor) {
        return attestor.identity().stream()
                .filter(AttestorIdentity.Certificates.class::isInstance)
                .map(AttestorIdentity.Certificates.class::cast)
                .findFirst();
    }
}
