package dev.countersign.crypto;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Computes signatures' checks. Immutable and thread-safe. Nothing is registered with {@link java.security.Security}.
 *
 * <p>Every method returns normally for a signature that verifies, and throws {@link CryptographyException} in Go's words for
 * everything else; no other exception leaves, whatever the bytes.
 */
public final class Cryptography {
    /** The longest signature, in bytes, that is looked at: RSA of 16384 bits. */
    public static final int MAX_SIGNATURE_BYTES = 2048;

    private final Provider provider;

    private Cryptography(Provider provider) {
        this.provider = provider;
    }

    /** Computes with Bouncy Castle: on JDK 17, ten times faster than the JDK for P-256. */
    public static Cryptography bouncyCastle() {
        return new Cryptography(new BouncyCastleProvider());
    }

    /** Computes with the given provider, and with Bouncy Castle what it lacks. */
    public static Cryptography of(Provider provider) {
        return new Cryptography(provider);
    }

    /**
     * Verifies as sigstore does: ECDSA over P-224, P-256, P-384 or P-521 with the signature as strict DER, or, where it is
     * no ASN.1, as IEEE P1363; RSA PKCS#1 v1.5 from 1024 bits; pure Ed25519, for which the hash is ignored.
     */
    public void verify(VerificationKey key, HashAlgorithm hash, byte[] message, byte[] signature)
            throws CryptographyException {
        throw new CryptographyException("not yet: " + provider.getName());
    }

    /** As {@link #verify}, of a message whose hash is already known; Ed25519 is not possible here. */
    public void verifyDigest(VerificationKey key, HashAlgorithm hash, byte[] digest, byte[] signature)
            throws CryptographyException {
        throw new CryptographyException("not yet: " + provider.getName());
    }

    /**
     * Verifies an ECDSA signature that must be strict DER, as Go's {@code ecdsa.VerifyASN1} does: signed entry timestamps,
     * certificate timestamps.
     *
     * @throws CryptographyException {@code ecdsa: verification error}
     */
    public void verifyAsn1Ecdsa(VerificationKey key, HashAlgorithm hash, byte[] message, byte[] signature)
            throws CryptographyException {
        throw new CryptographyException("not yet: " + provider.getName());
    }

    /**
     * Verifies Ed25519ph (RFC 8032, empty context) over the message's SHA-512 digest, as Rekor does for Ed25519 entries.
     *
     * @throws CryptographyException {@code failed to verify signature}
     */
    public void verifyEd25519ph(VerificationKey key, byte[] sha512, byte[] signature) throws CryptographyException {
        throw new CryptographyException("not yet: " + provider.getName());
    }
}
