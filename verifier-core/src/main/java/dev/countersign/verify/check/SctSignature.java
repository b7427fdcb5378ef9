package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * Verifies one promise's signature, as certificate-transparency-go does: keys are P-256 or RSA of 2048 bits or more, the
 * promise itself names hash and signature algorithm, bytes behind the ECDSA signature do not matter. Messages are that
 * library's. MD5 and SHA-1 are refused (divergence D20). Immutable and thread-safe.
 */
final class SctSignature {
    private static final int MIN_RSA_BITS = 2048;
    private static final int ED25519_BYTES = 32;
    private static final int RSA = 1;
    private static final int DSA = 2;
    private static final int ECDSA = 3;
    private static final int PRECERTIFICATE = 1;
    private static final List<String> HASHES = List.of("None", "MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512");

    private final Cryptography cryptography;

    SctSignature(Cryptography cryptography) {
        this.cryptography = cryptography;
    }

    /**
     * Verifies.
     *
     * @param issuerKeyHash SHA-256 of the issuer's SubjectPublicKeyInfo
     * @param tbs the certificate without its promises
     */
    void verify(SignedCertificateTimestamp sct, VerificationKey key, byte[] issuerKeyHash, byte[] tbs)
            throws CryptographyException {
        requireCompliant(key);
        if (sct.version() != 0) {
            throw new CryptographyException("unknown SCT version " + sct.version());
        }
        HashAlgorithm hash = hash(sct.hashAlgorithm());
        byte[] message = message(sct, issuerKeyHash, tbs);
        switch (sct.signatureAlgorithm()) {
            case RSA -> {
                requireKind(key.kind() == VerificationKey.Kind.RSA, "RSA", key);
                try {
                    cryptography.verify(key, hash, message, sct.signature());
                } catch (CryptographyException e) {
                    throw new CryptographyException("failed to verify rsa signature: " + e.getMessage(), e);
                }
            }
            case DSA -> requireKind(false, "DSA", key);
            case ECDSA -> {
                requireKind(key.kind().isEcdsa(), "ECDSA", key);
                verifyEcdsa(key, hash, message, sct.signature());
            }
            default ->
                throw new CryptographyException(
                        "unsupported Algorithm.Signature in signature: " + hashName(sct.hashAlgorithm()));
        }
    }

    /** Whether the promise's hash is one that is refused here though Go accepts it. */
    static boolean isWeak(SignedCertificateTimestamp sct) {
        return sct.hashAlgorithm() == 1 || sct.hashAlgorithm() == 2;
    }

    private static void requireCompliant(VerificationKey key) throws CryptographyException {
        if (key.publicKey() instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < MIN_RSA_BITS) {
                throw new CryptographyException("error creating signature verifier: public key is RSA with < "
                        + MIN_RSA_BITS + " bits (size:" + bits + ")");
            }
        } else if (key.kind().isEcdsa()) {
            if (key.kind() != VerificationKey.Kind.ECDSA_P256) {
                throw new CryptographyException(
                        "error creating signature verifier: public is ECDSA, but not on the P256 curve");
            }
        } else {
            byte[] spki = key.spki();
            StringJoiner octets = new StringJoiner(" ", "[", "]");
            for (byte octet : Arrays.copyOfRange(spki, Math.max(0, spki.length - ED25519_BYTES), spki.length)) {
                octets.add(String.valueOf(octet & 0xff));
            }
            throw new CryptographyException("error creating signature verifier: unsupported public key type " + octets);
        }
    }

    private static void requireKind(boolean fits, String algorithm, VerificationKey key) throws CryptographyException {
        if (!fits) {
            String type = key.kind() == VerificationKey.Kind.RSA ? "*rsa.PublicKey" : "*ecdsa.PublicKey";
            throw new CryptographyException("cannot verify " + algorithm + " signature with " + type + " key");
        }
    }

    private static HashAlgorithm hash(int number) throws CryptographyException {
        return switch (number) {
            case 3 -> HashAlgorithm.SHA224;
            case 4 -> HashAlgorithm.SHA256;
            case 5 -> HashAlgorithm.SHA384;
            case 6 -> HashAlgorithm.SHA512;
            default -> throw new CryptographyException("unsupported Algorithm.Hash in signature: " + hashName(number));
        };
    }

    private static String hashName(int number) {
        return number < HASHES.size() ? HASHES.get(number) : "UNKNOWN(" + number + ")";
    }

    private void verifyEcdsa(VerificationKey key, HashAlgorithm hash, byte[] message, byte[] signature)
            throws CryptographyException {
        byte[] strict;
        try {
            strict = withoutTrailing(signature);
        } catch (Der.Malformed e) {
            throw new CryptographyException("failed to unmarshal ECDSA signature: " + e.getMessage(), e);
        }
        try {
            cryptography.verifyAsn1Ecdsa(key, hash, message, strict);
        } catch (CryptographyException e) {
            throw new CryptographyException("failed to verify ECDSA signature", e);
        }
    }

    /** The two numbers as strict DER: Go reads them and forgets what follows. */
    private static byte[] withoutTrailing(byte[] signature) throws Der.Malformed, CryptographyException {
        Der sequence = Der.read(signature, 0, signature.length, Der.SEQUENCE, "dsaSig");
        Der r = Der.read(signature, sequence.contents(), sequence.end(), Der.INTEGER, "");
        Der s = Der.read(signature, r.end(), sequence.end(), Der.INTEGER, "");
        for (Der number : List.of(r, s)) {
            byte[] value = number.value(signature);
            if (value.length == 0) {
                throw new Der.Malformed("asn1: structure error: empty integer");
            }
            byte[] minimal = new BigInteger(value).toByteArray();
            if (minimal.length != value.length) {
                throw new Der.Malformed("asn1: structure error: integer not minimally-encoded");
            }
        }
        if (new BigInteger(r.value(signature)).signum() <= 0 || new BigInteger(s.value(signature)).signum() <= 0) {
            throw new CryptographyException("ECDSA signature contained zero or negative values");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Der.write(Der.INTEGER, r.value(signature)));
        out.writeBytes(Der.write(Der.INTEGER, s.value(signature)));
        return Der.write(Der.SEQUENCE, out.toByteArray());
    }

    /** What the log signed (RFC 6962, 3.2). */
    private static byte[] message(SignedCertificateTimestamp sct, byte[] issuerKeyHash, byte[] tbs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(tbs.length + 64);
        out.write(0); // version 1
        out.write(0); // certificate_timestamp
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (sct.timestamp() >>> shift));
        }
        out.write(0);
        out.write(PRECERTIFICATE);
        out.writeBytes(issuerKeyHash);
        out.write(tbs.length >> 16);
        out.write(tbs.length >> 8);
        out.write(tbs.length);
        out.writeBytes(tbs);
        byte[] extensions = sct.extensions();
        out.write(extensions.length >> 8);
        out.write(extensions.length);
        out.writeBytes(extensions);
        return out.toByteArray();
    }
}
