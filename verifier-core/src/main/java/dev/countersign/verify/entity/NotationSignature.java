package dev.countersign.verify.entity;

import dev.countersign.crypto.ParsedCertificate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Notary Project signature says, whichever envelope held it (signature-verification.md 7.2). Nothing in it is proven.
 * Immutable.
 *
 * @param payload the bytes that are signed: JSON that names the target artifact
 * @param contentType of the payload
 * @param algorithm as the envelope states it
 * @param scheme {@link #X509} or {@link #SIGNING_AUTHORITY}
 * @param signingTime as the signer claims it
 * @param expiry from when on the signature shall not count
 * @param attributes signed attributes that are not the envelope's own, by name; those of other names than texts are left out
 * @param chain the signer's certificate first
 * @param foundAt repository and digest of the manifest that holds it
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record NotationSignature(
        byte[] payload,
        String contentType,
        NotationAlgorithm algorithm,
        String scheme,
        Optional<GoMoment> signingTime,
        Optional<GoMoment> expiry,
        Map<String, Attribute> attributes,
        List<ParsedCertificate> chain,
        String foundAt)
        implements SignedEntity {
    /** The scheme whose signers stand in trust stores of type {@code ca}. */
    public static final String X509 = "notary.x509";

    /** The scheme whose signers stand in trust stores of type {@code signingAuthority}. */
    public static final String SIGNING_AUTHORITY = "notary.x509.signingAuthority";

    static final String SIGNING_SCHEME_HEADER = "io.cncf.notary.signingScheme";
    static final String SIGNING_TIME_HEADER = "io.cncf.notary.signingTime";
    static final String AUTHENTIC_TIME_HEADER = "io.cncf.notary.authenticSigningTime";
    static final String EXPIRY_HEADER = "io.cncf.notary.expiry";

    /**
     * A signed attribute.
     *
     * @param critical whether a verifier must understand it
     * @param text its value, where that is a text
     */
    public record Attribute(boolean critical, Optional<String> text) {}

    public NotationSignature {
        payload = payload.clone();
        // Not Map.copyOf, in which names of one hash, which anybody can choose, cost the square of their number.
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        chain = List.copyOf(chain);
    }

    @Override
    public byte[] payload() {
        return payload.clone();
    }
}
