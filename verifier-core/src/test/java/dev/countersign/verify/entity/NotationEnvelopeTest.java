package dev.countersign.verify.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotationEnvelopeTest {
    private static NotationEnvelope jws(String json) throws MalformedEntityException {
        return NotationEnvelope.parse(NotationEnvelope.JWS, json.getBytes(StandardCharsets.UTF_8), "here");
    }

    private static NotationEnvelope cose(String hex) throws MalformedEntityException {
        return NotationEnvelope.parse(NotationEnvelope.COSE, HexFormat.of().parseHex(hex), "here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                     | unexpected end of JSON input",
                "[]                     | json: cannot unmarshal array into Go value of type jws.jwsEnvelope",
                "{\"payload\":1}        | json: cannot unmarshal number into Go struct field jwsEnvelope.payload of type string",
                "{\"header\":{\"x5c\":[\"?\"]}} | illegal base64 data at input byte 0"
            })
    void a_jws_that_is_none_is_refused_in_gos_words(String json, String words) {
        assertThatThrownBy(() -> jws(json)).hasMessage(words);
    }

    @Test
    void an_empty_jws_has_no_signer() throws MalformedEntityException {
        NotationEnvelope envelope = jws("null");

        assertThat(envelope.certificateCount()).isZero();
        assertThatThrownBy(envelope::leaf).hasMessage("certificate chain is not present");
    }

    @Test
    void an_unknown_media_type_is_refused() {
        assertThatThrownBy(() -> NotationEnvelope.parse("text/plain", new byte[0], "here"))
                .hasMessage("signature envelope format with media type \"text/plain\" is not supported");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8440a04100         | cbor: invalid COSE_Sign1_Tagged object",
                "d2                 | cbor: invalid COSE_Sign1_Tagged object",
                "d28440a0           | unexpected EOF",
                "d28440a041004100ff | cbor: 1 bytes of extraneous data starting at index 7",
                "d28440a0410040     | empty signature",
                "d28440a00141ff     | cbor: require bstr type",
                "d284f6a0410041ff   | cbor: invalid protected header: cbor: nil protected header",
                "d2844101a0410041ff | cbor: invalid protected header: cbor: protected header: require map type",
                "d28440f6410041ff   | cbor: invalid unprotected header: cbor: unprotected header: require map type",
                "d28444a10141ffa0410041ff | cbor: invalid protected header: protected header: header parameter: alg: require int / tstr type",
                "d28440a102810141ff41ff | cbor: invalid unprotected header: unprotected header: header parameter: crit: not allowed"
            })
    void a_cose_message_that_is_none_is_refused_in_go_coses_words(String hex, String words) {
        assertThatThrownBy(() -> cose(hex)).hasMessage(words);
    }

    @Test
    void what_cose_signs_is_in_its_shortest_form_however_it_was_stored() throws MalformedEntityException {
        CoseEnvelope shortest = (CoseEnvelope) cose("d28443a10126a041aa41ff");
        CoseEnvelope longer = (CoseEnvelope) cose("d2845803a10126a0590001aa41ff");

        assertThat(longer.signedBytes())
                .isEqualTo(shortest.signedBytes())
                .isEqualTo(HexFormat.of().parseHex("846a5369676e61747572653143a101264041aa"));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-04-01T12:00:00Z, 'Tue, 01 Apr 2025 12:00:00 +0000'",
        "2025-04-01T12:00:00.25+02:30, 'Tue, 01 Apr 2025 12:00:00 +0230'",
        "2025-04-01T12:00:00-23:59, 'Tue, 01 Apr 2025 12:00:00 -2359'"
    })
    void times_print_in_their_own_zone(String text, String printed) throws MalformedEntityException {
        assertThat(GoMoment.rfc3339(text).rfc1123z()).isEqualTo(printed);
    }

    @Test
    void gos_zero_time_counts_as_none() throws MalformedEntityException {
        assertThat(GoMoment.rfc3339("0001-01-01T00:00:00Z").isZero()).isTrue();
        assertThat(GoMoment.utc(Instant.MAX).rfc1123z()).endsWith("+0000");
        assertThat(GoMoment.utc(Instant.MIN).rfc1123z()).endsWith("+0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2025-04-01", "2025-02-30T00:00:00Z", "2025-04-01T24:00:00Z", "2025-04-01 12:00:00Z"})
    void what_is_no_rfc_3339_is_refused(String text) {
        assertThatThrownBy(() -> GoMoment.rfc3339(text)).isInstanceOf(MalformedEntityException.class);
    }

    @Test
    void many_critical_headers_take_no_long_time() {
        String names = IntStream.range(0, 100_000)
                .mapToObj(number -> "\"header-" + number + "\"")
                .collect(Collectors.joining(","));
        String header = "{\"alg\":\"PS256\",\"crit\":[" + names + "]," + names.replace(",", ":1,")
                + ":1,\"io.cncf.notary.signingScheme\":\"notary.x509\"}";
        String stored = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));

        assertTimeoutPreemptively(Duration.ofSeconds(8), () -> assertThatThrownBy(
                        () -> jws("{\"payload\":\"e30\",\"signature\":\"e30\",\"protected\":\"" + stored + "\"}")
                                .content())
                .hasMessageContaining("not marked as critical"));
    }
}
