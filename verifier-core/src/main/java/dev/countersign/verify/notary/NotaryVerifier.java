package dev.countersign.verify.notary;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.ImageVerification;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.UnsupportedJudge;
import java.util.List;

/** Judges attestors of entries of type {@code Notary}. Immutable and thread-safe. */
public final class NotaryVerifier implements ImageVerifier {

    @Override
    public Judge compile(ImageVerification entry, Attestor attestor, String origin) {
        return new UnsupportedJudge(List.of("type Notary"));
    }

    @Override
    public AttestationJudge compile(
            ImageVerification entry, Attestation attestation, Attestor attestor, String origin) {
        return new UnsupportedJudge(List.of("type Notary"));
    }
}
