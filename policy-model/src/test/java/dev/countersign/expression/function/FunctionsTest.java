package dev.countersign.expression.function;

import static dev.countersign.expression.jmespath.TestContext.json;
import static dev.countersign.expression.jmespath.TestContext.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.jmespath.JmesPath;
import dev.countersign.expression.jmespath.TestContext;
import dev.countersign.image.ReferenceDefaults;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What functions take from outside, and corners that the vectors leave out. */
class FunctionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "[a-z]{5}-\\d{3}",
                "(foo|bar)+x?",
                "(?i)[A-F]{3}",
                "[^a-z]{4}",
                "\\w{2,5}\\.\\pL",
                "(?P<n>a|b){3}(?:c|)",
                "^\\Qa.b\\E$",
                "[[:alpha:]]{3}[]x]",
                "\\x41\\x{42}\\103",
                "a*?b+"
            })
    void a_random_text_matches_its_pattern(String pattern) throws Exception {
        for (int i = 0; i < 20; i++) {
            Value text = JmesPath.compile("random(@)").search(Value.of(pattern), TestContext.CONTEXT);

            assertThat(Pattern.matches(pattern, ((StringValue) text).value()))
                    .as(JsonText.compact(text))
                    .isTrue();
        }
    }

    @Test
    void random_texts_come_from_the_generator_that_was_passed_in() throws Exception {
        JmesPath expression = JmesPath.compile("random('[a-z]{20}')");
        Clock clock = Clock.systemUTC();

        assertThat(expression.search(Value.NULL, FunctionContext.of(clock, new Random(1))))
                .isEqualTo(expression.search(Value.NULL, FunctionContext.of(clock, new Random(1))))
                .isNotEqualTo(expression.search(Value.NULL, FunctionContext.of(clock, new Random(2))));
    }

    @Test
    void a_random_text_wants_a_pattern() {
        assertThatThrownBy(() -> search("random('')", "{}")).hasMessage("no pattern provided");
        assertThatThrownBy(() -> search("random('[')", "{}"))
                .hasMessage("error parsing regexp: missing closing ]: `[`");
    }

    @Test
    void the_present_is_the_clocks() throws Exception {
        Clock clock = Clock.fixed(Instant.parse("2024-02-29T12:00:00.5Z"), ZoneId.of("Europe/Oslo"));
        FunctionContext context = FunctionContext.of(clock, new Random(1));

        assertThat(JmesPath.compile("time_now()").search(Value.NULL, context))
                .isEqualTo(Value.of("2024-02-29T13:00:00+01:00"));
        assertThat(JmesPath.compile("time_now_utc()").search(Value.NULL, context))
                .isEqualTo(Value.of("2024-02-29T12:00:00Z"));
        assertThat(JmesPath.compile("time_since('', '2024-02-29T11:00:00Z', '')")
                        .search(Value.NULL, context))
                .isEqualTo(Value.of("1h0m0.5s"));
    }

    @Test
    void a_host_is_not_looked_up_unless_the_caller_allows_it() {
        assertThatThrownBy(() -> search("is_external_url('https://registry.example/')", "{}"))
                .hasMessage("lookup registry.example: no such host");
    }

    @ParameterizedTest
    @CsvSource({"8.8.8.8,true", "10.1.2.3,false", "127.0.0.1,false", "fd00::1,false", "2001:db8::1,true"})
    void a_host_is_external_where_none_of_its_addresses_is_internal(String address, boolean external) throws Exception {
        HostResolver resolver = host -> List.of(InetAddress.getByName("9.9.9.9"), InetAddress.getByName(address));
        FunctionContext context =
                new FunctionContext(Clock.systemUTC(), new Random(1), resolver, ReferenceDefaults.KYVERNO);

        assertThat(JmesPath.compile("is_external_url('https://registry.example/')")
                        .search(Value.NULL, context))
                .isEqualTo(Value.of(external));
    }

    @ParameterizedTest
    @CsvSource({
        "http://[::1%25x],false",
        "https://[fe80::1%25en0]/x,true",
        "http://user:secret@192.168.1.1:8080/a?b#c,false",
        "//172.31.255.255,false",
        "//172.32.0.0,true"
    })
    void an_address_needs_no_lookup(String url, boolean external) throws Exception {
        assertThat(search("is_external_url(@)", Value.of(url))).isEqualTo(Value.of(external));
    }

    @Test
    void an_image_is_completed_by_the_configured_registry() throws Exception {
        FunctionContext context = new FunctionContext(
                Clock.systemUTC(), new Random(1), HostResolver.NONE, new ReferenceDefaults("registry.example", true));

        assertThat(JmesPath.compile("image_normalize('nginx')").search(Value.NULL, context))
                .isEqualTo(Value.of("registry.example/nginx:latest"));
    }

    @Test
    void several_groups_of_one_name_are_taken() throws Exception {
        assertThat(search("regex_replace_all('(?P<n>a)|(?P<n>b)', 'ab', '[$n]')", "{}"))
                .isEqualTo(Value.of("[a][b]"));
    }

    @Test
    void amounts_too_large_for_a_suffix_lose_it_as_in_kubernetes() throws Exception {
        assertThat(search("multiply('2Ei', `1024`)", "{}")).isEqualTo(Value.of("2"));
        assertThat(search("multiply('1.5', `1e300`)", "{}")).isEqualTo(Value.of("1500"));
    }

    @Test
    void seconds_reach_as_far_as_go_counts() throws Exception {
        assertThat(search("time_parse('1', '9223372036854775807')", "{}"))
                .isEqualTo(Value.of("292277026596-12-04T15:30:07Z"));
        assertThat(search("time_parse('1', '-9223372036854775808')", "{}"))
                .isEqualTo(Value.of("292277026596-12-04T15:30:08Z"));
    }

    @Test
    void yaml_is_its_first_document() throws Exception {
        assertThat(search("parse_yaml(@)", Value.of("# c\n---\nb: 2\n---\nc: 3")))
                .isEqualTo(json("{\"b\":2}"));
        assertThat(search("parse_yaml(@)", Value.of("%YAML 1.1\n---\na: 1"))).isEqualTo(json("{\"a\":1}"));
        assertThat(search("parse_yaml(@)", Value.of("---\n---\na: 1"))).isEqualTo(Value.NULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE", "-----BEGIN X-----\n"})
    void what_is_no_pem_is_no_certificate(String text) {
        assertThatThrownBy(() -> search("x509_decode(@)", Value.of(text))).hasMessage("failed to decode PEM block");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MIIB", "MAA=", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A", "MP////8=", "MIAAAA==", "MAMCAQE="})
    void broken_certificates_are_an_error(String body) {
        String pem = "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";

        assertThatThrownBy(() -> search("x509_decode(@)", Value.of(pem)))
                .message()
                .startsWith("x509: ");
    }

    @Test
    void a_certificate_without_an_rsa_key_is_refused() {
        String pem = """
                -----BEGIN CERTIFICATE-----
                MIIBcjCCARmgAwIBAgIUJSyhopABaNXugPdcPUxg9Wmu5/4wCgYIKoZIzj0EAwIw
                DzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjMwNzU5MzVaFw0zNjExMjAwNzU5MzVa
                MA8xDTALBgNVBAMMBHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASEhGYg
                ovXlNziVf39JoYmILpHEvFFMt3EDyY3GgNBTpAKNNHr4CuQcp9z63LpkgqNQihCZ
                2YwfA/S6uKq3a67qo1MwUTAdBgNVHQ4EFgQU/bx/K3Dp4+f3M/gCx8t5+PNQxQQw
                HwYDVR0jBBgwFoAU/bx/K3Dp4+f3M/gCx8t5+PNQxQQwDwYDVR0TAQH/BAUwAwEB
                /zAKBggqhkjOPQQDAgNHADBEAiAZvUOHQkEp6oV2AV1VbSuOrDQdGSwN7eqGOj4o
                2qvhgQIgQUAldissD+zWYnZ9Kd3Jma1Ds/nz/GeRagMgAPCgFI8=
                -----END CERTIFICATE-----
                """;

        assertThatThrownBy(() -> search("x509_decode(@)", Value.of(pem)))
                .hasMessage("certificate should use rsa algorithm");
    }
}
