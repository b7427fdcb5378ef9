package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.crypto.VerificationKey.Kind;
import java.math.BigInteger;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class VerificationKeyTest {
    private static final KeyPair P256 = CertificateForge.generate("EC", 256);
    private static final KeyPair RSA = CertificateForge.generate("RSA", 1024);
    private static final KeyPair ED25519 = CertificateForge.generate("Ed25519", 0);
    private static final byte[] SPKI = P256.getPublic().getEncoded();

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatExceptionOfType(CryptographyException.class).isThrownBy(call).withMessage(message);
    }

    private static byte[] spki(String oid, byte[] parameters, byte[] key) {
        return DerWriter.element(
                DerReader.SEQUENCE,
                DerWriter.element(
                        DerReader.SEQUENCE, DerWriter.element(DerReader.OID, CertificateForge.hex(oid)), parameters),
                DerWriter.element(DerReader.BIT_STRING, new byte[1], key));
    }

    private static byte[] pkcs1(BigInteger modulus, long exponent) {
        return DerWriter.element(
                DerReader.SEQUENCE,
                DerWriter.element(DerReader.INTEGER, modulus.toByteArray()),
                CertificateForge.integer(exponent));
    }

    private static VerificationKey rsa(BigInteger modulus, long exponent) throws CryptographyException {
        return VerificationKey.fromSpki(
                spki("2a864886f70d010101", CertificateForge.hex("0500"), pkcs1(modulus, exponent)));
    }

    @Test
    void the_kind_the_id_and_the_pem_are_those_of_the_key() throws Exception {
        VerificationKey key = VerificationKey.fromSpki(SPKI);
        assertThat(key.kind()).isEqualTo(Kind.ECDSA_P256);
        assertThat(key.spki()).isEqualTo(SPKI);
        assertThat(key.id()).isEqualTo(HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(SPKI)));
        assertThat(key.toPem()).isEqualTo(Pem.encode("PUBLIC KEY", SPKI));
        assertThat(key.publicKey()).isEqualTo(P256.getPublic());
        assertThat(key)
                .isEqualTo(VerificationKey.fromPem(key.toPem()))
                .hasSameHashCodeAs(VerificationKey.fromSpki(SPKI));
        assertThat(VerificationKey.fromSpki(ED25519.getPublic().getEncoded()).kind())
                .isEqualTo(Kind.ED25519);
        assertThat(VerificationKey.fromSpki(RSA.getPublic().getEncoded()).kind())
                .isEqualTo(Kind.RSA);
        assertThat(VerificationKey.fromSpki(
                                CertificateForge.generate("EC", 384).getPublic().getEncoded())
                        .kind())
                .isEqualTo(Kind.ECDSA_P384);
        assertThat(VerificationKey.fromSpki(
                                CertificateForge.generate("EC", 521).getPublic().getEncoded())
                        .kind())
                .isEqualTo(Kind.ECDSA_P521);
    }

    @Test
    void pem_text_is_read_from_its_first_block_by_label() throws Exception {
        VerificationKey rsa = VerificationKey.fromSpki(RSA.getPublic().getEncoded());
        byte[] bare = Arrays.copyOfRange(rsa.spki(), 22, rsa.spki().length);
        assertThat(VerificationKey.fromPem("# ours\n" + Pem.encode("RSA PUBLIC KEY", bare) + "x"))
                .isEqualTo(rsa);
        assertThat(VerificationKey.fromPkcs1(bare).toPem()).isEqualTo(rsa.toPem());
        assertRefused(() -> VerificationKey.fromPem("no key"), "PEM decoding failed");
        assertRefused(
                () -> VerificationKey.fromPem(Pem.encode("EC PUBLIC KEY", SPKI)),
                "unknown Public key PEM file type: EC PUBLIC KEY. Are you passing the correct public key?");
    }

    @Test
    void private_key_material_is_never_repeated() {
        String pem = Pem.encode("PRIVATE KEY", P256.getPrivate().getEncoded());
        assertThatExceptionOfType(CryptographyException.class)
                .isThrownBy(() -> VerificationKey.fromPem(pem))
                .withMessage("unknown Public key PEM file type: PRIVATE KEY. Are you passing the correct public key?");
    }

    @Test
    void what_is_no_structure_is_refused_in_the_words_of_gos_asn1() {
        String options = " {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil>"
                + " stringType:0 timeType:0 set:false omitEmpty:false} ";
        assertRefused(
                () -> VerificationKey.fromSpki(CertificateForge.ascii("not a key")),
                "asn1: structure error: tags don't match (16 vs {class:1 tag:14 length:111 isCompound:true})" + options
                        + "publicKeyInfo @2");
        assertRefused(() -> VerificationKey.fromSpki(new byte[0]), "asn1: syntax error: sequence truncated");
        assertRefused(() -> VerificationKey.fromSpki(Arrays.copyOf(SPKI, 40)), "asn1: syntax error: data truncated");
        assertRefused(
                () -> VerificationKey.fromSpki(Arrays.copyOf(SPKI, SPKI.length + 1)),
                "x509: trailing data after ASN.1 of public-key");
        assertRefused(
                () -> VerificationKey.fromSpki(CertificateForge.hex("3080")),
                "asn1: syntax error: indefinite length found (not DER)");
        assertRefused(
                () -> VerificationKey.fromSpki(CertificateForge.hex("308101")),
                "asn1: structure error: non-minimal length");
    }

    @Test
    void the_two_encodings_of_rsa_keys_point_at_each_other() {
        byte[] bare = pkcs1(BigInteger.ONE.shiftLeft(1023), 65537);
        assertRefused(
                () -> VerificationKey.fromSpki(bare),
                "x509: failed to parse public key (use ParsePKCS1PublicKey instead for this key format)");
        assertRefused(
                () -> VerificationKey.fromPkcs1(SPKI),
                "x509: failed to parse public key (use ParsePKIXPublicKey instead for this key format)");
        assertRefused(
                () -> VerificationKey.fromPkcs1(Arrays.copyOf(bare, bare.length + 1)),
                "asn1: syntax error: trailing data");
    }

    @Test
    void a_point_must_be_uncompressed_and_on_the_curve() {
        byte[] off = SPKI.clone();
        off[off.length - 1] ^= 1;
        assertRefused(() -> VerificationKey.fromSpki(off), "P256 point not on curve");
        byte[] beyond = SPKI.clone();
        Arrays.fill(beyond, 27, 59, (byte) 0xff);
        assertRefused(() -> VerificationKey.fromSpki(beyond), "invalid P256 element encoding");
        byte[] p256 = CertificateForge.hex("06082a8648ce3d030107");
        assertRefused(
                () -> VerificationKey.fromSpki(spki("2a8648ce3d0201", p256, new byte[1])),
                "ecdsa: invalid uncompressed public key");
        assertRefused(
                () -> VerificationKey.fromSpki(spki("2a8648ce3d0201", p256, new byte[] {4, 1, 2})),
                "invalid P256 point encoding");
        byte[] compressed = Arrays.copyOfRange(SPKI, 26, 26 + 33);
        compressed[0] = 2;
        assertRefused(
                () -> VerificationKey.fromSpki(spki("2a8648ce3d0201", p256, compressed)),
                "ecdsa: invalid uncompressed public key");
    }

    @Test
    void unknown_algorithms_and_curves_and_wrong_parameters_are_refused() {
        byte[] secp256k1 = CertificateForge.hex("06052b8104000a");
        assertRefused(
                () -> VerificationKey.fromSpki(spki("2a8648ce3d0201", secp256k1, new byte[65])),
                "x509: unsupported elliptic curve");
        assertRefused(
                () -> VerificationKey.fromSpki(spki("2a8648ce3d0201", new byte[0], new byte[65])),
                "x509: invalid ECDSA parameters");
        assertRefused(
                () -> VerificationKey.fromSpki(spki("2a03", new byte[0], new byte[65])),
                "x509: unknown public key algorithm");
        assertRefused(
                () -> VerificationKey.fromSpki(spki("2b6570", CertificateForge.hex("0500"), new byte[32])),
                "x509: Ed25519 key encoded with illegal parameters");
        assertRefused(
                () -> VerificationKey.fromSpki(spki("2b6570", new byte[0], new byte[31])),
                "x509: wrong Ed25519 public key size");
        assertRefused(
                () -> VerificationKey.fromSpki(
                        spki("2a864886f70d010101", new byte[0], pkcs1(BigInteger.ONE.shiftLeft(1023), 65537))),
                "x509: RSA key missing NULL parameters");
        assertRefused(() -> rsa(BigInteger.TEN.negate(), 3), "x509: RSA modulus is not a positive number");
        assertRefused(() -> rsa(BigInteger.TEN, 0), "x509: RSA public exponent is not a positive number");
    }

    @Test
    void keys_over_the_bounds_are_refused() {
        assertRefused(
                () -> rsa(BigInteger.ONE.shiftLeft(VerificationKey.MAX_RSA_BITS), 3),
                "RSA key of 16385 bits exceeds the limit of 16384");
        assertRefused(
                () -> VerificationKey.fromSpki(new byte[VerificationKey.MAX_BYTES + 1]),
                "public key of 16385 bytes exceeds the limit of 16384");
    }

    @Test
    void sigstore_has_a_verifier_for_some_keys_and_hashes_only() throws Exception {
        VerificationKey rsa = VerificationKey.fromSpki(RSA.getPublic().getEncoded());
        rsa.requireVerifier(HashAlgorithm.SHA384);
        assertRefused(() -> rsa.requireVerifier(HashAlgorithm.SHA224), "invalid hash function specified");
        VerificationKey.fromSpki(SPKI).requireVerifier(HashAlgorithm.SHA224);
        VerificationKey.fromSpki(ED25519.getPublic().getEncoded()).requireVerifier(HashAlgorithm.SHA224);
        VerificationKey x25519 = VerificationKey.fromSpki(
                CertificateForge.generate("X25519", 0).getPublic().getEncoded());
        assertThat(x25519.kind()).isEqualTo(Kind.OTHER);
        assertRefused(() -> x25519.requireVerifier(HashAlgorithm.SHA256), "unsupported public key type");
    }

    @Test
    void damaged_keys_never_cause_anything_but_a_refusal() {
        Random random = new Random(7);
        for (byte[] sound : new byte[][] {
            SPKI, RSA.getPublic().getEncoded(), ED25519.getPublic().getEncoded()
        }) {
            for (int i = 0; i < 3000; i++) {
                byte[] damaged = Arrays.copyOf(sound, sound.length - random.nextInt(3));
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                try {
                    assertThat(VerificationKey.fromSpki(damaged).id()).hasSize(64);
                } catch (CryptographyException e) {
                    assertThat(e).hasMessageNotContaining("not yet");
                }
            }
        }
    }
}
