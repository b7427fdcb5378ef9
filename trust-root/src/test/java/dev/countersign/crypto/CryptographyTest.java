package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519phSigner;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CryptographyTest {
    private static final byte[] MESSAGE = "the message".getBytes(StandardCharsets.UTF_8);
    private static final String BAD_ASN1 = "invalid signature when validating ASN.1 encoded signature";
    private static final String BAD_P1363 = "invalid signature when validating IEEE_P1363 encoded signature";
    private static final String NO_P1363 = "ecdsa: Invalid IEEE_P1363 encoded bytes";
    private static final String BAD_RSA = "crypto/rsa: verification error";
    private static final String BAD_ED25519 = "failed to verify signature";

    private static final KeyPair P256 = CertificateForge.generate("EC", 256);
    private static final KeyPair RSA = CertificateForge.generate("RSA", 1024);
    private static final KeyPair ED25519 = CertificateForge.generate("Ed25519", 0);
    private static final Cryptography CRYPTOGRAPHY = Cryptography.bouncyCastle();

    static Stream<Cryptography> providers() {
        Provider platform = Security.getProvider("SunEC");
        Provider none = Security.getProvider("SUN");
        return Stream.of(
                CRYPTOGRAPHY,
                Cryptography.of(new BouncyCastleProvider()),
                Cryptography.of(platform),
                Cryptography.of(none));
    }

    private static VerificationKey key(KeyPair pair) throws CryptographyException {
        return VerificationKey.fromSpki(pair.getPublic().getEncoded());
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatExceptionOfType(CryptographyException.class).isThrownBy(call).withMessage(message);
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        return DerWriter.element(
                DerReader.SEQUENCE,
                DerWriter.element(DerReader.INTEGER, r.toByteArray()),
                DerWriter.element(DerReader.INTEGER, s.toByteArray()));
    }

    private static byte[] p1363(EcdsaSignature numbers, int size) {
        byte[] both = new byte[2 * size];
        for (int i = 0; i < 2; i++) {
            byte[] number = (i == 0 ? numbers.r() : numbers.s()).toByteArray();
            int skipped = Math.max(0, number.length - size);
            System.arraycopy(number, skipped, both, (i + 1) * size - number.length + skipped, number.length - skipped);
        }
        return both;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_provider_gives_the_same_answers(Cryptography cryptography) throws Exception {
        byte[] signature = CertificateForge.sign(P256, "SHA256withECDSA", MESSAGE);
        byte[] other = {1};
        cryptography.verify(key(P256), HashAlgorithm.SHA256, MESSAGE, signature);
        cryptography.verifyAsn1Ecdsa(key(P256), HashAlgorithm.SHA256, MESSAGE, signature);
        assertRefused(() -> cryptography.verify(key(P256), HashAlgorithm.SHA256, other, signature), BAD_ASN1);
        assertRefused(() -> cryptography.verify(key(P256), HashAlgorithm.SHA512, MESSAGE, signature), BAD_ASN1);
        byte[] rsa = CertificateForge.sign(RSA, "SHA512withRSA", MESSAGE);
        cryptography.verify(key(RSA), HashAlgorithm.SHA512, MESSAGE, rsa);
        assertRefused(() -> cryptography.verify(key(RSA), HashAlgorithm.SHA512, other, rsa), BAD_RSA);
        byte[] edwards = CertificateForge.sign(ED25519, "Ed25519", MESSAGE);
        cryptography.verify(key(ED25519), HashAlgorithm.SHA224, MESSAGE, edwards);
        assertRefused(() -> cryptography.verify(key(ED25519), HashAlgorithm.SHA224, other, edwards), BAD_ED25519);
        assertRefused(() -> cryptography.verify(key(ED25519), HashAlgorithm.SHA256, MESSAGE, signature), BAD_ED25519);
    }

    /** Vectors of P-224, which the JDK lacks: key and signature over {@code hello} with SHA-256. */
    @ParameterizedTest
    @MethodSource("providers")
    void a_curve_that_the_provider_lacks_is_verified_all_the_same(Cryptography cryptography) throws Exception {
        VerificationKey key = VerificationKey.fromSpki(HexFormat.of().parseHex(P224_KEY));
        byte[] signature = HexFormat.of().parseHex(P224_SIGNATURE);
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        cryptography.verify(key, HashAlgorithm.SHA256, hello, signature);
        assertRefused(() -> cryptography.verify(key, HashAlgorithm.SHA256, MESSAGE, signature), BAD_ASN1);
    }

    private static final String P224_KEY =
            "304e301006072a8648ce3d020106052b81040021033a0004ff2a4b8078b86562ec01fb2385456befa4665a04fe1321105eb3c0954230fd3bc4fc09725ca54036460d3769a8edbf8054541b0143262a92";
    private static final String P224_SIGNATURE =
            "303e021d00ae58e5b2db9c7efe55836c04a29f1b7ec302feef344829e06e4313f1021d00821dce9f997986204948971df38fa3f62f4da7c6bffa9c577a6659c0";

    @ParameterizedTest
    @ValueSource(ints = {256, 384, 521})
    void numbers_outside_of_their_range_never_verify(int bits) throws Exception {
        KeyPair pair = CertificateForge.generate("EC", bits);
        BigInteger order = ((ECPublicKey) pair.getPublic()).getParams().getOrder();
        EcdsaSignature sound = EcdsaSignature.ofDer(CertificateForge.sign(pair, "SHA256withECDSA", MESSAGE))
                .orElseThrow();
        BigInteger zero = BigInteger.ZERO;
        EcdsaSignature[] forged = {
            new EcdsaSignature(zero, zero),
            new EcdsaSignature(zero, sound.s()),
            new EcdsaSignature(sound.r(), zero),
            new EcdsaSignature(order, order),
            new EcdsaSignature(order, sound.s()),
            new EcdsaSignature(sound.r(), order),
            new EcdsaSignature(sound.r().add(order), sound.s()),
            new EcdsaSignature(sound.r(), sound.s().add(order)),
            new EcdsaSignature(sound.r(), sound.s().negate()),
            new EcdsaSignature(sound.r().negate(), sound.s()),
            new EcdsaSignature(BigInteger.ONE, BigInteger.ONE),
        };
        for (Cryptography cryptography : providers().toList()) {
            for (EcdsaSignature numbers : forged) {
                byte[] signature = der(numbers.r(), numbers.s());
                assertRefused(() -> cryptography.verify(key(pair), HashAlgorithm.SHA256, MESSAGE, signature), BAD_ASN1);
                assertRefused(
                        () -> cryptography.verifyAsn1Ecdsa(key(pair), HashAlgorithm.SHA256, MESSAGE, signature),
                        "ecdsa: verification error");
            }
            byte[] zeros = new byte[2 * ((bits + 7) / 8)];
            assertRefused(() -> cryptography.verify(key(pair), HashAlgorithm.SHA256, MESSAGE, zeros), BAD_P1363);
        }
    }

    @Test
    void s_and_order_minus_s_both_verify_as_in_go() throws Exception {
        EcdsaSignature sound = EcdsaSignature.ofDer(CertificateForge.sign(P256, "SHA256withECDSA", MESSAGE))
                .orElseThrow();
        BigInteger order = ((ECPublicKey) P256.getPublic()).getParams().getOrder();
        CRYPTOGRAPHY.verify(key(P256), HashAlgorithm.SHA256, MESSAGE, der(sound.r(), order.subtract(sound.s())));
    }

    @Test
    void r_and_s_side_by_side_verify_in_any_even_length() throws Exception {
        EcdsaSignature sound = EcdsaSignature.ofDer(CertificateForge.sign(P256, "SHA256withECDSA", MESSAGE))
                .orElseThrow();
        CRYPTOGRAPHY.verify(key(P256), HashAlgorithm.SHA256, MESSAGE, p1363(sound, 32));
        CRYPTOGRAPHY.verify(key(P256), HashAlgorithm.SHA256, MESSAGE, p1363(sound, 66));
        assertRefused(() -> CRYPTOGRAPHY.verify(key(P256), HashAlgorithm.SHA256, MESSAGE, p1363(sound, 67)), NO_P1363);
        assertRefused(() -> CRYPTOGRAPHY.verify(key(P256), HashAlgorithm.SHA256, MESSAGE, new byte[0]), NO_P1363);
        assertRefused(() -> CRYPTOGRAPHY.verify(key(P256), HashAlgorithm.SHA256, MESSAGE, new byte[63]), NO_P1363);
        assertRefused(
                () -> CRYPTOGRAPHY.verifyAsn1Ecdsa(key(P256), HashAlgorithm.SHA256, MESSAGE, p1363(sound, 32)),
                "ecdsa: verification error");
    }

    @Test
    void what_asn1_reads_is_held_to_strict_der_and_what_it_does_not_read_to_p1363() throws Exception {
        byte[] sound = CertificateForge.sign(P256, "SHA256withECDSA", MESSAGE);
        EcdsaSignature numbers = EcdsaSignature.ofDer(sound).orElseThrow();
        byte[] r = DerWriter.element(DerReader.INTEGER, numbers.r().toByteArray());
        byte[] s = DerWriter.element(DerReader.INTEGER, numbers.s().toByteArray());
        byte[] padded = DerWriter.element(
                DerReader.INTEGER, new byte[1], new byte[1], numbers.r().toByteArray());
        byte[] paddedSignature = DerWriter.element(DerReader.SEQUENCE, padded, s);
        byte[] trailing = Arrays.copyOf(sound, sound.length + 1);
        byte[] inside = DerWriter.element(DerReader.SEQUENCE, r, s, new byte[] {5, 0});
        byte[] longForm = DerWriter.element(0, r, s);
        byte[] indefinite = new byte[longForm.length + 2];
        System.arraycopy(longForm, 2, indefinite, 2, longForm.length - 2);
        indefinite[0] = DerReader.SEQUENCE;
        indefinite[1] = (byte) 0x80;

        assertRefused(() -> verifyP256(trailing), BAD_ASN1);
        assertRefused(() -> verifyP256(inside), BAD_ASN1);
        assertRefused(() -> verifyP256(paddedSignature), paddedSignature.length % 2 == 0 ? BAD_P1363 : NO_P1363);
        assertRefused(() -> verifyP256(indefinite), indefinite.length % 2 == 0 ? BAD_P1363 : NO_P1363);
        assertRefused(() -> verifyP256(new byte[] {0x30, 0}), BAD_P1363);
    }

    private static void verifyP256(byte[] signature) throws CryptographyException {
        CRYPTOGRAPHY.verify(key(P256), HashAlgorithm.SHA256, MESSAGE, signature);
    }

    @Test
    void a_digest_can_stand_for_the_message() throws Exception {
        byte[] digest = HashAlgorithm.SHA384.digest(MESSAGE);
        CRYPTOGRAPHY.verifyDigest(
                key(P256), HashAlgorithm.SHA384, digest, CertificateForge.sign(P256, "SHA384withECDSA", MESSAGE));
        CRYPTOGRAPHY.verifyDigest(
                key(RSA), HashAlgorithm.SHA384, digest, CertificateForge.sign(RSA, "SHA384withRSA", MESSAGE));
        assertRefused(
                () -> CRYPTOGRAPHY.verifyDigest(key(P256), HashAlgorithm.SHA256, digest, new byte[64]),
                "crypto/rsa: input must be hashed message");
        assertRefused(
                () -> CRYPTOGRAPHY.verifyDigest(key(ED25519), HashAlgorithm.SHA384, digest, new byte[64]),
                "unsupported public key type");
    }

    @Test
    void rsa_keys_that_go_finds_unfit_verify_nothing() throws Exception {
        KeyPair small = CertificateForge.generate("RSA", 512);
        byte[] signature = CertificateForge.sign(small, "SHA256withRSA", MESSAGE);
        assertRefused(
                () -> CRYPTOGRAPHY.verify(key(small), HashAlgorithm.SHA256, MESSAGE, signature),
                "crypto/rsa: 512-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)");
        BigInteger even = BigInteger.ONE.shiftLeft(1023);
        assertRefused(() -> verifyRsa(even, 3), "crypto/rsa: public modulus is even");
        BigInteger odd = even.setBit(0);
        assertRefused(() -> verifyRsa(odd, 1), "crypto/rsa: public exponent too small or negative");
        assertRefused(() -> verifyRsa(odd, 4), "crypto/rsa: public exponent is even");
        assertRefused(() -> verifyRsa(odd, (1L << 31) + 1), "crypto/rsa: public exponent too large");
        assertRefused(() -> verifyRsa(odd, 3), BAD_RSA);
    }

    private static void verifyRsa(BigInteger modulus, long exponent) throws CryptographyException {
        byte[] fields = DerWriter.element(
                DerReader.SEQUENCE,
                DerWriter.element(DerReader.INTEGER, modulus.toByteArray()),
                CertificateForge.integer(exponent));
        byte[] spki = DerWriter.element(
                DerReader.SEQUENCE,
                CertificateForge.hex("300d06092a864886f70d0101010500"),
                DerWriter.element(DerReader.BIT_STRING, new byte[1], fields));
        CRYPTOGRAPHY.verify(VerificationKey.fromSpki(spki), HashAlgorithm.SHA256, MESSAGE, new byte[128]);
    }

    @Test
    void an_rsa_signature_has_the_length_of_the_modulus_and_a_whole_digest_info() throws Exception {
        byte[] sound = CertificateForge.sign(RSA, "SHA256withRSA", MESSAGE);
        byte[] longer = new byte[sound.length + 1];
        System.arraycopy(sound, 0, longer, 1, sound.length);
        for (Cryptography cryptography : providers().toList()) {
            assertRefused(() -> cryptography.verify(key(RSA), HashAlgorithm.SHA256, MESSAGE, longer), BAD_RSA);
            assertRefused(() -> cryptography.verify(key(RSA), HashAlgorithm.SHA256, MESSAGE, new byte[0]), BAD_RSA);
            // A DigestInfo whose algorithm lacks the NULL: Bouncy Castle and others take it, Go does not.
            byte[] info = DerWriter.element(
                    DerReader.SEQUENCE,
                    CertificateForge.hex("300b0609608648016503040201"),
                    DerWriter.element(DerReader.OCTET_STRING, HashAlgorithm.SHA256.digest(MESSAGE)));
            byte[] encoded = new byte[128];
            Arrays.fill(encoded, 2, 127 - info.length, (byte) 0xff);
            encoded[1] = 1;
            System.arraycopy(info, 0, encoded, 128 - info.length, info.length);
            assertRefused(() -> cryptography.verify(key(RSA), HashAlgorithm.SHA256, MESSAGE, rawRsa(encoded)), BAD_RSA);
        }
    }

    private static byte[] rawRsa(byte[] encoded) {
        RSAPrivateKey secret = (RSAPrivateKey) RSA.getPrivate();
        byte[] power = new BigInteger(1, encoded)
                .modPow(secret.getPrivateExponent(), secret.getModulus())
                .toByteArray();
        byte[] signature = new byte[128];
        int skipped = Math.max(0, power.length - 128);
        System.arraycopy(power, skipped, signature, 128 - power.length + skipped, power.length - skipped);
        return signature;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 32})
    void pss_is_verified_with_a_salt_of_the_wanted_length_or_any(int salt) throws Exception {
        KeyPair odd = CertificateForge.generate("RSA", 1025);
        for (KeyPair pair : new KeyPair[] {RSA, odd}) {
            Signature signer = Signature.getInstance("RSASSA-PSS");
            signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
            signer.initSign(pair.getPrivate());
            signer.update(MESSAGE);
            byte[] signature = signer.sign();
            VerificationKey key = key(pair);
            CRYPTOGRAPHY.verifyRsaPss(key, HashAlgorithm.SHA256, MESSAGE, signature, OptionalInt.of(salt));
            CRYPTOGRAPHY.verifyRsaPss(key, HashAlgorithm.SHA256, MESSAGE, signature, OptionalInt.empty());
            assertRefused(
                    () -> CRYPTOGRAPHY.verifyRsaPss(
                            key, HashAlgorithm.SHA256, MESSAGE, signature, OptionalInt.of(salt + 1)),
                    BAD_RSA);
            assertRefused(
                    () -> CRYPTOGRAPHY.verifyRsaPss(
                            key, HashAlgorithm.SHA256, new byte[1], signature, OptionalInt.empty()),
                    BAD_RSA);
            assertRefused(() -> CRYPTOGRAPHY.verify(key, HashAlgorithm.SHA256, MESSAGE, signature), BAD_RSA);
        }
    }

    @Test
    void ed25519ph_and_pure_ed25519_are_told_apart() throws Exception {
        Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(
                ((EdECPrivateKey) ED25519.getPrivate()).getBytes().orElseThrow());
        Ed25519phSigner signer = new Ed25519phSigner(new byte[0]);
        signer.init(true, secret);
        signer.update(MESSAGE, 0, MESSAGE.length);
        byte[] prehashed = signer.generateSignature();
        byte[] digest = HashAlgorithm.SHA512.digest(MESSAGE);
        assertThat(digest).hasSize(new SHA512Digest().getDigestSize());
        CRYPTOGRAPHY.verifyEd25519ph(key(ED25519), digest, prehashed);
        assertRefused(() -> CRYPTOGRAPHY.verify(key(ED25519), HashAlgorithm.SHA256, MESSAGE, prehashed), BAD_ED25519);
        byte[] pure = CertificateForge.sign(ED25519, "Ed25519", MESSAGE);
        assertRefused(() -> CRYPTOGRAPHY.verifyEd25519ph(key(ED25519), digest, pure), BAD_ED25519);
        assertRefused(() -> CRYPTOGRAPHY.verifyEd25519ph(key(ED25519), new byte[32], prehashed), BAD_ED25519);
        assertRefused(() -> CRYPTOGRAPHY.verifyEd25519ph(key(P256), digest, prehashed), "unsupported public key type");
    }

    @Test
    void an_ed25519_key_that_is_no_point_is_read_and_verifies_nothing() throws Exception {
        byte[] spki = ED25519.getPublic().getEncoded();
        Arrays.fill(spki, 12, spki.length, (byte) 0xff);
        VerificationKey key = VerificationKey.fromSpki(spki);
        for (Cryptography cryptography : providers().toList()) {
            assertRefused(() -> cryptography.verify(key, HashAlgorithm.SHA256, MESSAGE, new byte[64]), BAD_ED25519);
        }
    }

    @Test
    void keys_of_other_kinds_verify_nothing() throws Exception {
        VerificationKey x25519 = VerificationKey.fromSpki(
                CertificateForge.generate("X25519", 0).getPublic().getEncoded());
        assertRefused(
                () -> CRYPTOGRAPHY.verify(x25519, HashAlgorithm.SHA256, MESSAGE, new byte[64]),
                "unsupported public key type");
        assertRefused(
                () -> CRYPTOGRAPHY.verify(key(RSA), HashAlgorithm.SHA224, MESSAGE, new byte[128]),
                "invalid hash function specified");
    }

    @Test
    void damaged_signatures_are_refused_and_nothing_else_happens() throws Exception {
        Random random = new Random(11);
        byte[] sound = CertificateForge.sign(P256, "SHA256withECDSA", MESSAGE);
        VerificationKey key = key(P256);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = Arrays.copyOf(sound, sound.length - random.nextInt(2));
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatExceptionOfType(CryptographyException.class)
                    .isThrownBy(() -> CRYPTOGRAPHY.verify(key, HashAlgorithm.SHA256, MESSAGE, damaged));
        }
    }

    @Test
    void nothing_is_registered_with_the_platform() throws Exception {
        Cryptography.bouncyCastle()
                .verify(key(RSA), HashAlgorithm.SHA256, MESSAGE, CertificateForge.sign(RSA, "SHA256withRSA", MESSAGE));
        assertThat(Security.getProvider("BC")).isNull();
    }
}
