package dev.countersign.registry;

import static dev.countersign.registry.RegistryAnswers.WEB;
import static dev.countersign.registry.RegistryAnswers.digest;
import static dev.countersign.registry.RegistryAnswers.failure;
import static dev.countersign.registry.RegistryAnswers.soon;
import static dev.countersign.registry.RegistryAnswers.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.registry.RegistryException.Kind;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRegistryRedirectTest {
    private static final Digest BLOB = digest("payload");
    private static final String AT = "https://registry.test/v2/shop/web/blobs/" + BLOB;

    private final ScriptedTransport server = new ScriptedTransport();
    private final Registry registry = Registries.http()
            .transport(server)
            .pause(d -> {})
            .credentials(r -> Optional.of(new RegistryCredential.Basic("u", "p")))
            .build();

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_login_is_not_carried_to_another_host(int status) throws Exception {
        server.instead("https://registry.test/v2/", 401, "", "WWW-Authenticate", "Basic realm=\"r\"")
                .on(AT, status, "", "Location", "https://store.test/x?signature=secret")
                .on("https://store.test/x?signature=secret", 200, "payload");
        assertThat(text(registry.blob(WEB, BLOB, 7, 7, soon()))).isEqualTo("payload");
        assertThat(server.logins()).containsExactly(Optional.empty(), Optional.of("Basic dTpw"), Optional.empty());
    }

    @Test
    void a_login_is_kept_on_the_same_server_and_lost_on_another_port() throws Exception {
        server.instead("https://registry.test/v2/", 401, "", "WWW-Authenticate", "Basic realm=\"r\"")
                .on(AT, 307, "", "Location", "/here")
                .on("https://registry.test/here", 307, "", "Location", "https://registry.test:8443/there")
                .on("https://registry.test:8443/there", 200, "payload");
        registry.blob(WEB, BLOB, 7, 7, soon());
        assertThat(server.logins())
                .containsExactly(
                        Optional.empty(), Optional.of("Basic dTpw"), Optional.of("Basic dTpw"), Optional.empty());
    }

    @Test
    void a_challenge_of_another_host_is_not_answered() {
        server.on(AT, 307, "", "Location", "https://store.test/x")
                .on("https://store.test/x", 401, "", "WWW-Authenticate", "Basic realm=\"r\"");
        assertThat(failure(() -> registry.blob(WEB, BLOB, 7, 7, soon())).kind()).isEqualTo(Kind.DENIED);
        assertThat(server.logins()).containsOnly(Optional.empty());
    }

    @Test
    void a_redirected_failure_names_the_last_place_without_its_secrets() {
        server.on(AT, 307, "", "Location", "https://store.test/x?signature=secret&digest=d")
                .on("https://store.test/x?signature=secret&digest=d", 403, "expired");
        assertThat(failure(() -> registry.blob(WEB, BLOB, 7, 7, soon())))
                .hasMessage("GET https://store.test/x?digest=d&signature=REDACTED: "
                        + "unexpected status code 403 Forbidden: expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://store.test/x",
                "https://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/x",
                "https://[::1]/x",
                "https://[0:0:0:0:0:0:0:1]/x",
                "https://[0:0:0:0:0:ffff:a00:1]/x",
                "https://[::7f00:1]/x",
                "https://[64:ff9b::a9fe:a9fe]/x",
                "https://[fd00::1]/x",
                "https://2130706433/x",
                "https://127.1/x",
                "https://0x7f000001/x",
                "https://127.0.0.1/x",
                "file:///etc/passwd",
                "https:///x",
                "https://u:p@store.test/x",
                "https://store.test/%zz",
                "mailto:x"
            })
    void places_that_a_registry_has_no_business_with_are_not_visited(String location) {
        server.on(AT, 307, "", "Location", location);
        assertThat(failure(() -> registry.blob(WEB, BLOB, 7, 7, soon())).kind()).isEqualTo(Kind.ANSWERED);
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void a_circle_ends() {
        server.on(AT, 307, "", "Location", AT);
        assertThat(failure(() -> registry.blob(WEB, BLOB, 7, 7, soon())))
                .hasMessage("Get \"" + AT + "\": stopped after 10 redirects");
    }

    @Test
    void the_bytes_behind_a_redirect_are_checked() {
        server.on(AT, 307, "", "Location", "https://store.test/x").on("https://store.test/x", 200, "another");
        assertThat(failure(() -> registry.blob(WEB, BLOB, 7, 7, soon())).kind()).isEqualTo(Kind.CORRUPT);
    }

    @Test
    void an_address_in_a_query_is_shown_without_unknown_values() {
        assertThat(Redirects.shown(URI.create("https://a.test/t?scope=s&service=v&token=x&flag")))
                .isEqualTo("https://a.test/t?flag=REDACTED&scope=s&service=v&token=REDACTED");
    }
}
