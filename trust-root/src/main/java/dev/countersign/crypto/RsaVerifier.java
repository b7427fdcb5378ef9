package dev.countersign.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalInt;
import org.bouncycastle.crypto.Digest;

/**
 * RSA signatures (RFC 8017) as Go's {@code crypto/rsa} takes them. The encoded message is rebuilt and compared whole: Bouncy
 * Castle's own verifier also takes a DigestInfo without parameters, which Go refuses. {@link BigInteger} has the JVM's intrinsics
 * for the exponentiation.
 */
final class RsaVerifier {
    private static final int MIN_BITS = 1024;
    private static final String FAILED = "crypto/rsa: verification error";

    private RsaVerifier() {}

    private static CryptographyException failure() {
        return new CryptographyException(FAILED);
    }

    /** Whether Go verifies with the key at all. */
    private static void checkUsable(RsaKey key) throws CryptographyException {
        int bits = key.modulus().bitLength();
        if (bits < MIN_BITS) {
            throw new CryptographyException("crypto/rsa: " + bits
                    + "-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)");
        }
        if (!key.modulus().testBit(0)) {
            throw new CryptographyException("crypto/rsa: public modulus is even");
        }
        if (key.exponent() < 2) {
            throw new CryptographyException("crypto/rsa: public exponent too small or negative");
        }
        if ((key.exponent() & 1) == 0) {
            throw new CryptographyException("crypto/rsa: public exponent is even");
        }
        if (key.exponent() > Integer.MAX_VALUE) {
            throw new CryptographyException("crypto/rsa: public exponent too large");
        }
    }

    /** RSASSA-PKCS1-v1_5. */
    static void verifyPkcs1(RsaKey key, HashAlgorithm hash, byte[] digest, byte[] signature)
            throws CryptographyException {
        byte[] encoded = power(key, signature);
        byte[] prefix = digestInfo(hash);
        byte[] expected = new byte[encoded.length];
        int separator = encoded.length - digest.length - prefix.length - 1;
        Arrays.fill(expected, 2, separator, (byte) 0xff);
        expected[1] = 1;
        System.arraycopy(prefix, 0, expected, separator + 1, prefix.length);
        System.arraycopy(digest, 0, expected, separator + 1 + prefix.length, digest.length);
        if (!MessageDigest.isEqual(encoded, expected)) {
            throw failure();
        }
    }

    /** RSASSA-PSS, MGF1 over the same hash; a salt of the given length, or of any. */
    static void verifyPss(RsaKey key, HashAlgorithm hash, byte[] digest, byte[] signature, OptionalInt saltLength)
            throws CryptographyException {
        byte[] power = power(key, signature);
        int bits = key.modulus().bitLength() - 1;
        int size = (bits + 7) / 8;
        if (power.length > size && power[0] != 0) {
            throw failure();
        }
        byte[] encoded = Arrays.copyOfRange(power, power.length - size, power.length);
        int maskedLength = size - digest.length - 1;
        int unused = 8 * size - bits;
        if (maskedLength < 1 || encoded[size - 1] != (byte) 0xbc || (encoded[0] & 0xff) >> 8 - unused != 0) {
            throw failure();
        }
        byte[] seed = Arrays.copyOfRange(encoded, maskedLength, size - 1);
        byte[] block = mask(hash, seed, maskedLength);
        for (int i = 0; i < maskedLength; i++) {
            block[i] ^= encoded[i];
        }
        block[0] &= (byte) (0xff >> unused);
        int one = 0;
        while (one < maskedLength && block[one] == 0) {
            one++;
        }
        if (one == maskedLength || block[one] != 1) {
            throw failure();
        }
        byte[] salt = Arrays.copyOfRange(block, one + 1, maskedLength);
        if (saltLength.isPresent() && saltLength.getAsInt() != salt.length) {
            throw failure();
        }
        byte[] input = new byte[8 + digest.length + salt.length];
        System.arraycopy(digest, 0, input, 8, digest.length);
        System.arraycopy(salt, 0, input, 8 + digest.length, salt.length);
        if (!MessageDigest.isEqual(seed, Digests.digest(hash, input))) {
            throw failure();
        }
    }

    private static byte[] power(RsaKey key, byte[] signature) throws CryptographyException {
        checkUsable(key);
        int size = (key.modulus().bitLength() + 7) / 8;
        BigInteger number = new BigInteger(1, signature);
        if (signature.length != size || number.compareTo(key.modulus()) >= 0) {
            throw failure();
        }
        byte[] power =
                number.modPow(BigInteger.valueOf(key.exponent()), key.modulus()).toByteArray();
        byte[] padded = new byte[size];
        int skipped = Math.max(0, power.length - size);
        System.arraycopy(power, skipped, padded, size - power.length + skipped, power.length - skipped);
        return padded;
    }

    private static byte[] mask(HashAlgorithm hash, byte[] seed, int length) {
        Digest digest = Digests.bouncyCastle(hash);
        byte[] mask = new byte[length];
        byte[] block = new byte[digest.getDigestSize()];
        for (int counter = 0; counter * block.length < length; counter++) {
            digest.update(seed, 0, seed.length);
            digest.update((byte) (counter >> 24));
            digest.update((byte) (counter >> 16));
            digest.update((byte) (counter >> 8));
            digest.update((byte) counter);
            digest.doFinal(block, 0);
            int at = counter * block.length;
            System.arraycopy(block, 0, mask, at, Math.min(block.length, length - at));
        }
        return mask;
    }

    /** The DER of a DigestInfo up to the digest. */
    private static byte[] digestInfo(HashAlgorithm hash) {
        return VerificationKey.unhex(
                switch (hash) {
                    case SHA224 -> "302d300d06096086480165030402040500041c";
                    case SHA256 -> "3031300d060960864801650304020105000420";
                    case SHA384 -> "3041300d060960864801650304020205000430";
                    case SHA512 -> "3051300d060960864801650304020305000440";
                });
    }
}
