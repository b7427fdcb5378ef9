package dev.countersign.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key, parsed and checked once. Immutable and thread-safe; equal by its SubjectPublicKeyInfo.
 *
 * <p>What is accepted, and the texts of the refusals, are those of Go's {@code crypto/x509} (ParsePKIXPublicKey,
 * ParsePKCS1PublicKey) and of cosign's {@code cryptoutils}.
 */
public final class VerificationKey {
    /** The largest key in DER, in bytes, that is read at all; an RSA key of 16384 bits takes 2.1 KiB. */
    public static final int MAX_BYTES = 16 * 1024;

    /** The largest modulus of an RSA key, in bits; Go has no limit, and time grows with it. */
    public static final int MAX_RSA_BITS = 16384;

    /** The family of a key, and with elliptic curves the curve. */
    public enum Kind {
        ECDSA_P224,
        ECDSA_P256,
        ECDSA_P384,
        ECDSA_P521,
        RSA,
        ED25519,
        /** Go can parse it, but sigstore verifies nothing with it: X25519, DSA. */
        OTHER;

        /** Whether it is an elliptic curve key for ECDSA. */
        public boolean isEcdsa() {
            return this == ECDSA_P224 || this == ECDSA_P256 || this == ECDSA_P384 || this == ECDSA_P521;
        }
    }

    private final Kind kind;
    private final @Nullable Object parsed;
    private final byte[] spki;
    private final String id;
    private volatile @Nullable PublicKey publicKey;

    /** The parsed form is an {@link RsaKey} or of Bouncy Castle; null: nothing verifies with this key. */
    VerificationKey(Kind kind, @Nullable Object parsed, byte[] spki) {
        this.kind = kind;
        this.parsed = parsed;
        this.spki = spki;
        this.id = HexFormat.of().formatHex(Digests.digest(HashAlgorithm.SHA256, spki));
    }

    /**
     * Reads a PEM text as cosign does ({@code cryptoutils.UnmarshalPEMToPublicKey}): the first block only, labelled
     * {@code PUBLIC KEY} or {@code RSA PUBLIC KEY}; text around it is passed over.
     *
     * @throws CryptographyException in Go's words; of a private key only the label is repeated
     */
    public static VerificationKey fromPem(String pem) throws CryptographyException {
        Pem.PemBlock block = Pem.next(pem)
                .orElseThrow(() -> new CryptographyException("PEM decoding failed"))
                .block();
        return switch (block.label()) {
            case "PUBLIC KEY" -> fromSpki(block.bytes());
            case "RSA PUBLIC KEY" -> fromPkcs1(block.bytes());
            default ->
                throw new CryptographyException("unknown Public key PEM file type: " + block.label()
                        + ". Are you passing the correct public key?");
        };
    }

    /**
     * Reads a DER SubjectPublicKeyInfo as Go's {@code x509.ParsePKIXPublicKey} does.
     *
     * @throws CryptographyException in Go's words
     */
    public static VerificationKey fromSpki(byte[] der) throws CryptographyException {
        return KeyParser.spki(der);
    }

    /**
     * Reads a DER RSAPublicKey as Go's {@code x509.ParsePKCS1PublicKey} does.
     *
     * @throws CryptographyException in Go's words
     */
    public static VerificationKey fromPkcs1(byte[] der) throws CryptographyException {
        return KeyParser.pkcs1(der);
    }

    /** The parsed form if it is of that class. */
    <T> Optional<T> parsed(Class<T> type) {
        return type.isInstance(parsed) ? Optional.of(type.cast(parsed)) : Optional.empty();
    }

    /** The family of the key. */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether sigstore has a verifier for this key and hash ({@code signature.LoadVerifier}).
     *
     * @throws CryptographyException {@code invalid hash function specified} (RSA with SHA-224) or {@code unsupported public
     *     key type}
     */
    public void requireVerifier(HashAlgorithm hash) throws CryptographyException {
        if (kind == Kind.OTHER) {
            throw new CryptographyException("unsupported public key type");
        }
        if (kind == Kind.RSA && hash == HashAlgorithm.SHA224) {
            throw new CryptographyException("invalid hash function specified");
        }
    }

    /** Lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo: the id of a log with this key. */
    public String id() {
        return id;
    }

    /** The length of an RSA key's modulus, in bits; 0 for other keys. */
    public int rsaBits() {
        return parsed(RsaKey.class).map(key -> key.modulus().bitLength()).orElse(0);
    }

    /** The DER of the SubjectPublicKeyInfo, as Go would write it. */
    public byte[] spki() {
        return spki.clone();
    }

    /** The SubjectPublicKeyInfo as PEM, 64 columns, with a final newline: as Go's {@code pem.EncodeToMemory} prints it. */
    public String toPem() {
        return Pem.encode("PUBLIC KEY", spki);
    }

    /**
     * The key for Java's own interfaces, made by the platform's key factory at the first call. Where the platform lacks the
     * curve, it only carries the encoding, which other providers translate.
     */
    public PublicKey publicKey() {
        PublicKey known = publicKey;
        if (known == null) {
            known = translate(); // two threads at once make two equal ones
            publicKey = known;
        }
        return known;
    }

    private PublicKey translate() {
        EncodedPublicKey encoded = new EncodedPublicKey(kind, spki);
        try {
            return KeyFactory.getInstance(encoded.getAlgorithm()).generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException | RuntimeException e) {
            return encoded;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerificationKey that && Arrays.equals(spki, that.spki);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(spki);
    }

    /** Kind and id; never the whole key. */
    @Override
    public String toString() {
        return kind + " " + id;
    }

    static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
