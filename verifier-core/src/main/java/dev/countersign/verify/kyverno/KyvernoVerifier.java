package dev.countersign.verify.kyverno;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.ImageVerification;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.bundle.BundleVerifier;
import dev.countersign.verify.cosign.CosignVerifier;
import dev.countersign.verify.notary.NotaryVerifier;

/**
 * Judges every attestor by the verifier of its entry's {@code type}: {@code Cosign}, {@code SigstoreBundle} or {@code Notary}.
 * Thread-safe.
 */
public final class KyvernoVerifier implements ImageVerifier {
    private final ImageVerifier cosign = new CosignVerifier();
    private final ImageVerifier bundle = new BundleVerifier();
    private final ImageVerifier notary = new NotaryVerifier();

    @Override
    public Judge compile(ImageVerification entry, Attestor attestor, String origin) {
        return verifier(entry).compile(entry, attestor, origin);
    }

    @Override
    public AttestationJudge compile(
            ImageVerification entry, Attestation attestation, Attestor attestor, String origin) {
        return verifier(entry).compile(entry, attestation, attestor, origin);
    }

    private ImageVerifier verifier(ImageVerification entry) {
        return switch (entry.type()) {
            case COSIGN -> cosign;
            case SIGSTORE_BUNDLE -> bundle;
            case NOTARY -> notary;
        };
    }
}
