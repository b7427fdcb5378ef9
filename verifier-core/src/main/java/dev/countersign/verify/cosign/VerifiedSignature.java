package dev.countersign.verify.cosign;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.verify.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A signature that verified: by key or certificate, in time, over a claim about the image.
 *
 * @param <C> what it can say
 * @param payload what it says
 * @param certificate the signer's; absent for a static key
 * @param evidence what it rests on
 * @param divergences numbers of {@code docs/divergences.md} without which it would not have verified
 */
record VerifiedSignature<C>(
        C payload, Optional<ParsedCertificate> certificate, Evidence evidence, List<String> divergences) {
    VerifiedSignature {
        divergences = List.copyOf(divergences);
    }

    /** The same signature, resting on one more divergence. */
    VerifiedSignature<C> resting(String divergence) {
        List<String> more = new ArrayList<>(divergences);
        if (!more.contains(divergence)) {
            more.add(divergence);
        }
        return new VerifiedSignature<>(payload, certificate, evidence, more);
    }
}
