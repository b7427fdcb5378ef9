package dev.countersign.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * The two numbers of an ECDSA signature.
 *
 * @param r not checked against any curve
 * @param s not checked against any curve
 */
record EcdsaSignature(BigInteger r, BigInteger s) {
    /** Two numbers of P-521. */
    private static final int MAX_P1363 = 132;

    /**
     * Whether Go's {@code asn1.Unmarshal} reads the octets as two integers; it passes over what follows them. sigstore asks this
     * to tell DER from IEEE P1363, before it verifies strictly.
     */
    static boolean looksLikeAsn1(byte[] signature) {
        try {
            GoAsn1 fields = new GoAsn1(signature).sequence("");
            fields.integer("");
            fields.integer("");
            return true;
        } catch (CryptographyException e) {
            return false;
        }
    }

    /** From strict DER without anything behind; empty where it is not. */
    static Optional<EcdsaSignature> ofDer(byte[] signature) {
        try {
            DerReader input = new DerReader(signature);
            DerReader fields = input.read(DerReader.SEQUENCE, "");
            BigInteger r = fields.readInteger("");
            BigInteger s = fields.readInteger("");
            return input.isEmpty() && fields.isEmpty() ? Optional.of(new EcdsaSignature(r, s)) : Optional.empty();
        } catch (CryptographyException e) {
            return Optional.empty();
        }
    }

    /** From r and s of equal length one behind the other; empty where the length does not fit. */
    static Optional<EcdsaSignature> ofP1363(byte[] signature) {
        if (signature.length == 0 || signature.length > MAX_P1363 || signature.length % 2 != 0) {
            return Optional.empty();
        }
        int half = signature.length / 2;
        return Optional.of(new EcdsaSignature(
                new BigInteger(1, Arrays.copyOfRange(signature, 0, half)),
                new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length))));
    }

    /** Whether both numbers lie within 1 and the order minus 1. */
    boolean isInRange(BigInteger order) {
        return r.signum() > 0 && s.signum() > 0 && r.compareTo(order) < 0 && s.compareTo(order) < 0;
    }

    /** Strict DER, of numbers below 2^521. */
    byte[] toDer() {
        byte[] first = r.toByteArray();
        byte[] second = s.toByteArray();
        int length = first.length + second.length + 4;
        int header = length < 0x80 ? 2 : 3;
        byte[] der = new byte[header + length];
        der[0] = DerReader.SEQUENCE;
        der[1] = (byte) 0x81;
        der[header - 1] = (byte) length;
        der[header] = DerReader.INTEGER;
        der[header + 1] = (byte) first.length;
        System.arraycopy(first, 0, der, header + 2, first.length);
        der[header + 2 + first.length] = DerReader.INTEGER;
        der[header + 3 + first.length] = (byte) second.length;
        System.arraycopy(second, 0, der, header + 4 + first.length, second.length);
        return der;
    }
}
