package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedSctsTest {
    private static final Cryptography CRYPTOGRAPHY = Cryptography.bouncyCastle();
    private static final TestKey CA_KEY = TestKey.p256(11);
    private static final TestKey LEAF_KEY = TestKey.p256(13);
    private static final ParsedCertificate CA =
            TestCertificate.ca("root", CA_KEY, "root", CA_KEY).build();
    private static final TestCtLog LOG = TestCtLog.of(TestKey.p256(31));
    private static final TestCtLog OTHER = TestCtLog.of(TestKey.p256(32));

    private static TestCertificate leaf() {
        return TestCertificate.leaf(LEAF_KEY, "root", CA_KEY);
    }

    private static void verify(TestCertificate leaf, LogKey... logs) throws CheckFailure {
        new EmbeddedScts(CRYPTOGRAPHY, List.of(logs)).verify(List.of(leaf.build(), CA));
    }

    private static CheckFailure failure(TestCertificate leaf, LogKey... logs) {
        return catchThrowableOfType(CheckFailure.class, () -> verify(leaf, logs));
    }

    private static String words(TestCertificate leaf, LogKey... logs) {
        return failure(leaf, logs).getMessage();
    }

    @Test
    void a_promise_of_a_trusted_log_passes() {
        assertThatCode(() -> verify(leaf().scts(LOG), LOG.trusted())).doesNotThrowAnyException();
        assertThatCode(() -> verify(leaf().scts(LOG, LOG), LOG.trusted())).doesNotThrowAnyException();
    }

    @Test
    void any_of_several_trusted_logs_may_have_promised() {
        assertThatCode(() -> verify(leaf().scts(LOG), OTHER.trusted(), LOG.trusted()))
                .doesNotThrowAnyException();
        assertThatCode(() -> verify(leaf().scts(LOG, OTHER), OTHER.trusted(), LOG.trusted()))
                .doesNotThrowAnyException();
    }

    @Test
    void an_unknown_log_is_fatal_beside_a_known_one_and_told() {
        CheckFailure failure = failure(leaf().scts(LOG, OTHER), LOG.trusted());
        assertThat(failure)
                .hasMessage(
                        "ctfe public key not found for payload. Check your TUF root (see cosign initialize) or set a"
                                + " custom key with env var SIGSTORE_CT_LOG_PUBLIC_KEY_FILE");
        assertThat(failure.reason().code()).isEqualTo("CT_LOG_UNKNOWN");
        assertThat(failure.reason().found()).contains(OTHER.trusted().id());
        assertThat(failure.reason().expected()).contains(LOG.trusted().id(), "the test");
        assertThat(failure.reason().remedy()).contains(OTHER.trusted().id());
    }

    @Test
    void a_certificate_without_a_promise_is_refused() {
        assertThat(words(leaf(), LOG.trusted()))
                .isEqualTo("certificate does not include required embedded SCT and no detached SCT was set");
    }

    @Test
    void without_trusted_logs_nothing_passes() {
        assertThat(words(leaf().scts(LOG))).isEqualTo("none of the CTFE keys have been found");
    }

    @Test
    void a_certificate_without_its_issuer_cannot_be_checked() {
        EmbeddedScts scts = new EmbeddedScts(CRYPTOGRAPHY, List.of(LOG.trusted()));
        ParsedCertificate leaf = leaf().scts(LOG).build();
        assertThat(catchThrowableOfType(CheckFailure.class, () -> scts.verify(List.of(leaf))))
                .hasMessage("certificate chain must contain at least a certificate and its issuer");
    }

    @Test
    void a_promise_is_bound_to_the_issuers_key() {
        EmbeddedScts scts = new EmbeddedScts(CRYPTOGRAPHY, List.of(LOG.trusted()));
        ParsedCertificate other =
                TestCertificate.ca("root", LEAF_KEY, "root", LEAF_KEY).build();
        assertThat(catchThrowableOfType(
                        CheckFailure.class,
                        () -> scts.verify(List.of(leaf().scts(LOG).build(), other))))
                .hasMessage("error verifying embedded SCT: failed to verify ECDSA signature");
    }

    @Test
    void a_promise_for_another_certificate_is_refused() {
        TestCertificate altered = leaf().scts(LOG).window(TestCertificate.START, TestCertificate.END.plusSeconds(1));
        assertThat(words(altered, LOG.trusted()))
                .isEqualTo("error verifying embedded SCT: failed to verify ECDSA signature");
    }

    @Test
    void extensions_before_and_after_the_promise_are_covered() {
        ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier("1.2.3.4");
        assertThat(words(leaf().scts(LOG).extension(oid, false, new byte[] {5, 0}), LOG.trusted()))
                .isEqualTo("error verifying embedded SCT: failed to verify ECDSA signature");
    }

    @ParameterizedTest
    @CsvSource({
        "2.5.29.37, 300a06082b06010505070303, x509: trailing data after X.509 ExtendedKeyUsage",
        "2.5.29.14, 04026162, x509: trailing data after X.509 key-id",
        "1.3.6.1.5.5.7.1.1, 3000, NonFatalErrors: x509: empty AuthorityInfoAccess extension; ",
        "1.3.6.1.5.5.7.1.11, 3000, NonFatalErrors: x509: empty SubjectInfoAccess extension; ",
    })
    void extensions_must_be_as_certificate_transparency_reads_them(String oid, String value, String words) {
        byte[] octets = HexFormat.of().parseHex(value + (words.contains("trailing") ? "00" : ""));
        TestCertificate leaf = leaf().without(new ASN1ObjectIdentifier(oid))
                .extension(new ASN1ObjectIdentifier(oid), false, octets)
                .scts(LOG);

        assertThat(words(leaf, LOG.trusted()).strip()).isEqualTo(("failed to parse certificate: " + words).strip());
    }

    @Test
    void no_flipped_byte_of_the_promise_passes() {
        ParsedCertificate good = leaf().scts(LOG).build();
        byte[] list = good.extension(SctList.OID).orElseThrow().value();
        EmbeddedScts scts = new EmbeddedScts(CRYPTOGRAPHY, List.of(LOG.trusted()));
        for (int i = 0; i < list.length; i++) {
            byte[] flipped = list.clone();
            flipped[i] ^= 0x01;
            ParsedCertificate leaf = leaf().extension(new ASN1ObjectIdentifier(SctList.OID), false, flipped)
                    .build();
            assertThat(catchThrowableOfType(CheckFailure.class, () -> scts.verify(List.of(leaf, CA))))
                    .as("byte %d", i)
                    .isNotNull();
        }
    }

    @Test
    void a_byte_behind_the_signature_does_not_matter() {
        assertThatCode(() -> verify(leaf().scts(LOG.trailing((byte) 0)), LOG.trusted()))
                .doesNotThrowAnyException();
    }

    @Test
    void the_promise_names_version_hash_and_algorithm() {
        String start = "error verifying embedded SCT: ";
        assertThat(words(leaf().scts(LOG.saying(1, 4, 3)), LOG.trusted())).isEqualTo(start + "unknown SCT version 1");
        assertThat(words(leaf().scts(LOG.saying(0, 5, 3)), LOG.trusted()))
                .isEqualTo(start + "failed to verify ECDSA signature");
        assertThat(words(leaf().scts(LOG.saying(0, 9, 3)), LOG.trusted()))
                .isEqualTo(start + "unsupported Algorithm.Hash in signature: UNKNOWN(9)");
        assertThat(words(leaf().scts(LOG.saying(0, 4, 1)), LOG.trusted()))
                .isEqualTo(start + "cannot verify RSA signature with *ecdsa.PublicKey key");
        assertThat(words(leaf().scts(LOG.saying(0, 4, 9)), LOG.trusted()))
                .isEqualTo(start + "unsupported Algorithm.Signature in signature: SHA256");
    }

    @Test
    void weak_hashes_are_refused_with_their_number() {
        CheckFailure failure = failure(leaf().scts(LOG.saying(0, 2, 3)), LOG.trusted());
        assertThat(failure.divergence()).contains("D20");
    }

    @Test
    void logs_have_p256_keys_or_long_rsa_keys() throws CryptographyException {
        TestCtLog p384 = TestCtLog.of(TestKey.p384(33));
        assertThat(words(leaf().scts(p384), p384.trusted()))
                .isEqualTo(
                        "error verifying embedded SCT: error creating signature verifier: public is ECDSA, but not on"
                                + " the P256 curve");
        byte[] ed25519 = HexFormat.of()
                .parseHex("302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        LogKey log = new LogKey(VerificationKey.fromSpki(ed25519), ValidityWindow.ALWAYS, new Origin("the test"));
        byte[] sct = TestCtLog.join(
                new byte[1], HexFormat.of().parseHex(log.id()), new byte[10], new byte[] {4, 3}, new byte[2]);
        assertThat(words(leaf().sctList(TestCtLog.vector(TestCtLog.vector(sct))), log))
                .startsWith(
                        "error verifying embedded SCT: error creating signature verifier: unsupported public key type"
                                + " [215 90 152 1 ")
                .endsWith(" 81 26]");
    }

    @Test
    void a_malformed_list_is_told_in_gos_words() {
        String start = "failed to parse certificate: NonFatalErrors: ";
        String unmarshal = start + "failed to tls.Unmarshal SCT list: tls: ";
        assertThat(words(leaf().sctList(new byte[] {0, 0}), LOG.trusted()))
                .isEqualTo(unmarshal + "structure error: SCTList: value 0 too small for minimum 1; ");
        assertThat(words(leaf().sctList(new byte[] {0, 9, 1}), LOG.trusted()))
                .isEqualTo(unmarshal + "syntax error: SCTList: truncated slice; ");
        assertThat(words(leaf().sctList(new byte[] {0, 3, 0, 1, 7, 9}), LOG.trusted()))
                .isEqualTo(start + "trailing data after TLS-encoded SCT list; ");
        ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(SctList.OID);
        assertThat(words(leaf().extension(oid, false, new byte[] {5, 0}), LOG.trusted()))
                .isEqualTo(start
                        + "failed to asn1.Unmarshal SCT list extension: asn1: structure error: tags don't match (4 vs"
                        + " {class:0 tag:5 length:0 isCompound:false}) {optional:false explicit:false application:false"
                        + " private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false"
                        + " lax:false name:}  @2; ");
    }

    @Test
    void a_truncated_promise_is_told() {
        assertThat(words(leaf().sctList(new byte[] {0, 3, 0, 1, 0}), LOG.trusted()))
                .isEqualTo(
                        "error extracting SCT number 0: error parsing SCT: tls: syntax error: KeyID: truncated array");
    }

    @Test
    void an_empty_signature_is_no_sequence() {
        byte[] sct = TestCtLog.join(
                new byte[1], HexFormat.of().parseHex(LOG.trusted().id()), new byte[10], new byte[] {4, 3}, new byte[2]);
        assertThat(words(leaf().sctList(TestCtLog.vector(TestCtLog.vector(sct))), LOG.trusted()))
                .isEqualTo(
                        "error verifying embedded SCT: failed to unmarshal ECDSA signature: asn1: syntax error: sequence"
                                + " truncated");
    }

    @Test
    void a_promise_outside_the_logs_window_is_refused_with_its_number() {
        Instant time = TestCertificate.START;
        ValidityWindow until = ValidityWindow.until(time);
        assertThatCode(() -> verify(leaf().scts(LOG), LOG.trusted(until))).doesNotThrowAnyException();
        ValidityWindow over = ValidityWindow.until(time.minusSeconds(1));
        CheckFailure failure = failure(leaf().scts(LOG), LOG.trusted(over));
        assertThat(failure.divergence()).contains("D01");
        assertThat(failure.reason().code()).isEqualTo("CT_LOG_OUTSIDE_WINDOW");
        assertThatCode(() -> verify(leaf().scts(LOG), LOG.trusted(over), LOG.trusted(until)))
                .doesNotThrowAnyException();
        assertThatCode(() -> verify(leaf().scts(LOG), LOG.trusted(until), LOG.trusted(over)))
                .doesNotThrowAnyException();
        ValidityWindow later = ValidityWindow.from(time.plusSeconds(1));
        assertThat(failure(leaf().scts(LOG), LOG.trusted(over), LOG.trusted(later))
                        .reason()
                        .code())
                .isEqualTo("CT_LOG_OUTSIDE_WINDOW");
    }

    @Test
    void the_promises_of_a_certificate_can_be_listed() throws CheckFailure {
        List<SignedCertificateTimestamp> scts = EmbeddedScts.of(
                leaf().scts(LOG, OTHER.at(Instant.ofEpochMilli(5))).build());
        assertThat(scts)
                .extracting(SignedCertificateTimestamp::logId)
                .isEqualTo(Arrays.asList(LOG.trusted().id(), OTHER.trusted().id()));
        assertThat(scts.get(1).time()).isEqualTo(Instant.ofEpochMilli(5));
        assertThat(EmbeddedScts.of(leaf().build())).isEmpty();
    }
}
