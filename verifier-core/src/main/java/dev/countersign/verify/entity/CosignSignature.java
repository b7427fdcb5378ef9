package dev.countersign.verify.entity;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A signature in cosign's own layout: a layer whose annotations hold the signature and everything that proves it
 * (signature-verification.md 1.2). An attestation is stored as the same kind of layer, whose payload is an envelope that holds the
 * signature itself ({@link CosignAttestation}). Nothing in it is proven. Immutable.
 *
 * @param payload the bytes that are signed, or the whole envelope of an attestation
 * @param signature base64, as stored; empty for an attestation
 * @param certificate the signer's certificate, for keyless signatures
 * @param chain certificates beside it, the issuer first
 * @param logEntry the entry of a Rekor log, with the log's promise
 * @param timestamp an RFC 3161 timestamp
 * @param foundAt repository and tag that hold it
 */
public record CosignSignature(
        byte[] payload,
        String signature,
        Optional<ParsedCertificate> certificate,
        List<ParsedCertificate> chain,
        Optional<RekorBundle> logEntry,
        Optional<TimestampAnnotation> timestamp,
        String foundAt)
        implements SignedEntity {

    private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    private static final String CERTIFICATE = "dev.sigstore.cosign/certificate";
    private static final String CHAIN = "dev.sigstore.cosign/chain";
    private static final String BUNDLE = "dev.sigstore.cosign/bundle";
    private static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";

    public CosignSignature {
        payload = payload.clone();
        chain = List.copyOf(chain);
    }

    @Override
    public byte[] payload() {
        return payload.clone();
    }

    /** How long the payload is, in bytes. */
    public int payloadSize() {
        return payload.length;
    }

    /** Lower-case hexadecimal SHA-256 of the payload. */
    public String payloadSha256() {
        return sha256(payload);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads a layer.
     *
     * @param annotations of the layer's descriptor
     * @param payload the layer's blob
     * @param foundAt repository and tag, for people
     * @throws MalformedEntityException when any annotation is malformed, whether or not it would be needed: cosign reads them all
     *     before it looks at one
     */
    public static CosignSignature parse(Map<String, String> annotations, byte[] payload, String foundAt)
            throws MalformedEntityException {
        String signature = annotations.get(SIGNATURE);
        if (signature == null) {
            throw new MalformedEntityException(
                    "signature layer sha256:" + sha256(payload) + " is missing \"" + SIGNATURE + "\" annotation");
        }
        List<ParsedCertificate> certificates = certificates(annotations, CERTIFICATE);
        List<ParsedCertificate> chain = certificates(annotations, CHAIN);
        Optional<RekorBundle> entry = Optional.empty();
        String bundle = annotations.getOrDefault(BUNDLE, "");
        if (!bundle.isEmpty()) {
            entry = Optional.of(RekorBundle.parse(bundle));
        }
        String timestamp = annotations.getOrDefault(TIMESTAMP, "");
        return new CosignSignature(
                payload,
                signature,
                certificates.stream().findFirst(),
                chain,
                entry,
                timestamp.isEmpty() ? Optional.empty() : Optional.of(TimestampAnnotation.parse(timestamp)),
                foundAt);
    }

    private static List<ParsedCertificate> certificates(Map<String, String> annotations, String name)
            throws MalformedEntityException {
        String pem = annotations.getOrDefault(name, "");
        if (pem.isEmpty()) {
            return List.of();
        }
        try {
            return CertificatePem.strict(pem);
        } catch (CryptographyException e) {
            throw new MalformedEntityException(String.valueOf(e.getMessage()), e);
        }
    }
}
