package dev.countersign.verify.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonString;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RekorBundleTest {

    @Test
    void the_annotation_is_read() throws MalformedEntityException {
        RekorBundle bundle = RekorBundle.parse("{\"SignedEntryTimestamp\":\"AQI=\",\"Payload\":{\"body\":\"e30=\","
                + "\"integratedTime\":1740830405,\"logIndex\":7,\"logID\":\"ab\"}}");
        assertThat(bundle.signedEntryTimestamp()).containsExactly(1, 2);
        assertThat(bundle.body()).isEqualTo(new JsonString("e30="));
        assertThat(bundle.integratedAt()).isEqualTo(Instant.parse("2025-03-01T12:00:05Z"));
        assertThat(bundle.logIndex()).isEqualTo(7);
        assertThat(bundle.logId()).isEqualTo("ab");
    }

    @Test
    void names_count_in_any_case_and_unknown_ones_not_at_all() throws MalformedEntityException {
        RekorBundle bundle = RekorBundle.parse("{\"note\":[1],\"payload\":{\"LOGINDEX\":3,\"LogId\":\"x\"}}");
        assertThat(bundle.logIndex()).isEqualTo(3);
        assertThat(bundle.logId()).isEqualTo("x");
    }

    @Test
    void of_two_payloads_each_field_is_the_last_one_stated() throws MalformedEntityException {
        RekorBundle bundle =
                RekorBundle.parse("{\"Payload\":{\"logIndex\":3,\"logID\":\"x\"},\"Payload\":{\"logIndex\":4}}");
        assertThat(bundle.logIndex()).isEqualTo(4);
        assertThat(bundle.logId()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"Payload\":null}", "{\"Payload\":{\"body\":null}}"})
    void what_is_missing_is_zero(String annotation) throws MalformedEntityException {
        RekorBundle bundle = RekorBundle.parse(annotation);
        assertThat(bundle.body()).isEqualTo(new JsonNull());
        assertThat(bundle.signedEntryTimestamp()).isEmpty();
        assertThat(bundle.integratedTime()).isZero();
    }

    @Test
    void a_promise_may_be_an_array_of_octets() throws MalformedEntityException {
        assertThat(RekorBundle.parse("{\"SignedEntryTimestamp\":[48,255]}").signedEntryTimestamp())
                .containsExactly(48, 255);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|json: cannot unmarshal array into Go value of type bundle.RekorBundle",
                "{\"SignedEntryTimestamp\":\"?\"}|illegal base64 data at input byte 0",
                "{\"SignedEntryTimestamp\":1}|json: cannot unmarshal number into Go struct field"
                        + " RekorBundle.SignedEntryTimestamp of type []uint8",
                "{\"Payload\":3}|json: cannot unmarshal number into Go struct field RekorBundle.Payload of type"
                        + " bundle.RekorPayload",
                "{\"Payload\":{\"integratedTime\":1740830405.0}}|json: cannot unmarshal number 1740830405.0 into Go struct"
                        + " field RekorPayload.Payload.integratedTime of type int64",
                "{\"Payload\":{\"logIndex\":\"1\"}}|json: cannot unmarshal string into Go struct field"
                        + " RekorPayload.Payload.logIndex of type int64",
                "{\"Payload\":{\"logID\":{}}}|json: cannot unmarshal object into Go struct field RekorPayload.Payload.logID of"
                        + " type string",
            })
    void a_malformed_annotation_is_told_in_gos_words(String annotation, String message) {
        assertThatThrownBy(() -> RekorBundle.parse(annotation)).hasMessage("unmarshaling bundle: " + message);
    }

    @Test
    void a_time_beyond_the_calendar_does_not_crash() throws MalformedEntityException {
        assertThat(RekorBundle.parse("{\"Payload\":{\"integratedTime\":9223372036854775807}}")
                        .integratedAt())
                .isEqualTo(Instant.MAX);
        assertThat(GoTime.rfc3339(Instant.MAX)).endsWith("Z");
        assertThat(GoTime.rfc3339(Instant.MIN)).endsWith("Z");
    }
}
