package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.crypto.Cryptography;
import dev.countersign.verify.entity.MalformedEntityException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogEntryTest {
    private static final Cryptography CRYPTOGRAPHY = Cryptography.bouncyCastle();
    private static final TestKey KEY = TestKey.p256(13);
    private static final byte[] PAYLOAD = "payload".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SIGNATURE = KEY.sign(PAYLOAD);
    private static final String HASH = TestRekor.hex(TestKey.sha256(PAYLOAD));
    private static final String KEY64 = TestRekor.base64(TestRekor.pem(KEY).getBytes(StandardCharsets.UTF_8));

    private static LogEntry parse(String json) throws MalformedEntityException {
        return LogEntry.parse(TestRekor.base64(json.getBytes(StandardCharsets.UTF_8)), CRYPTOGRAPHY, Optional.empty());
    }

    private static String good() {
        return TestRekor.hashedrekord(SIGNATURE, TestRekor.pem(KEY), "sha256", HASH);
    }

    @Test
    void a_hashedrekord_is_read_and_its_signature_verified() throws MalformedEntityException {
        LogEntry entry = parse(good());
        assertThat(entry.signature()).contains(TestRekor.base64(SIGNATURE));
        assertThat(entry.key()).isEqualTo(TestRekor.pem(KEY));
        assertThat(entry.hash()).isEqualTo(HASH);
    }

    @Test
    void a_hashedrekord_whose_signature_does_not_verify_is_refused() {
        byte[] other = KEY.sign("other".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> parse(TestRekor.hashedrekord(other, TestRekor.pem(KEY), "sha256", HASH)))
                .hasMessage("verifying signature: invalid signature when validating ASN.1 encoded signature");
        assertThatThrownBy(
                        () -> parse(TestRekor.hashedrekord(SIGNATURE, TestRekor.pem(TestKey.p256(9)), "sha256", HASH)))
                .hasMessageStartingWith("verifying signature: ");
        assertThatThrownBy(() -> parse(TestRekor.hashedrekord(new byte[0], TestRekor.pem(KEY), "sha256", HASH)))
                .hasMessage("verifying signature: X509 signature has not been initialized");
    }

    @Test
    void an_ed25519_key_needs_the_prehashed_form() {
        String pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                + "-----END PUBLIC KEY-----\n";
        assertThatThrownBy(() -> parse(TestRekor.hashedrekord(SIGNATURE, pem, "sha256", HASH)))
                .hasMessage("verifying signature: unsupported hash algorithm: \"SHA-256\" not in [SHA-512]");
    }

    @Test
    void the_label_of_the_entrys_key_matters() {
        String label = TestRekor.pem(KEY).replace("PUBLIC KEY", "EC PUBLIC KEY");
        assertThatThrownBy(() -> parse(TestRekor.hashedrekord(SIGNATURE, label, "sha256", HASH)))
                .hasMessage("invalid public key: cannot handle type EC PUBLIC KEY");
        assertThatThrownBy(() -> parse(TestRekor.hashedrekord(SIGNATURE, "none", "sha256", HASH)))
                .hasMessage("invalid public key: failure decoding PEM");
        String two = TestRekor.pem(KEY) + TestRekor.pem(KEY);
        assertThatThrownBy(() -> parse(TestRekor.hashedrekord(SIGNATURE, two, "sha256", HASH)))
                .hasMessageStartingWith("x509: malformed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|EOF",
                "entry|invalid character 'e' looking for beginning of value",
                "{|unexpected EOF",
                "{}|kind in body is required",
                "null|kind in body is required",
                "{\"kind\":1}|json: cannot unmarshal number into Go struct field .kind of type string",
                "{\"kind\":\"release\"}|invalid kind value: \"release\"",
                "{\"kind\":\"helm\"}|could not unmarshal entry for kind 'helm'",
                "{\"kind\":\"hashedrekord\"}|api version cannot be nil",
                "{\"kind\":\"hashedrekord\",\"apiVersion\":\"9.9.9\"}|hashedrekord implementation for version '9.9.9' not found:"
                        + " unable to locate entry for version 9.9.9",
                "{\"kind\":\"hashedrekord\",\"apiVersion\":\"0.0.1\",\"apiVersion\":null}|api version cannot be nil",
                "{\"kind\":\"hashedrekord\",\"apiVersion\":\"0.0.1 \"}|hashedrekord implementation for version '0.0.1 ' not found:"
                        + " Invalid character(s) found in patch number \"1 \"",
                "{\"kind\":\"hashedrekord\",\"apiVersion\":\"0.0.1\"}|unsupported input type <nil> for DecodeEntry",
                "{\"kind\":\"hashedrekord\",\"apiVersion\":\"0.0.1\",\"spec\":{\"signature\":{}}}|validation failure list:~"
                        + "data in body is required",
                "{\"kind\":\"hashedrekord\",\"apiVersion\":\"0.0.1\",\"spec\":{\"signature\":{},\"data\":{\"hash\":{\"algorithm\":"
                        + "\"md5\",\"value\":\"\"}}}}|validation failure list:~"
                        + "data.data.hash.data.hash.algorithm in body should be one of [sha256 sha384 sha512]",
                "{\"kind\":\"dsse\",\"apiVersion\":\"0.0.1\",\"spec\":{}}|either proposedContent or envelopeHash, payloadHash,"
                        + " and signatures must be present",
                "{\"kind\":\"intoto\",\"apiVersion\":\"0.0.1\",\"spec\":{}}|validation failure list:~content in body is required"
                        + "~publicKey in body is required",
                "{\"kind\":\"intoto\",\"apiVersion\":\"0.0.2\",\"spec\":{\"content\":{\"envelope\":{\"payload\":\"e30=\","
                        + "\"payloadType\":\"x\",\"signatures\":[{\"sig\":\"YQ==\",\"publicKey\":\"YQ==\"}]}}}}|entry with a"
                        + " payload: a log stores none",
            })
    void what_is_wrong_is_told_in_rekors_words(String json, String message) {
        assertThatThrownBy(() -> parse(json)).hasMessage(message.replace('~', '\n'));
    }

    @Test
    void an_entry_that_is_no_base64_is_told() {
        assertThatThrownBy(() -> LogEntry.parse("????", CRYPTOGRAPHY, Optional.empty()))
                .hasMessage("illegal base64 data at input byte 0");
        assertThatThrownBy(() -> LogEntry.parse("e30", CRYPTOGRAPHY, Optional.empty()))
                .hasMessage("unexpected EOF");
    }

    @Test
    void the_outer_names_count_in_any_case_and_the_inner_ones_do_not() throws MalformedEntityException {
        assertThat(parse(good().replace("\"kind\"", "\"KIND\"").replace("\"spec\"", "\"Spec\""))
                        .hash())
                .isEqualTo(HASH);
        assertThatThrownBy(() -> parse(good().replace("\"data\"", "\"Data\"")))
                .hasMessage("validation failure list:\ndata in body is required");
    }

    @Test
    void the_other_kinds_are_read() throws MalformedEntityException {
        String sig = TestRekor.base64(SIGNATURE);
        String hash = "{\"algorithm\":\"sha256\",\"value\":\"" + HASH + "\"}";
        LogEntry rekord = parse(TestRekor.entry(
                "rekord",
                "0.0.1",
                "{\"data\":{\"hash\":" + hash + "},\"signature\":{\"format\":\"x509\",\"content\":\"" + sig
                        + "\",\"publicKey\":{\"content\":\"" + KEY64 + "\"}}}"));
        assertThat(rekord.signature()).contains(sig);
        LogEntry dsse = parse(TestRekor.entry(
                "dsse",
                "0.0.1",
                "{\"envelopeHash\":" + hash + ",\"payloadHash\":" + hash + ",\"signatures\":[{\"signature\":\"" + sig
                        + "\",\"verifier\":\"" + KEY64 + "\"}]}"));
        assertThat(dsse.hash()).isEqualTo(HASH);
        LogEntry intoto1 = parse(TestRekor.entry(
                "intoto", "0.0.1", "{\"content\":{\"hash\":" + hash + "},\"publicKey\":\"" + KEY64 + "\"}"));
        assertThat(intoto1.signature()).isEmpty();
        LogEntry intoto2 = parse(TestRekor.entry(
                "intoto",
                "0.0.2",
                "{\"content\":{\"envelope\":{\"payloadType\":\"x\",\"signatures\":[{\"sig\":\"" + sig
                        + "\",\"publicKey\":\"" + KEY64 + "\"}]},\"hash\":" + hash + "}}"));
        assertThat(intoto2.signature()).contains(sig);
        assertThat(intoto2.key()).isEqualTo(TestRekor.pem(KEY));
    }
}
