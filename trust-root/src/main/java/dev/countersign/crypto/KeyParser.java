package dev.countersign.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;

/** Reads public keys as Go's {@code crypto/x509} does. */
final class KeyParser {
    static final String RSA = "1.2.840.113549.1.1.1";
    static final String DSA = "1.2.840.10040.4.1";
    static final String ECDSA = "1.2.840.10045.2.1";
    static final String ED25519 = "1.3.101.112";
    private static final String X25519 = "1.3.101.110";

    private static final byte[] NULL = {5, 0};
    private static final int RAW_KEY_BYTES = 32;

    private KeyParser() {}

    static VerificationKey spki(byte[] der) throws CryptographyException {
        checkSize(der);
        GoAsn1 input = new GoAsn1(der);
        String oid;
        byte @Nullable [] parameters;
        BitString bits;
        try {
            GoAsn1 info = input.sequence("publicKeyInfo");
            GoAsn1 algorithm = info.sequence("AlgorithmIdentifier");
            oid = algorithm.oid("ObjectIdentifier");
            parameters = algorithm.optionalElement();
            bits = info.bitString("BitString");
        } catch (CryptographyException e) {
            if (isPkcs1(der)) {
                throw new CryptographyException(
                        "x509: failed to parse public key (use ParsePKCS1PublicKey instead for this key format)", e);
            }
            throw e;
        }
        if (input.hasMore()) {
            throw new CryptographyException("x509: trailing data after ASN.1 of public-key");
        }
        return key(oid, parameters == null ? new byte[0] : parameters, bits.rightAligned());
    }

    static VerificationKey pkcs1(byte[] der) throws CryptographyException {
        checkSize(der);
        GoAsn1 input = new GoAsn1(der);
        BigInteger modulus;
        long exponent;
        try {
            GoAsn1 fields = input.sequence("pkcs1PublicKey");
            modulus = fields.integer("");
            exponent = fields.int64("int");
        } catch (CryptographyException e) {
            if (isSpki(der)) {
                throw new CryptographyException(
                        "x509: failed to parse public key (use ParsePKIXPublicKey instead for this key format)", e);
            }
            throw e;
        }
        if (input.hasMore()) {
            throw new CryptographyException("asn1: syntax error: trailing data");
        }
        if (modulus.signum() <= 0 || exponent <= 0) {
            throw new CryptographyException("x509: public key contains zero or negative value");
        }
        if (exponent > Integer.MAX_VALUE) {
            throw new CryptographyException("x509: public key contains large public exponent");
        }
        return rsa(modulus, exponent);
    }

    private static void checkSize(byte[] der) throws CryptographyException {
        if (der.length > VerificationKey.MAX_BYTES) {
            throw new CryptographyException(
                    "public key of " + der.length + " bytes exceeds the limit of " + VerificationKey.MAX_BYTES);
        }
    }

    private static boolean isPkcs1(byte[] der) {
        try {
            GoAsn1 fields = new GoAsn1(der).sequence("");
            fields.integer("");
            fields.int64("");
            return true;
        } catch (CryptographyException e) {
            return false;
        }
    }

    private static boolean isSpki(byte[] der) {
        try {
            GoAsn1 info = new GoAsn1(der).sequence("");
            GoAsn1 algorithm = info.sequence("");
            algorithm.oid("");
            byte[] ignored = algorithm.optionalElement();
            info.bitString("");
            return ignored == null || ignored.length > 0;
        } catch (CryptographyException e) {
            return false;
        }
    }

    /** A key from its algorithm, the algorithm's parameters (a whole element, or nothing) and the key's own octets. */
    static VerificationKey key(String oid, byte[] parameters, byte[] data) throws CryptographyException {
        return switch (oid) {
            case RSA -> rsa(parameters, data);
            case ECDSA -> ecdsa(parameters, data);
            case ED25519 -> ed25519(parameters, data);
            case X25519 -> x25519(parameters, data);
            case DSA -> dsa(parameters, data);
            default -> throw new CryptographyException("x509: unknown public key algorithm");
        };
    }

    private static VerificationKey rsa(byte[] parameters, byte[] data) throws CryptographyException {
        if (!Arrays.equals(parameters, NULL)) {
            throw new CryptographyException("x509: RSA key missing NULL parameters");
        }
        DerReader fields = new DerReader(data).read(DerReader.SEQUENCE, "x509: invalid RSA public key");
        BigInteger modulus = fields.readInteger("x509: invalid RSA modulus");
        long exponent = fields.readLong(DerReader.INTEGER, "x509: invalid RSA public exponent");
        if (modulus.signum() <= 0) {
            throw new CryptographyException("x509: RSA modulus is not a positive number");
        }
        if (exponent <= 0) {
            throw new CryptographyException("x509: RSA public exponent is not a positive number");
        }
        return rsa(modulus, exponent);
    }

    private static VerificationKey rsa(BigInteger modulus, long exponent) throws CryptographyException {
        if (modulus.bitLength() > VerificationKey.MAX_RSA_BITS) {
            throw new CryptographyException(
                    "RSA key of " + modulus.bitLength() + " bits exceeds the limit of " + VerificationKey.MAX_RSA_BITS);
        }
        byte[] key = DerWriter.element(
                DerReader.SEQUENCE,
                DerWriter.element(DerReader.INTEGER, modulus.toByteArray()),
                DerWriter.element(
                        DerReader.INTEGER, BigInteger.valueOf(exponent).toByteArray()));
        return new VerificationKey(
                VerificationKey.Kind.RSA, new RsaKey(modulus, exponent), encode("2a864886f70d010101", NULL, key));
    }

    private static VerificationKey ecdsa(byte[] parameters, byte[] data) throws CryptographyException {
        String oid = new DerReader(parameters).readOid("x509: invalid ECDSA parameters");
        Curve curve = Curve.ofOid(oid).orElseThrow(() -> new CryptographyException("x509: unsupported elliptic curve"));
        ECPublicKeyParameters key = curve.key(data);
        return new VerificationKey(curve.kind(), key, encode("2a8648ce3d0201", parameters, data));
    }

    private static VerificationKey ed25519(byte[] parameters, byte[] data) throws CryptographyException {
        if (parameters.length != 0) {
            throw new CryptographyException("x509: Ed25519 key encoded with illegal parameters");
        }
        if (data.length != RAW_KEY_BYTES) {
            throw new CryptographyException("x509: wrong Ed25519 public key size");
        }
        byte[] spki = encode("2b6570", parameters, data);
        try {
            return new VerificationKey(VerificationKey.Kind.ED25519, new Ed25519PublicKeyParameters(data), spki);
        } catch (IllegalArgumentException e) {
            // Go reads a key that is no point, and then verifies nothing with it.
            return new VerificationKey(VerificationKey.Kind.ED25519, null, spki);
        }
    }

    private static VerificationKey x25519(byte[] parameters, byte[] data) throws CryptographyException {
        if (parameters.length != 0) {
            throw new CryptographyException("x509: X25519 key encoded with illegal parameters");
        }
        if (data.length != RAW_KEY_BYTES) {
            throw new CryptographyException("crypto/ecdh: invalid public key");
        }
        return new VerificationKey(VerificationKey.Kind.OTHER, null, encode("2b656e", parameters, data));
    }

    private static VerificationKey dsa(byte[] parameters, byte[] data) throws CryptographyException {
        BigInteger y = new DerReader(data).readInteger("x509: invalid DSA public key");
        String refusal = "x509: invalid DSA parameters";
        DerReader fields = new DerReader(parameters).read(DerReader.SEQUENCE, refusal);
        int least = Math.min(y.signum(), fields.readInteger(refusal).signum());
        least = Math.min(least, fields.readInteger(refusal).signum());
        least = Math.min(least, fields.readInteger(refusal).signum());
        if (least <= 0) {
            throw new CryptographyException("x509: zero or negative DSA parameter");
        }
        return new VerificationKey(VerificationKey.Kind.OTHER, null, encode("2a8648ce380401", parameters, data));
    }

    private static byte[] encode(String oidContents, byte[] parameters, byte[] key) {
        byte[] oid = DerWriter.element(DerReader.OID, VerificationKey.unhex(oidContents));
        return DerWriter.element(
                DerReader.SEQUENCE,
                DerWriter.element(DerReader.SEQUENCE, oid, parameters),
                DerWriter.element(DerReader.BIT_STRING, new byte[1], key));
    }
}
