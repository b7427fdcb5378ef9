package dev.countersign.crypto;

import static dev.countersign.crypto.CertificateForge.ascii;
import static dev.countersign.crypto.CertificateForge.certificate;
import static dev.countersign.crypto.CertificateForge.hex;
import static dev.countersign.crypto.CertificateForge.integer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParsedCertificateTest {
    private static final String SERVER_AUTH_AND_UNKNOWN = "300c06082b06010505070301" + "06012a";

    private static ParsedCertificate with(Consumer<CertificateForge> change) throws CryptographyException {
        CertificateForge forge = certificate();
        change.accept(forge);
        return forge.parse();
    }

    private static void assertRefused(Consumer<CertificateForge> change, String message) {
        assertThatExceptionOfType(CryptographyException.class)
                .isThrownBy(() -> with(change))
                .withMessage(message);
    }

    @Test
    void a_sound_certificate_tells_its_fields() throws Exception {
        CertificateForge forge = certificate()
                .extension("551d0f", true, "030205a0")
                .extension("551d25", false, "300e06082b0601050507030306022a03")
                .extension("551d13", true, "30060101ff020101")
                .extension("551d0e", false, "04020102")
                .extension("551d23", false, "300480020304");
        byte[] der = forge.der();
        ParsedCertificate certificate = ParsedCertificate.parse(der);
        assertThat(certificate.der()).isEqualTo(der);
        assertThat(certificate.tbs()).isEqualTo(forge.tbs());
        assertThat(certificate.rawIssuer()).isEqualTo(CertificateForge.name("issuer"));
        assertThat(certificate.rawSubject()).isEqualTo(CertificateForge.name("subject"));
        assertThat(certificate.rawSpki()).isEqualTo(forge.spki);
        assertThat(certificate.publicKey()).contains(VerificationKey.fromSpki(forge.spki));
        assertThat(certificate.subject()).hasToString("CN=subject");
        assertThat(certificate.issuer().commonName()).isEqualTo("issuer");
        assertThat(certificate.serialNumber()).isEqualTo(77);
        assertThat(certificate.version()).isEqualTo(3);
        assertThat(certificate.notBefore()).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
        assertThat(certificate.notAfter()).isEqualTo(Instant.parse("2060-01-01T00:00:00Z"));
        assertThat(certificate.keyUsage()).isEqualTo(ParsedCertificate.KEY_USAGE_DIGITAL_SIGNATURE | 1 << 2);
        assertThat(certificate.extendedKeyUsages()).containsExactly("1.3.6.1.5.5.7.3.3", "1.2.3");
        assertThat(certificate.basicConstraintsValid()).isTrue();
        assertThat(certificate.isCa()).isTrue();
        assertThat(certificate.maxPathLength()).isEqualTo(1);
        assertThat(certificate.subjectKeyId()).containsExactly(1, 2);
        assertThat(certificate.authorityKeyId()).containsExactly(3, 4);
        assertThat(certificate.signatureAlgorithmOid()).isEqualTo("1.2.840.10045.4.3.2");
        assertThat(certificate.signature()).isNotEmpty();
        assertThat(certificate.extensions())
                .extracting(CertificateExtension::oid)
                .containsExactly("2.5.29.15", "2.5.29.37", "2.5.29.19", "2.5.29.14", "2.5.29.35");
        assertThat(certificate.extension("2.5.29.14")).hasValueSatisfying(extension -> {
            assertThat(extension.critical()).isFalse();
            assertThat(extension.value()).containsExactly(4, 2, 1, 2);
        });
        assertThat(certificate.unhandledCriticalExtensions()).isEmpty();
        assertThat(certificate).isEqualTo(ParsedCertificate.parse(der)).hasSameHashCodeAs(ParsedCertificate.parse(der));
        assertThat(certificate.fingerprint()).hasSize(64);
    }

    @Test
    void what_is_absent_is_told_as_go_tells_it() throws Exception {
        ParsedCertificate certificate = certificate().parse();
        assertThat(certificate.basicConstraintsValid()).isFalse();
        assertThat(certificate.maxPathLength()).isEqualTo(-1);
        assertThat(certificate.keyUsage()).isZero();
        assertThat(certificate.extendedKeyUsages()).isEmpty();
        assertThat(certificate.subjectAlternativeNames()).isEqualTo(SubjectAlternativeNames.NONE);
        assertThat(certificate.nameConstraints()).isEmpty();
        assertThat(certificate.subjectKeyId()).isEmpty();
        assertThat(certificate.authorityKeyId()).isEmpty();
    }

    @Test
    void the_frame_must_be_strict_der() throws Exception {
        byte[] der = certificate().der();
        assertParseRefused(new byte[0], "x509: malformed certificate");
        assertParseRefused(ascii("-----BEGIN"), "x509: malformed certificate");
        assertParseRefused(Arrays.copyOf(der, der.length + 1), "x509: trailing data");
        assertParseRefused(Arrays.copyOf(der, der.length - 1), "x509: malformed certificate");
        byte[] indefinite = der.clone();
        indefinite[1] = (byte) 0x80;
        assertParseRefused(indefinite, "x509: malformed certificate");
        byte[] padded = new byte[der.length + 1];
        System.arraycopy(der, 4, padded, 5, der.length - 4);
        System.arraycopy(new byte[] {0x30, (byte) 0x83, 0, der[2], der[3]}, 0, padded, 0, 5);
        assertParseRefused(padded, "x509: malformed certificate");
        assertParseRefused(
                new byte[ParsedCertificate.MAX_BYTES + 1], "certificate of 65537 bytes exceeds the limit of 65536");
    }

    private static void assertParseRefused(byte[] der, String message) {
        assertThatExceptionOfType(CryptographyException.class)
                .isThrownBy(() -> ParsedCertificate.parse(der))
                .withMessage(message);
    }

    @Test
    void a_public_key_where_a_certificate_belongs_has_a_malformed_serial_number() {
        assertParseRefused(
                CertificateForge.generate("EC", 256).getPublic().getEncoded(), "x509: malformed serial number");
    }

    @Test
    void a_serial_number_is_not_negative_and_may_be_long() throws Exception {
        assertRefused(forge -> forge.serial = integer(-1), "x509: negative serial number");
        assertRefused(forge -> forge.serial = hex("02020001"), "x509: malformed serial number");
        assertRefused(forge -> forge.serial = hex("0200"), "x509: malformed serial number");
        byte[] octets = new byte[21];
        octets[0] = 1;
        assertThat(with(forge -> forge.serial = DerWriter.element(DerReader.INTEGER, octets))
                        .serialNumber())
                .isEqualTo(BigInteger.ONE.shiftLeft(160));
    }

    @Test
    void versions_1_to_3_are_known() throws Exception {
        assertThat(with(forge -> forge.version = new byte[0]).version()).isEqualTo(1);
        assertThat(with(forge -> forge.version = DerWriter.element(0xa0, integer(1)))
                        .version())
                .isEqualTo(2);
        assertRefused(forge -> forge.version = DerWriter.element(0xa0, integer(3)), "x509: invalid version");
        assertRefused(forge -> forge.version = DerWriter.element(0xa0, integer(-1)), "x509: malformed version");
        assertRefused(forge -> forge.version = hex("a000"), "x509: malformed version");
    }

    @Test
    void extensions_of_a_certificate_of_version_1_are_not_looked_at() throws Exception {
        ParsedCertificate certificate = with(forge -> forge.extension("551d13", true, "00").version = new byte[0]);
        assertThat(certificate.extensions()).isEmpty();
    }

    @Test
    void the_two_signature_algorithms_must_be_equal() {
        assertRefused(
                forge -> forge.outerAlgorithm = hex(CertificateForge.SHA256_RSA),
                "x509: inner and outer signature algorithm identifiers don't match");
        assertRefused(
                forge -> forge.algorithm("3003060180"), // an OID that begins with 0x80
                "x509: malformed OID");
        assertRefused(forge -> forge.algorithm("30050601 2a0502".replace(" ", "")), "x509: malformed parameters");
    }

    @Test
    void a_signature_is_a_bit_string() {
        assertRefused(forge -> forge.signature = hex("0400"), "x509: malformed signature");
        assertRefused(forge -> forge.signature = hex("0300"), "x509: malformed signature");
        assertRefused(forge -> forge.signature = hex("03020101"), "x509: malformed signature");
    }

    @ParameterizedTest
    @CsvSource({
        "240101000000Z, 2024-01-01T00:00:00Z",
        "491231235959Z, 2049-12-31T23:59:59Z",
        "500101000000Z, 1950-01-01T00:00:00Z",
        "2401010000Z, 2024-01-01T00:00:00Z",
        "240101010000+0100, 2024-01-01T00:00:00Z",
    })
    void utc_times_are_read_as_go_reads_them(String text, Instant moment) throws Exception {
        assertThat(with(forge -> forge.notBefore = DerWriter.element(DerReader.UTC_TIME, ascii(text)))
                        .notBefore())
                .isEqualTo(moment);
    }

    @ParameterizedTest
    @CsvSource({
        "240101000000",
        "240230000000Z",
        "240101240000Z",
        "240101000060Z",
        "240101000000+0000",
        "24010100000Z",
        "240101000000.5Z",
        "20240101000000Z"
    })
    void other_utc_times_are_malformed(String text) {
        assertRefused(
                forge -> forge.notBefore = DerWriter.element(DerReader.UTC_TIME, ascii(text)),
                "x509: malformed UTCTime");
    }

    @Test
    void generalized_times_have_seconds_and_no_fraction() throws Exception {
        assertThat(with(forge -> forge.notAfter =
                                DerWriter.element(DerReader.GENERALIZED_TIME, ascii("99991231235959Z")))
                        .notAfter())
                .isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
        for (String text : new String[] {"202401010000Z", "20240101000000.5Z", "20240101000000"}) {
            assertRefused(
                    forge -> forge.notAfter = DerWriter.element(DerReader.GENERALIZED_TIME, ascii(text)),
                    "x509: malformed GeneralizedTime");
        }
        assertRefused(forge -> forge.notAfter = integer(1), "x509: unsupported time format");
    }

    @Test
    void a_key_that_go_knows_must_be_sound_and_another_is_absent() throws Exception {
        assertRefused(forge -> forge.spki[forge.spki.length - 1] ^= 1, "P256 point not on curve");
        byte[] unknown = hex("300a" + "3004" + "06022a03" + "030200ff");
        assertThat(with(forge -> forge.spki = unknown).publicKey()).isEmpty();
        byte[] x25519 = CertificateForge.generate("X25519", 0).getPublic().getEncoded();
        assertThat(with(forge -> forge.spki = x25519).publicKey()).isEmpty();
        assertRefused(forge -> forge.spki = hex("3000"), "x509: malformed public key algorithm identifier");
        assertRefused(forge -> forge.spki = hex("0500"), "x509: malformed spki");
    }

    @Test
    void an_extension_stands_once() {
        assertRefused(
                forge -> forge.extension("2b06010401", false, "00").extension("2b06010401", true, "00"),
                "x509: certificate contains duplicate extension with OID \"1.3.6.1.4.1\"");
    }

    @Test
    void the_fields_of_an_extension_must_be_well_formed() throws Exception {
        byte[] oid = hex("06012a");
        assertRefused(
                forge -> forge.rawExtension(oid, hex("010101"), hex("0400")),
                "x509: malformed extension critical field");
        assertRefused(
                forge -> forge.rawExtension(oid, hex("0102ffff"), hex("0400")),
                "x509: malformed extension critical field");
        assertRefused(forge -> forge.rawExtension(oid, hex("0500")), "x509: malformed extension value field");
        assertRefused(forge -> forge.rawExtension(hex("0600"), hex("0400")), "x509: malformed extension OID field");
        assertThat(with(forge -> forge.rawExtension(oid, hex("010100"), hex("0400")))
                        .extensions())
                .singleElement()
                .satisfies(extension -> assertThat(extension.critical()).isFalse());
    }

    @Test
    void critical_extensions_that_go_does_not_handle_are_listed() throws Exception {
        ParsedCertificate certificate = with(forge -> forge.extension("2b06010401", true, "00")
                .extension("2b06010402", false, "00")
                .extension("551d10", true, "00"));
        assertThat(certificate.unhandledCriticalExtensions()).containsExactly("1.3.6.1.4.1", "2.5.29.16");
    }

    @ParameterizedTest
    @CsvSource({
        "551d0f, 0400, x509: invalid key usage",
        "551d0f, 03020901, x509: invalid key usage",
        "551d13, 0101ff, x509: invalid basic constraints",
        "551d13, 3003010101, x509: invalid basic constraints",
        "551d13, 30030201ff, x509: invalid basic constraints",
        "551d0e, 0500, x509: invalid subject key identifier",
        "551d23, 0400, x509: invalid authority key identifier",
        "551d25, 30020500, x509: invalid extended key usages",
        "551d20, 30023000, x509: invalid certificate policies",
        "551d20, 300a3003060129300306 0129, x509: invalid certificate policies",
        "551d21, 30023000, x509: invalid policy mappings extension",
        "551d24, 3003800200, x509: invalid policy constraints extension",
        "551d36, 0500, x509: invalid inhibit any policy extension",
        "551d1f, 0500, x509: invalid CRL distribution points",
        "551d1f, 30020500, x509: invalid CRL distribution point",
        "551d1e, 3000, x509: empty name constraints extension",
        "551d1e, 0500, x509: invalid NameConstraints extension",
        "2b06010505070101, 30023000, x509: invalid authority info access",
        "551d11, 0500, x509: invalid subject alternative names",
        "551d11, 300182, x509: invalid subject alternative name",
    })
    void an_extension_that_go_knows_must_be_well_formed(String oid, String value, String message) {
        assertRefused(forge -> forge.extension(oid, false, value.replace(" ", "")), message);
    }

    @ParameterizedTest
    @CsvSource({
        "551d0e, 0400, x509: subject key identifier incorrectly marked critical",
        "551d23, 3000, x509: authority key identifier incorrectly marked critical",
        "2b06010505070101, 3000, x509: authority info access incorrectly marked critical",
    })
    void some_extensions_must_not_be_critical(String oid, String value, String message) {
        assertRefused(forge -> forge.extension(oid, true, value), message);
    }

    @Test
    void what_stands_behind_the_last_known_field_is_passed_over_as_in_go() throws Exception {
        assertThat(with(forge -> {
                            forge.extension("551d25", false, SERVER_AUTH_AND_UNKNOWN.replace("300c", "300d"));
                            forge.behindExtensions = hex("0500");
                        })
                        .extendedKeyUsages())
                .containsExactly("1.3.6.1.5.5.7.3.1", "1.2");
    }

    @Test
    void more_extensions_than_the_bound_are_refused() {
        assertRefused(
                forge -> {
                    for (int i = 0; i <= CertificateParser.MAX_EXTENSIONS; i++) {
                        forge.rawExtension(
                                DerWriter.element(
                                        DerReader.OID, new byte[] {42, (byte) (0x81 + i / 128), (byte) (i % 128)}),
                                hex("0400"));
                    }
                },
                "certificate with more than 1000 extensions");
    }

    @Test
    void damaged_certificates_never_cause_anything_but_a_refusal() throws Exception {
        byte[] sound = certificate()
                .names(true, CertificateForge.uri("https://a.b/c"), CertificateForge.ip("01020304"))
                .extension("551d1e", true, "300da00b3009820761632e74657374")
                .extension("551d13", true, "30030101ff")
                .der();
        Cryptography cryptography = Cryptography.bouncyCastle();
        Random random = new Random(3);
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = sound.clone();
            for (int j = random.nextInt(3); j >= 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                ParsedCertificate certificate = ParsedCertificate.parse(damaged);
                parsed++;
                certificate.checkSignatureFrom(certificate, cryptography);
            } catch (CryptographyException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(parsed).isPositive();
    }
}
