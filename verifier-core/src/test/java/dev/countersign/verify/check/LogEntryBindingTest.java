package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.Pem;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.RekorBundle;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogEntryBindingTest {
    private static final LogEntryBinding BINDING = new LogEntryBinding(Cryptography.bouncyCastle());
    private static final TestRekor REKOR = new TestRekor(TestKey.p256(41));
    private static final TestKey KEY = TestKey.p256(13);
    private static final TestKey OTHER = TestKey.p256(14);
    private static final byte[] PAYLOAD = "payload".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SIGNATURE = KEY.sign(PAYLOAD);
    private static final String HASH = TestRekor.hex(TestKey.sha256(PAYLOAD));
    private static final ParsedCertificate CERTIFICATE =
            TestCertificate.leaf(KEY, "root", OTHER).build();

    private static LoggedSignature signed(
            String text, Optional<VerificationKey> key, Optional<ParsedCertificate> cert) {
        return new LoggedSignature(text, HASH, key, cert);
    }

    private static LoggedSignature byKey() {
        return signed(TestRekor.base64(SIGNATURE), Optional.of(KEY.key), Optional.empty());
    }

    private static RekorBundle entry() {
        return REKOR.promise(TestRekor.hashedrekord(SIGNATURE, TestRekor.pem(KEY), "sha256", HASH));
    }

    private static RekorBundle dsse(String signatures, String hash) {
        return REKOR.promise(TestRekor.entry(
                "dsse",
                "0.0.1",
                "{\"envelopeHash\":{\"algorithm\":\"sha256\",\"value\":\"" + hash
                        + "\"},\"payloadHash\":{\"algorithm\":\"sha256\",\"value\":\"x\"},\"signatures\":[" + signatures
                        + "]}"));
    }

    private static String dsseSignature(String text) {
        return "{\"signature\":\"" + text + "\",\"verifier\":\""
                + TestRekor.base64(TestRekor.pem(KEY).getBytes(StandardCharsets.UTF_8)) + "\"}";
    }

    private static CheckFailure failure(RekorBundle bundle, LoggedSignature signature) {
        return catchThrowableOfType(CheckFailure.class, () -> BINDING.verify(bundle, signature));
    }

    @Test
    void an_entry_of_the_same_signature_key_and_payload_passes() {
        assertThatCode(() -> BINDING.verify(entry(), byKey())).doesNotThrowAnyException();
    }

    @Test
    void a_certificates_entry_holds_the_certificate() {
        String pem = Pem.encode("CERTIFICATE", CERTIFICATE.der());
        RekorBundle logged = REKOR.promise(TestRekor.hashedrekord(SIGNATURE, pem, "sha256", HASH));
        LoggedSignature signature = signed(TestRekor.base64(SIGNATURE), Optional.empty(), Optional.of(CERTIFICATE));
        assertThatCode(() -> BINDING.verify(logged, signature)).doesNotThrowAnyException();
        assertThat(failure(entry(), signature))
                .hasMessage("comparing public key PEMs, expected " + pem + ", got " + TestRekor.pem(KEY));
    }

    @Test
    void a_body_that_is_no_text_is_refused() {
        assertThat(failure(new RekorBundle(new byte[0], new JsonNull(), 0, 0, ""), byKey()))
                .hasMessage("bundle payload body is not a string");
    }

    @Test
    void an_entry_of_another_signature_by_the_same_key_is_refused() {
        byte[] other = KEY.sign("other".getBytes(StandardCharsets.UTF_8));
        String hash = TestRekor.hex(TestKey.sha256("other".getBytes(StandardCharsets.UTF_8)));
        RekorBundle logged = REKOR.promise(TestRekor.hashedrekord(other, TestRekor.pem(KEY), "sha256", hash));
        assertThat(failure(logged, byKey())).hasMessage("signature in bundle does not match signature being verified");
    }

    @Test
    void signatures_are_compared_as_text() {
        LoggedSignature newline = signed(TestRekor.base64(SIGNATURE) + "\n", Optional.of(KEY.key), Optional.empty());
        assertThat(failure(entry(), newline)).hasMessage("signature in bundle does not match signature being verified");
    }

    @Test
    void another_key_is_refused() {
        LoggedSignature other = signed(TestRekor.base64(SIGNATURE), Optional.of(OTHER.key), Optional.empty());
        assertThat(failure(entry(), other))
                .hasMessage(
                        "comparing public key PEMs, expected " + TestRekor.pem(OTHER) + ", got " + TestRekor.pem(KEY));
    }

    @Test
    void a_signature_without_key_and_certificate_is_told_before_the_entry_is_read() {
        assertThat(failure(entry(), signed(TestRekor.base64(SIGNATURE), Optional.empty(), Optional.empty())))
                .hasMessage("empty key");
        RekorBundle garbage = REKOR.promise("garbage");
        assertThat(failure(garbage, signed("", Optional.empty(), Optional.empty())))
                .hasMessage("empty key");
        assertThat(failure(garbage, signed("", Optional.of(KEY.key), Optional.empty()))
                        .getMessage())
                .startsWith("failed to extract key from bundle: invalid character 'g'");
    }

    @Test
    void a_certificate_of_another_key_than_the_policys_is_refused() {
        LoggedSignature both = signed(TestRekor.base64(SIGNATURE), Optional.of(OTHER.key), Optional.of(CERTIFICATE));
        assertThat(failure(entry(), both))
                .hasMessage("both public key and certificate were provided but did not match");
    }

    @Test
    void what_follows_the_entrys_key_is_refused() {
        RekorBundle logged =
                REKOR.promise(TestRekor.hashedrekord(SIGNATURE, TestRekor.pem(KEY) + "\n\n", "sha256", HASH));
        assertThat(failure(logged, byKey()).getMessage()).startsWith("unexpected PEM block: ");
    }

    @Test
    void text_before_the_entrys_key_is_skipped() {
        RekorBundle logged =
                REKOR.promise(TestRekor.hashedrekord(SIGNATURE, "note\n" + TestRekor.pem(KEY), "sha256", HASH));
        assertThatCode(() -> BINDING.verify(logged, byKey())).doesNotThrowAnyException();
    }

    @Test
    void the_hash_is_compared_as_lower_case_text() {
        String upper = HASH.toUpperCase(Locale.ROOT);
        RekorBundle logged = REKOR.promise(TestRekor.hashedrekord(SIGNATURE, TestRekor.pem(KEY), "sha256", upper));
        assertThat(failure(logged, byKey()))
                .hasMessage("matching bundle to payload: bundle=\"" + upper + "\", payload=\"" + HASH + "\"");
    }

    @Test
    void an_attestations_entry_is_compared_by_key_and_envelope_hash() {
        LoggedSignature attestation = signed("", Optional.of(KEY.key), Optional.empty());
        assertThatCode(() -> BINDING.verify(dsse(dsseSignature("YWJj"), HASH), attestation))
                .doesNotThrowAnyException();
        assertThat(failure(dsse(dsseSignature("YWJj"), "00"), attestation))
                .hasMessage("matching bundle to payload: bundle=\"00\", payload=\"" + HASH + "\"");
    }

    @Test
    void several_signatures_in_an_entry_are_refused() {
        RekorBundle two = dsse(dsseSignature("YWJj") + "," + dsseSignature("YWJj"), HASH);
        assertThat(failure(two, signed("", Optional.of(KEY.key), Optional.empty())))
                .hasMessage("failed to extract key from bundle: multiple signatures on DSSE envelopes are not currently"
                        + " supported");
        assertThat(failure(two, byKey()).getMessage()).startsWith("failed to extract signature from bundle: multiple");
    }

    @Test
    void an_intoto_entry_without_signature_does_not_stand_for_one() {
        String key = TestRekor.base64(TestRekor.pem(KEY).getBytes(StandardCharsets.UTF_8));
        String hash = "\"hash\":{\"algorithm\":\"sha256\",\"value\":\"" + HASH + "\"}";
        RekorBundle first = REKOR.promise(
                TestRekor.entry("intoto", "0.0.1", "{\"content\":{" + hash + "},\"publicKey\":\"" + key + "\"}"));
        assertThat(failure(first, byKey())).hasMessage("failed to extract signature from bundle: unsupported type");
        RekorBundle second = REKOR.promise(TestRekor.entry(
                "intoto",
                "0.0.2",
                "{\"content\":{\"envelope\":{\"payloadType\":\"x\",\"signatures\":[{\"sig\":\"\",\"publicKey\":\"" + key
                        + "\"}]}," + hash + "}}"));
        assertThat(failure(second, byKey()).divergence()).contains("D21");
    }

    @Test
    void an_entry_over_sha512_is_told() {
        byte[] sha512 = new byte[64];
        String spec = "{\"data\":{\"hash\":{\"algorithm\":\"sha256\",\"value\":\"" + TestRekor.hex(sha512)
                + "\"}},\"signature\":{\"format\":\"x509\",\"content\":\"" + TestRekor.base64(SIGNATURE)
                + "\",\"publicKey\":{\"content\":\""
                + TestRekor.base64(TestRekor.pem(KEY).getBytes(StandardCharsets.UTF_8)) + "\"}}}";
        assertThat(failure(REKOR.promise(TestRekor.entry("rekord", "0.0.1", spec)), byKey()))
                .hasMessage("failed to extract signature from bundle: invalid value for hash");
    }
}
