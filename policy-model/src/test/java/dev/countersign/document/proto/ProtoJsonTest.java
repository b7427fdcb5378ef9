package dev.countersign.document.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoJsonTest {
    private static final ProtoSchema SCHEMA = ProtoSchema.of(
            ProtoField.text("mediaType"),
            ProtoField.bytes("rawBytes"),
            ProtoField.bytesList("hashes"),
            ProtoField.integer("logIndex"),
            ProtoField.enumeration("algorithm", Map.of("SHA2_256", 1)),
            ProtoField.message("first", ProtoSchema.of(ProtoField.text("a"))).in("test.Message.choice"),
            ProtoField.message("second", ProtoSchema.of()).in("test.Message.choice"),
            ProtoField.messages("items", ProtoSchema.of(ProtoField.text("a"))));

    private static ProtoMessage read(String json) throws ProtoJsonException {
        return ProtoJson.read(json.getBytes(StandardCharsets.UTF_8), SCHEMA);
    }

    @Test
    void a_field_goes_by_either_of_its_names() throws ProtoJsonException {
        assertThat(read("{\"mediaType\":\"x\"}").text("mediaType")).isEqualTo("x");
        assertThat(read("{\"media_type\":\"x\"}").text("mediaType")).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "\"12\"", "12.0", "1.2e1", "120e-1"})
    void a_whole_number_has_many_forms(String number) throws ProtoJsonException {
        assertThat(read("{\"logIndex\":" + number + "}").number("logIndex")).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "\" 12\"", "9223372036854775808", "\"\"", "true", "1e400", "\"0x1\""})
    void what_is_no_whole_number_of_64_bits_is_refused(String number) {
        assertThatThrownBy(() -> read("{\"logIndex\":" + number + "}"))
                .hasMessage("proto:\u00a0(line 1:13): invalid value for int64 field logIndex: " + number);
    }

    @ParameterizedTest
    @CsvSource({"+/8=,2", "-_8=,2", "+/8,2", "-_8,2", "AAAA,3"})
    void octets_come_in_either_alphabet_padded_or_not(String text, int length) throws ProtoJsonException {
        assertThat(read("{\"rawBytes\":\"" + text + "\"}").bytes("rawBytes").orElseThrow())
                .hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+_8=", "A", "+/8=x", "é"})
    void what_is_no_base64_is_refused(String text) {
        assertThatThrownBy(() -> read("{\"rawBytes\":\"" + text + "\"}"))
                .hasMessage("proto:\u00a0(line 1:13): invalid value for bytes field rawBytes: \"" + text + "\"");
    }

    @Test
    void null_and_no_octets_are_unset() throws ProtoJsonException {
        assertThat(read("{\"rawBytes\":null,\"first\":null,\"second\":{}}").bytes("rawBytes"))
                .isEmpty();
        assertThat(read("{\"rawBytes\":\"\"}").bytes("rawBytes")).isEmpty();
    }

    @Test
    void an_enumeration_is_a_known_name_or_any_number() throws ProtoJsonException {
        assertThat(read("{\"algorithm\":\"SHA2_256\"}").number("algorithm")).isEqualTo(1);
        assertThat(read("{\"algorithm\":7}").number("algorithm")).isEqualTo(7);
        assertThatThrownBy(() -> read("{\"algorithm\":\"MD5\"}"))
                .hasMessage("proto:\u00a0(line 1:14): invalid value for enum field algorithm: \"MD5\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bundle | syntax error (line 1:1): invalid value bundle",
                "'' | 'syntax error (line 1:1): unexpected token '",
                "{\"x\":1} | (line 1:2): unknown field \"x\"",
                "{\"mediaType\":\"a\",\"media_type\":\"b\"} | (line 1:18): duplicate field \"media_type\"",
                "{\"first\":{},\"second\":{}} | (line 1:13): error parsing \"second\", oneof test.Message.choice is already set",
                "{\"mediaType\":1} | (line 1:14): invalid value for string field mediaType: 1",
                "{\"items\":[null]} | syntax error (line 1:11): unexpected token null",
                "{\"items\":{}} | syntax error (line 1:10): unexpected token {",
                "{\"mediaType\" \"a\"} | 'syntax error (line 1:14): unexpected character \", missing \":\" after field name'",
                "{\"mediaType\":\"a\",} | syntax error (line 1:18): unexpected token }",
                "{\"mediaType\":\"a\"} x | syntax error (line 1:19): invalid value x",
                "{\"mediaType\":\"a\" | unexpected EOF",
                "{\"mediaType\":\"\\q\"} | syntax error (line 1:14): invalid escape code \"\\\\q\" in string",
                "[] | syntax error (line 1:1): unexpected token ["
            })
    void the_first_error_is_told_in_the_words_of_go(String json, String error) {
        assertThatThrownBy(() -> read(json.strip())).hasMessage("proto:\u00a0" + error);
    }

    @Test
    void what_nests_without_end_is_refused() {
        assertThatThrownBy(() -> read("{\"items\":" + "[".repeat(100_000))).isInstanceOf(ProtoJsonException.class);
    }

    @Test
    void surrogates_come_in_pairs() throws ProtoJsonException {
        assertThat(read("{\"mediaType\":\"\\ud83d\\ude00\"}").text("mediaType")).isEqualTo("\ud83d\ude00");
        assertThatThrownBy(() -> read("{\"mediaType\":\"\\ud83d......\"}")).hasMessageContaining("invalid escape code");
    }
}
