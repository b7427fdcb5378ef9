package dev.countersign.verify.entity;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import java.util.Arrays;
import java.util.Optional;

/** The signature algorithms of the Notary Project, in its order: the key decides which one (signature-verification.md 7.3). */
public enum NotationAlgorithm {
    PS256(-37, HashAlgorithm.SHA256, 0),
    PS384(-38, HashAlgorithm.SHA384, 0),
    PS512(-39, HashAlgorithm.SHA512, 0),
    ES256(-7, HashAlgorithm.SHA256, 32),
    ES384(-35, HashAlgorithm.SHA384, 48),
    ES512(-36, HashAlgorithm.SHA512, 66);

    private final long coseId;
    private final HashAlgorithm hash;
    private final int width;

    NotationAlgorithm(long coseId, HashAlgorithm hash, int width) {
        this.coseId = coseId;
        this.hash = hash;
        this.width = width;
    }

    /** By the name in a JWS header. */
    public static Optional<NotationAlgorithm> ofJws(String name) {
        return Arrays.stream(values()).filter(one -> one.name().equals(name)).findFirst();
    }

    /** By the number in a COSE header. */
    public static Optional<NotationAlgorithm> ofCose(long id) {
        return Arrays.stream(values()).filter(one -> one.coseId == id).findFirst();
    }

    /**
     * The one algorithm that a key may sign with: RSA of 2048, 3072 or 4096 bits, ECDSA over P-256, P-384 or P-521.
     *
     * @throws CryptographyException for other keys, in the words of notation-core: {@code rsa key size 1024 bits is not supported}
     */
    public static NotationAlgorithm ofKey(VerificationKey key) throws CryptographyException {
        return switch (key.kind()) {
            case ECDSA_P256 -> ES256;
            case ECDSA_P384 -> ES384;
            case ECDSA_P521 -> ES512;
            case ECDSA_P224 -> throw new CryptographyException("ecdsa key size 224 bits is not supported");
            case RSA -> {
                int bits = (key.rsaBits() + 7) / 8 * 8;
                yield switch (bits) {
                    case 2048 -> PS256;
                    case 3072 -> PS384;
                    case 4096 -> PS512;
                    default -> throw new CryptographyException("rsa key size " + bits + " bits is not supported");
                };
            }
            default -> throw new CryptographyException("unsupported public key type");
        };
    }

    /** Its number in notation-core, as messages print it. */
    public int number() {
        return ordinal() + 1;
    }

    /** Its number in COSE headers. */
    public long coseId() {
        return coseId;
    }

    /** The hash under the signature; RSA-PSS uses it for the mask too. */
    public HashAlgorithm hash() {
        return hash;
    }

    /** Whether it is ECDSA; otherwise it is RSA-PSS. */
    public boolean isEcdsa() {
        return width > 0;
    }

    /** The length of each of the two numbers of an ECDSA signature, in bytes; 0 for RSA. */
    public int width() {
        return width;
    }
}
