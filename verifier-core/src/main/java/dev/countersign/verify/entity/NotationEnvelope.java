package dev.countersign.verify.entity;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.document.GoText;
import java.util.ArrayList;
import java.util.List;

/**
 * An envelope of the Notary Project: a JWS in flattened JSON or a tagged COSE_Sign1 (signature-verification.md 7.2). It is read in
 * two steps, as notation-core reads it: first what the check of the signature needs, then everything that is signed. Nothing in
 * it is proven. Immutable.
 */
public sealed interface NotationEnvelope permits JwsEnvelope, CoseEnvelope {
    /** The longest envelope, in bytes: Kyverno's bound. */
    int MAX_BYTES = 10_000_000;

    /** The longest certificate chain that is worth looking at. */
    int MAX_CERTIFICATES = 32;

    /** The media type of JWS envelopes. */
    String JWS = "application/jose+json";

    /** The media type of COSE envelopes. */
    String COSE = "application/cose";

    /**
     * Reads an envelope.
     *
     * @param mediaType of the layer that holds it
     * @param foundAt repository and digest of the manifest, for people
     * @throws MalformedEntityException in the words of notation-core
     */
    static NotationEnvelope parse(String mediaType, byte[] bytes, String foundAt) throws MalformedEntityException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedEntityException("envelope of " + bytes.length + " bytes exceeds " + MAX_BYTES);
        }
        return switch (mediaType) {
            case JWS -> JwsEnvelope.parse(bytes, foundAt);
            case COSE -> CoseEnvelope.parse(bytes, foundAt);
            default ->
                throw new MalformedEntityException(
                        "signature envelope format with media type " + GoText.quote(mediaType) + " is not supported");
        };
    }

    /** How many certificates it holds. */
    int certificateCount();

    /**
     * The certificate of whoever signed.
     *
     * @throws MalformedEntityException {@code certificate chain is not present}, {@code malformed leaf certificate}
     */
    ParsedCertificate leaf() throws MalformedEntityException;

    /**
     * Everything that the envelope says, which counts only once its signature is checked.
     *
     * @throws MalformedEntityException in the words of notation-core: {@code missing "crit" header}
     */
    NotationSignature content() throws MalformedEntityException;

    /** The certificates of a chain, the signer's first. */
    static List<ParsedCertificate> chain(List<byte[]> encoded) throws MalformedEntityException {
        List<ParsedCertificate> chain = new ArrayList<>();
        for (byte[] der : encoded) {
            try {
                chain.add(ParsedCertificate.parse(der));
            } catch (CryptographyException e) {
                throw new MalformedEntityException(String.valueOf(e.getMessage()), e);
            }
        }
        return chain;
    }

    /** The first certificate of a chain that is not empty. */
    static ParsedCertificate leaf(byte[] encoded) throws MalformedEntityException {
        try {
            return ParsedCertificate.parse(encoded);
        } catch (CryptographyException e) {
            throw new MalformedEntityException("malformed leaf certificate", e);
        }
    }
}
