package dev.countersign.registry;

import static dev.countersign.registry.RegistryAnswers.TAGGED;
import static dev.countersign.registry.RegistryAnswers.WEB;
import static dev.countersign.registry.RegistryAnswers.digest;
import static dev.countersign.registry.RegistryAnswers.failure;
import static dev.countersign.registry.RegistryAnswers.soon;
import static dev.countersign.registry.RegistryAnswers.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countersign.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRegistryTest {
    private static final Digest SUBJECT = digest("image");
    private static final String REFERRERS = "https://registry.test/v2/shop/web/referrers/" + SUBJECT;
    private static final String FALLBACK = "https://registry.test/v2/shop/web/manifests/sha256-" + SUBJECT.hex();

    private final ScriptedTransport server = new ScriptedTransport();
    private final List<Duration> pauses = new ArrayList<>();
    private final Registry registry =
            Registries.http().transport(server).pause(pauses::add).build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | {"errors":[{"code":"UNAUTHORIZED","message":"no"}]} | DENIED    | UNAUTHORIZED: no
            401 | ''                                                  | DENIED    | unexpected status code 401 Unauthorized
            403 | {"errors":[{"code":"DENIED","message":"no"}]}       | DENIED    | DENIED: no
            404 | {"errors":[{"code":"MANIFEST_UNKNOWN"}]}            | NOT_FOUND | 'MANIFEST_UNKNOWN: '
            404 | <html>not here</html>                               | NOT_FOUND | unexpected status code 404 Not Found: <html>not here</html>
            404 | ''                                                  | NOT_FOUND | unexpected status code 404 Not Found
            429 | {"errors":[{"code":"TOOMANYREQUESTS","message":"no"}]} | THROTTLED | TOOMANYREQUESTS: no
            500 | out of order                                        | ANSWERED  | unexpected status code 500 Internal Server Error: out of order
            418 | {"errors":[]}                                       | ANSWERED  | unexpected status code 418 I'm a teapot: {"errors":[]}
            400 | {"errors":[{"code":"A","message":"a"},{"code":"B","message":"b","detail":{"y":[1,null],"x":"t"}}]} | ANSWERED | multiple errors returned: A: a; B: b; map[x:t y:[1 <nil>]]
            """)
    void an_error_reads_as_in_the_go_client(int status, String body, Kind kind, String message) {
        server.on(TAGGED, status, body);
        RegistryException e = failure(() -> registry.manifest(WEB, "1.0", soon()));
        assertThat(e).hasMessage("GET " + TAGGED + ": " + message);
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.status()).hasValue(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void two_failures_that_may_pass_are_tried_again(int status) throws Exception {
        server.on(TAGGED, status, "slow down").on(TAGGED, status, "").on(TAGGED, 200, "{}");
        assertThat(text(registry.manifest(WEB, "1.0", soon()).bytes())).isEqualTo("{}");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void three_failures_are_the_answer() {
        server.on(TAGGED, 503, "").on(TAGGED, 503, "").on(TAGGED, 503, "").on(TAGGED, 200, "{}");
        RegistryException e = failure(() -> registry.manifest(WEB, "1.0", soon()));
        assertThat(e).hasMessage("GET " + TAGGED + ": unexpected status code 503 Service Unavailable");
        assertThat(pauses).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void an_answer_that_will_not_change_is_not_asked_for_again(int status) {
        server.on(TAGGED, status, "").on(TAGGED, 200, "{}");
        assertThat(failure(() -> registry.manifest(WEB, "1.0", soon())).status())
                .hasValue(status);
    }

    @Test
    void retry_after_is_heeded() throws Exception {
        server.on(TAGGED, 429, "", "Retry-After", "7").on(TAGGED, 200, "{}");
        registry.manifest(WEB, "1.0", soon());
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void retry_after_beyond_the_deadline_ends_at_once() {
        server.on(TAGGED, 429, "", "Retry-After", "3600").on(TAGGED, 200, "{}");
        assertThat(failure(() -> registry.manifest(WEB, "1.0", soon())).kind()).isEqualTo(Kind.THROTTLED);
        assertThat(pauses).isEmpty();
    }

    @Test
    void no_try_begins_after_the_deadline() {
        long[] now = {0};
        Registry slow = Registries.http()
                .transport(server)
                .pause(d -> now[0] += Duration.ofSeconds(60).toNanos())
                .build();
        server.on(TAGGED, 500, "").on(TAGGED, 200, "{}");
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), () -> now[0]);
        assertThat(failure(() -> slow.manifest(WEB, "1.0", deadline)).status()).hasValue(500);
    }

    @Test
    void a_connection_that_broke_is_tried_again() throws Exception {
        server.breaking(TAGGED, new SocketException("Connection reset")).on(TAGGED, 200, "{}");
        assertThat(text(registry.manifest(WEB, "1.0", soon()).bytes())).isEqualTo("{}");
    }

    @Test
    void what_keeps_a_connection_from_being_made_reads_as_in_go() {
        assertThat(connecting(new SocketException("Connection reset")))
                .isEqualTo("read tcp registry.test:443: read: connection reset by peer");
        assertThat(connecting(new ConnectException("refused")))
                .isEqualTo("dial tcp registry.test:443: connect: connection refused");
        assertThat(connecting(new SSLException("no path", new CertPathBuilderException("none"))))
                .isEqualTo("tls: failed to verify certificate: x509: certificate signed by unknown authority");
        assertThat(connecting(new SSLException("Unsupported or unrecognized SSL message")))
                .isEqualTo("http: server gave HTTP response to HTTPS client");
        assertThat(connecting(new IOException("HTTP/1.1 header parser received no bytes")))
                .isEqualTo("EOF");
        assertThat(connecting(new HttpTimeoutException("late"))).isEqualTo("context deadline exceeded");
    }

    private static String connecting(IOException failure) {
        ScriptedTransport server = new ScriptedTransport().breaking(TAGGED, failure);
        Registry registry = Registries.http().transport(server).pause(d -> {}).build();
        RegistryException e = failure(() -> registry.manifest(WEB, "1.0", soon()));
        assertThat(e.kind()).isEqualTo(failure instanceof HttpTimeoutException ? Kind.TIMEOUT : Kind.UNREACHABLE);
        String prefix = "Get \"" + TAGGED + "\": ";
        assertThat(e).hasMessageStartingWith(prefix);
        return String.valueOf(e.getMessage()).substring(prefix.length());
    }

    @Test
    void the_host_is_knocked_at_once_only() throws Exception {
        server.on(TAGGED, 200, "{}");
        registry.manifest(WEB, "1.0", soon());
        registry.manifest(WEB, "1.0", soon());
        assertThat(server.urls()).containsExactly("https://registry.test/v2/", TAGGED, TAGGED);
    }

    @Test
    void a_host_without_a_registry_says_nothing_about_what_it_holds() {
        server.instead("https://registry.test/v2/", 404, "nothing here");
        RegistryException e = failure(() -> registry.manifest(WEB, "1.0", soon()));
        assertThat(e.kind()).isEqualTo(Kind.ANSWERED);
        assertThat(e).hasMessage("GET https://registry.test/v2/: unexpected status code 404 Not Found: nothing here");
    }

    @Test
    void a_host_named_for_plain_http_is_tried_by_tls_first() throws Exception {
        server.breaking("https://plain.test/v2/", new ConnectException("refused"))
                .on("http://plain.test/v2/", 200, "")
                .on("http://plain.test/v2/web/manifests/1", 200, "{}");
        Registry plain =
                Registries.http().transport(server).plainHttp("plain.test").build();
        assertThat(text(plain.manifest(new Repository("plain.test", "web"), "1", soon())
                        .bytes()))
                .isEqualTo("{}");
    }

    @Test
    void other_hosts_never_speak_plain_http() {
        server.breaking("https://other.test/v2/", new ConnectException("refused"))
                .on("http://other.test/v2/", 200, "");
        failure(() -> registry.manifest(new Repository("other.test", "web"), "1", soon()));
        assertThat(server.urls()).containsExactly("https://other.test/v2/");
    }

    @Test
    void a_tag_whose_digest_header_disagrees_with_its_bytes_is_corrupt() {
        server.on(TAGGED, 200, "{}", "Docker-Content-Digest", digest("other").text());
        assertThat(failure(() -> registry.manifest(WEB, "1.0", soon())).kind()).isEqualTo(Kind.CORRUPT);
    }

    @Test
    void a_blob_without_a_stated_length_that_goes_on_is_corrupt() {
        Digest blob = digest("abc");
        HttpTransport endless = (request, deadline) -> request.uri().getPath().equals("/v2/")
                ? ScriptedTransport.response(200, "")
                : new HttpTransport.Response(200, Map.of(), ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}), true);
        Registry trusting = Registries.http().transport(endless).build();
        RegistryException e = failure(() -> trusting.blob(WEB, blob, 3, 10, soon()));
        assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(e).hasMessage("error verifying size; got 4, want 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/vnd.oci.image.index.v1+json; charset=utf-8", ""})
    void referrers_of_another_content_type_are_read_from_the_fallback_tag(String type) throws Exception {
        server.on(REFERRERS, 200, "{\"manifests\":[]}", "Content-Type", type)
                .on(FALLBACK, 200, "{\"manifests\":[{\"digest\":\"sha256:x\"}]}");
        assertThat(registry.referrers(WEB, SUBJECT, soon())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 406})
    void a_registry_that_does_not_know_referrers_is_asked_for_the_fallback_tag(int status) throws Exception {
        server.on(REFERRERS, status, "").on(FALLBACK, 404, "");
        assertThat(registry.referrers(WEB, SUBJECT, soon())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500})
    void a_failure_to_list_referrers_is_never_an_empty_list(int status) {
        server.on(REFERRERS, status, "").on(FALLBACK, 404, "");
        assertThat(failure(() -> registry.referrers(WEB, SUBJECT, soon())))
                .hasMessage("GET " + REFERRERS + ": unexpected status code " + status + " " + ErrorBody.reason(status));
    }

    @Test
    void a_failure_to_read_the_fallback_tag_is_never_an_empty_list() {
        server.on(REFERRERS, 404, "").on(FALLBACK, 403, "");
        assertThat(failure(() -> registry.referrers(WEB, SUBJECT, soon())).kind())
                .isEqualTo(Kind.DENIED);
    }

    @Test
    void only_the_first_page_of_referrers_is_read() throws Exception {
        server.on(
                REFERRERS,
                200,
                "{\"manifests\":[{\"digest\":\"sha256:x\",\"annotations\":null}]}",
                "Content-Type",
                HttpRegistry.INDEX,
                "Link",
                "</v2/shop/web/referrers/next>; rel=\"next\"");
        assertThat(registry.referrers(WEB, SUBJECT, soon())).hasSize(1);
        assertThat(server.requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "[]",
                "",
                "{\"manifests\":{}}",
                "{\"manifests\":[1]}",
                "{\"manifests\":[{\"size\":\"1\"}]}",
                "{\"manifests\":[{\"size\":1e400}]}",
                "{\"manifests\":[{\"digest\":{}}]}",
                "{\"manifests\":[{\"digest\":"
            })
    void referrers_that_are_no_index_are_corrupt(String body) {
        server.on(REFERRERS, 200, body, "Content-Type", HttpRegistry.INDEX);
        assertThat(failure(() -> registry.referrers(WEB, SUBJECT, soon())).kind())
                .isEqualTo(Kind.CORRUPT);
    }

    @Test
    void deeply_nested_json_is_corrupt_and_no_crash() {
        server.on(REFERRERS, 200, "[".repeat(1 << 20), "Content-Type", HttpRegistry.INDEX);
        assertThat(failure(() -> registry.referrers(WEB, SUBJECT, soon())).kind())
                .isEqualTo(Kind.CORRUPT);
        server.on(TAGGED, 404, "{\"errors\":" + "[".repeat(8000));
        assertThat(failure(() -> registry.manifest(WEB, "1.0", soon())).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void a_client_that_follows_redirects_itself_is_refused() {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        assertThatIllegalArgumentException().isThrownBy(() -> Registries.http().client(following));
    }
}
