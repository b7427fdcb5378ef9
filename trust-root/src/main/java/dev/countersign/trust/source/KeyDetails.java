package dev.countersign.trust.source;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.crypto.VerificationKey.Kind;
import dev.countersign.trust.TrustRootException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The kinds of keys that sigstore-go takes for logs ({@code dev.sigstore.common.v1.PublicKeyDetails}). */
enum KeyDetails {
    PKCS1_RSA_PKCS1V5("1", Kind.RSA, 0),
    PKIX_ECDSA_P256_SHA_256("5", Kind.ECDSA_P256, 0),
    PKIX_ECDSA_P384_SHA_384("12", Kind.ECDSA_P384, 0),
    PKIX_ECDSA_P521_SHA_512("13", Kind.ECDSA_P521, 0),
    PKIX_ED25519("7", Kind.ED25519, 0),
    PKIX_RSA_PKCS1V15_2048_SHA256("9", Kind.RSA, 2048),
    PKIX_RSA_PKCS1V15_3072_SHA256("10", Kind.RSA, 3072),
    PKIX_RSA_PKCS1V15_4096_SHA256("11", Kind.RSA, 4096);

    private final String number;
    private final Kind kind;
    /** The size of the modulus; 0: any. */
    private final int bits;

    KeyDetails(String number, Kind kind, int bits) {
        this.number = number;
        this.kind = kind;
        this.bits = bits;
    }

    /** The key of a {@code dev.sigstore.common.v1.PublicKey}, which must be of the kind that is stated. */
    static VerificationKey read(ProtoMessage publicKey) throws TrustRootException {
        String stated = publicKey.enumeration("keyDetails");
        KeyDetails details = Arrays.stream(values())
                .filter(known -> stated.equals(known.name()) || stated.equals(known.number))
                .findFirst()
                .orElseThrow(() -> publicKey.defect(
                        "keyDetails",
                        "keys of this kind are not supported for logs",
                        stated.equals("0") ? "nothing" : stated,
                        Arrays.stream(values()).map(KeyDetails::name).collect(Collectors.joining(", ")),
                        "State the kind of the key in rawBytes"));
        byte[] raw = publicKey.requiredBytes("rawBytes", "base64 of the key in DER");
        VerificationKey key;
        try {
            key = details == PKCS1_RSA_PKCS1V5 ? VerificationKey.fromPkcs1(raw) : VerificationKey.fromSpki(raw);
        } catch (CryptographyException e) {
            throw publicKey.defect(
                    "rawBytes",
                    "the key cannot be read: " + e.getMessage(),
                    raw.length + " octets",
                    details == PKCS1_RSA_PKCS1V5 ? "a DER RSAPublicKey" : "a DER SubjectPublicKeyInfo",
                    "Paste the key again");
        }
        if (key.kind() != details.kind || !details.fits(key)) {
            throw publicKey
                    .defect(
                            "keyDetails",
                            "the key is of another kind than is stated",
                            details.name() + " for a key of " + describe(key),
                            "the kind of the key in rawBytes",
                            "Correct one of the two")
                    .resting(TrustedRootReader.CONTRADICTION);
        }
        return key;
    }

    private boolean fits(VerificationKey key) {
        return bits == 0 || bits(key) == bits;
    }

    private static int bits(VerificationKey key) {
        return key.publicKey() instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 0;
    }

    private static String describe(VerificationKey key) {
        return key.kind() == Kind.RSA
                ? "RSA, " + bits(key) + " bits"
                : key.kind().name();
    }
}
