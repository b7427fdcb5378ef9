package dev.countersign.trust.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.trust.source.SigningConfig.Selection;
import dev.countersign.trust.source.SigningConfig.Selector;
import dev.countersign.trust.source.SigningConfig.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningConfigTest {
    private static final String GOOD = """
            {
              "mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json",
              "caUrls": [{"url": "https://fulcio.example", "majorApiVersion": 1, "operator": "example",
                          "validFor": {"start": "2026-06-01T00:00:00Z"}}],
              "oidcUrls": [{"url": "https://oidc.example", "majorApiVersion": 1}],
              "rekorTlogUrls": [
                {"url": "https://log2.example", "majorApiVersion": 2, "validFor": {"start": "2026-06-01T00:00:00Z"}},
                {"url": "https://log1.example", "majorApiVersion": "1",
                 "validFor": {"start": "2025-01-01T00:00:00Z", "end": "2026-07-01T00:00:00Z"}}],
              "rekorTlogConfig": {"selector": "EXACT", "count": 2},
              "tsaUrls": [{"url": "https://tsa.example/api/v1/timestamp"}],
              "tsaConfig": {"selector": "ANY"}
            }
            """;

    private static SigningConfig read(String text) throws TrustRootException {
        return SigningConfig.read("config.json", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_services_of_version_0_2_are_read_with_their_windows() throws TrustRootException {
        SigningConfig config = read(GOOD);

        assertThat(config.certificateAuthorities())
                .containsExactly(new Service(
                        "https://fulcio.example",
                        1,
                        ValidityWindow.from(Instant.parse("2026-06-01T00:00:00Z")),
                        "example",
                        "caUrls[0]"));
        assertThat(config.identityProviders()).hasSize(1);
        assertThat(config.transparencyLogs())
                .extracting(Service::majorApiVersion)
                .containsExactly(2L, 1L);
        assertThat(config.transparencyLogs().get(1).validity().end()).contains(Instant.parse("2026-07-01T00:00:00Z"));
        assertThat(config.logSelection()).isEqualTo(new Selection(Selector.EXACT, 2));
        assertThat(config.timestampAuthorities())
                .containsExactly(new Service(
                        "https://tsa.example/api/v1/timestamp", 0, ValidityWindow.ALWAYS, "", "tsaUrls[0]"));
        assertThat(config.timestampSelection().selector()).isEqualTo(Selector.ANY);
        assertThat(config.verified()).hasSize(4);
    }

    @Test
    void the_addresses_of_version_0_1_are_services_without_a_window() throws TrustRootException {
        SigningConfig config = read("""
                {"mediaType": "application/vnd.dev.sigstore.signingconfig.v0.1+json", "caUrl": "https://fulcio.example",
                 "oidcUrl": "https://oidc.example", "tlogUrls": ["https://a.example", "https://b.example"]}""");

        assertThat(config.certificateAuthorities()).extracting(Service::path).containsExactly("caUrl");
        assertThat(config.transparencyLogs()).extracting(Service::path).containsExactly("tlogUrls[0]", "tlogUrls[1]");
        assertThat(config.transparencyLogs()).extracting(Service::validity).containsOnly(ValidityWindow.ALWAYS);
        assertThat(config.timestampAuthorities()).isEmpty();
        assertThat(config.logSelection()).isEqualTo(Selection.UNDEFINED);
    }

    @Test
    void a_defect_has_file_line_path_and_mend() {
        assertThatThrownBy(() -> read(GOOD.replace("\"EXACT\"", "\"SOME\"")))
                .isInstanceOf(TrustRootException.class)
                .hasMessage(
                        "the signing config cannot be used: config.json:10:35: error SIGNING_CONFIG_INVALID at"
                                + " rekorTlogConfig.selector: there is no such selector; found SOME; expected ALL, ANY or EXACT. Use one.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "caUrls"                 | "caURLs"                 | no such field
            "https://fulcio.example" | ""                       | no address
            "https://fulcio.example" | 7                        | another type
            "majorApiVersion": 1     | "majorApiVersion": -1    | another type
            "majorApiVersion": 1     | "majorApiVersion": 1.5   | another type
            "majorApiVersion": 1     | "majorApiVersion": 1e300 | another type
            "majorApiVersion": 1     | "majorApiVersion": "x"   | another type
            "majorApiVersion": 2     | "majorApiVersion": 99999999999 | another type
            "2026-07-01T00:00:00Z"   | "yesterday"              | no time
            "2026-07-01T00:00:00Z"   | "2024-07-01T00:00:00Z"   | ends before it starts
            {"selector": "ANY"}      | "ANY"                    | no object
            "operator": "example"    | "url": "https://x"       | no such field
            v0.2+json                | v0.3+json                | no signing config
            v0.2+json                | v0.1+json                | no such field
            """)
    void a_defect_anywhere_ends_the_reading(String from, String to, String told) {
        assertThat(GOOD).contains(from);
        String broken = GOOD.replaceFirst(java.util.regex.Pattern.quote(from), to);
        assertThatThrownBy(() -> read(broken))
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining(from.equals("\"operator\": \"example\"") ? "" : told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "mediaType: x", "{\"mediaType\": 7}", "{}", "\"x\""})
    void what_is_no_signing_config_is_refused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(TrustRootException.class);
    }

    @Test
    void size_and_count_are_bounded() {
        String tooMany = "{\"url\": \"https://x.example\"},".repeat(SigningConfig.MAX_SERVICES);
        assertThatThrownBy(() -> read(GOOD.replace("\"tsaUrls\": [", "\"tsaUrls\": [" + tooMany)))
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> read(GOOD + " ".repeat(SigningConfig.MAX_BYTES)))
                .isInstanceOf(TrustRootException.class);
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(TrustRootException.class);
    }

    @Test
    void a_file_that_is_not_there_is_told() {
        assertThatThrownBy(() -> SigningConfig.read(Path.of("none", "config.json")))
                .hasMessageContaining("cannot read the signing config")
                .hasMessageContaining("does not exist");
    }

    @Test
    void a_signing_config_is_no_trusted_root_and_is_told_as_what_it_is() {
        assertThatThrownBy(() -> TrustRoots.trustedRootJson("config.json", GOOD.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("says where to sign")
                .hasMessageContaining("--signing-config");
    }
}
