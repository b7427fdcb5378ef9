package dev.countersign.verify.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoJsonTest {
    private static JsonValue read(String text) throws MalformedEntityException {
        return GoJson.unmarshal(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bundle|invalid character 'b' looking for beginning of value",
                "``|unexpected end of JSON input",
                "{|unexpected end of JSON input",
                "nul|invalid character ' ' in literal null (expecting 'l')",
                "-|invalid character ' ' in numeric literal",
                "{}}|invalid character '}' after top-level value",
                "{'a':1}|invalid character '\\'' looking for beginning of object key string",
                "{\"a\" 1}|invalid character '1' after object key",
                "{\"a\":1 \"b\"}|invalid character '\"' after object key:value pair",
                "{\"a\":1,}|invalid character '}' looking for beginning of object key string",
                "[1 2]|invalid character '2' after array element",
                "[1,]|invalid character ']' looking for beginning of value",
                "tru3|invalid character '3' in literal true (expecting 'e')",
                "-x|invalid character 'x' in numeric literal",
                "1.x|invalid character 'x' after decimal point in numeric literal",
                "1e+x|invalid character 'x' in exponent of numeric literal",
                "01|invalid character '1' after top-level value",
                "\"\\x\"|invalid character 'x' in string escape code",
                "\"\\u12g4\"|invalid character 'g' in \\u hexadecimal character escape",
                "\"é\u0001\"|invalid character '\\x01' in string literal",
                "é|invalid character 'Ã' looking for beginning of value",
            })
    void what_is_wrong_is_told_in_gos_words(String text, String message) {
        assertThatThrownBy(() -> read(text)).hasMessage(message);
    }

    @Test
    void of_duplicate_names_the_last_counts() throws MalformedEntityException {
        JsonObject object = (JsonObject) read("{\"a\":\"1\",\"b\":{},\"a\":\"2\"}");
        assertThat(object.text("a")).contains("2");
        assertThat(object.text("A")).isEmpty();
    }

    @Test
    void escapes_and_surrogates_are_read() throws MalformedEntityException {
        assertThat(read("\"\\u00e9\\ud83d\\ude00\\n\\/\"")).isEqualTo(new JsonString("é😀\n/"));
        assertThat(read("\"\\ud83d x\"")).isEqualTo(new JsonString("\uFFFD x"));
    }

    @Test
    void the_first_value_can_be_read_alone() throws MalformedEntityException {
        assertThat(GoJson.decodeFirst("{} rest".getBytes(StandardCharsets.UTF_8))
                        .goName())
                .isEqualTo("object");
        assertThatThrownBy(() -> GoJson.decodeFirst(new byte[] {' '})).hasMessage("EOF");
        assertThatThrownBy(() -> GoJson.decodeFirst(new byte[] {'{'})).hasMessage("unexpected EOF");
    }

    @Test
    void deep_nesting_is_refused_not_a_crash() {
        assertThatThrownBy(() -> read("[".repeat(1_000_000))).hasMessage("invalid character '[' exceeded max depth");
    }
}
