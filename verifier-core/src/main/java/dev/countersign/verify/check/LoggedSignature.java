package dev.countersign.verify.check;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import java.util.Optional;

/**
 * A signature that a log entry is compared with. Immutable.
 *
 * @param text the signature annotation, base64 as written; empty for attestations
 * @param payloadSha256 lower-case hexadecimal SHA-256 of the signed blob, or of the whole envelope
 * @param key the static key that the policy states
 * @param certificate the certificate that the signature carries
 */
public record LoggedSignature(
        String text, String payloadSha256, Optional<VerificationKey> key, Optional<ParsedCertificate> certificate) {}
