package dev.countersign.expression.function;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a text holds a public key, as Go's encoding/pem and crypto/x509 read one. Nothing is computed with the key. Stateless. */
final class PublicKeySyntax {
    /** A longer text is no key, in characters. */
    static final int MAX_LENGTH = 64 * 1024;

    private static final List<Long> RSA = List.of(1L, 2L, 840L, 113549L, 1L, 1L, 1L);
    private static final List<Long> DSA = List.of(1L, 2L, 840L, 10040L, 4L, 1L);
    private static final List<Long> EC = List.of(1L, 2L, 840L, 10045L, 2L, 1L);
    private static final List<Long> ED25519 = List.of(1L, 3L, 101L, 112L);
    private static final List<Long> X25519 = List.of(1L, 3L, 101L, 110L);
    private static final int EDWARDS_BYTES = 32;
    private static final int UNCOMPRESSED = 4;
    private static final byte[] DER_NULL = {5, 0};

    /** A curve of SEC 2 with a = -3. */
    private record Curve(BigInteger prime, BigInteger b) {
        private static Curve of(String prime, String b) {
            return new Curve(new BigInteger(prime, 16), new BigInteger(b, 16));
        }

        boolean holds(BigInteger x, BigInteger y) {
            BigInteger right =
                    x.pow(2).subtract(BigInteger.valueOf(3)).multiply(x).add(b).mod(prime);
            return x.compareTo(prime) < 0
                    && y.compareTo(prime) < 0
                    && y.pow(2).mod(prime).equals(right);
        }
    }

    private static final Map<List<Long>, Curve> CURVES = Map.of(
            List.of(1L, 3L, 132L, 0L, 33L),
            Curve.of(
                    "ffffffffffffffffffffffffffffffff000000000000000000000001",
                    "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4"),
            List.of(1L, 2L, 840L, 10045L, 3L, 1L, 7L),
            Curve.of(
                    "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
                    "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
            List.of(1L, 3L, 132L, 0L, 34L),
            Curve.of(
                    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe"
                            + "ffffffff0000000000000000ffffffff",
                    "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875a"
                            + "c656398d8a2ed19d2a85c8edd3ec2aef"),
            List.of(1L, 3L, 132L, 0L, 35L),
            Curve.of(
                    "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                            + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                    "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109"
                            + "e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00"));

    private PublicKeySyntax() {}

    /** Whether the first PEM block is a public key in one of Go's two forms; what stands behind it is not looked at. */
    static boolean isPublicKey(String pem) {
        if (pem.length() > MAX_LENGTH) {
            return false;
        }
        PemText.Block block = PemText.first(pem.getBytes(StandardCharsets.UTF_8));
        if (block == null) {
            return false;
        }
        try {
            return switch (block.type()) {
                case "PUBLIC KEY" -> isSubjectKey(new DerReader(block.bytes()));
                case "RSA PUBLIC KEY" -> isRsa(new DerReader(block.bytes()));
                default -> false;
            };
        } catch (DerException malformed) {
            return false;
        }
    }

    private static boolean isSubjectKey(DerReader file) throws DerException {
        DerReader fields = file.next(DerReader.SEQUENCE).inside();
        if (!file.isEmpty()) {
            return false;
        }
        DerReader algorithm = fields.next(DerReader.SEQUENCE).inside();
        List<Long> id = algorithm.identifier();
        DerReader.@Nullable Element parameters = algorithm.isEmpty() ? null : algorithm.next();
        byte[] key = fields.bits("x509: malformed public key");
        if (id.equals(RSA)) {
            return parameters != null && Arrays.equals(parameters.whole(), DER_NULL) && isRsa(new DerReader(key));
        }
        if (id.equals(EC)) {
            return parameters != null
                    && parameters.tag() == DerReader.OBJECT_IDENTIFIER
                    && isPoint(CURVES.get(DerReader.identifier(parameters.content())), key);
        }
        if (id.equals(DSA)) {
            return parameters != null
                    && parameters.tag() == DerReader.SEQUENCE
                    && positive(parameters.inside(), 3)
                    && positive(new DerReader(key), 1);
        }
        return (id.equals(ED25519) || id.equals(X25519)) && parameters == null && key.length == EDWARDS_BYTES;
    }

    private static boolean isRsa(DerReader key) throws DerException {
        DerReader.Element numbers = key.next(DerReader.SEQUENCE);
        return key.isEmpty() && positive(numbers.inside(), 2);
    }

    private static boolean positive(DerReader numbers, int count) throws DerException {
        for (int i = 0; i < count; i++) {
            if (numbers.integer().signum() <= 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPoint(@Nullable Curve curve, byte[] point) {
        if (curve == null) {
            return false;
        }
        int size = (curve.prime().bitLength() + 7) / 8;
        return point.length == 1 + 2 * size
                && point[0] == UNCOMPRESSED
                && curve.holds(
                        new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + size)),
                        new BigInteger(1, Arrays.copyOfRange(point, 1 + size, point.length)));
    }
}
