package dev.countersign.registry;

import static dev.countersign.registry.RegistryAnswers.TAGGED;
import static dev.countersign.registry.RegistryAnswers.WEB;
import static dev.countersign.registry.RegistryAnswers.failure;
import static dev.countersign.registry.RegistryAnswers.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRegistryLoginTest {
    private static final String PING = "https://registry.test/v2/";
    private static final String BEARER = "Bearer realm=\"https://auth.test/token\",service=\"registry.test\"";
    private static final String TOKEN =
            "https://auth.test/token?scope=repository%3Ashop%2Fweb%3Apull&service=registry.test";

    private final ScriptedTransport server = new ScriptedTransport();
    private long now;

    private Registry registry(RegistryCredentialSource credentials) {
        return Registries.http()
                .transport(server)
                .pause(d -> {})
                .credentials(credentials)
                .nanoTime(() -> now)
                .build();
    }

    private Registry anonymous() {
        return registry(RegistryCredentialSource.anonymous());
    }

    @Test
    void an_anonymous_token_is_fetched_once_and_used_until_it_expires() throws Exception {
        server.instead(PING, 401, "", "WWW-Authenticate", BEARER)
                .on(TOKEN, 200, "{\"token\":\"t1\",\"expires_in\":300}")
                .on(TOKEN, 200, "{\"access_token\":\"t2\"}")
                .on(TAGGED, 200, "{}");
        Registry registry = anonymous();
        registry.manifest(WEB, "1.0", soon());
        registry.manifest(WEB, "1.0", soon());
        now += Duration.ofSeconds(301).toNanos();
        registry.manifest(WEB, "1.0", soon());
        assertThat(server.urls()).containsExactly(PING, TOKEN, TAGGED, TAGGED, TOKEN, TAGGED);
        assertThat(server.logins())
                .containsExactly(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("Bearer t1"),
                        Optional.of("Bearer t1"),
                        Optional.empty(),
                        Optional.of("Bearer t2"));
    }

    @Test
    void a_token_that_was_withdrawn_is_renewed_once() throws Exception {
        server.instead(PING, 401, "", "WWW-Authenticate", BEARER)
                .on(TOKEN, 200, "{\"token\":\"old\"}")
                .on(TOKEN, 200, "{\"token\":\"new\"}")
                .on(TAGGED, 401, "", "WWW-Authenticate", BEARER)
                .on(TAGGED, 200, "{}");
        anonymous().manifest(WEB, "1.0", soon());
        assertThat(server.logins()).endsWith(Optional.of("Bearer old"), Optional.empty(), Optional.of("Bearer new"));
    }

    @Test
    void a_registry_that_asks_at_the_door_of_each_repository_is_answered() throws Exception {
        server.on(TAGGED, 401, "", "WWW-Authenticate", BEARER)
                .on(TAGGED, 200, "{}")
                .on(TOKEN, 200, "{\"token\":\"t\"}");
        Registry registry = anonymous();
        registry.manifest(WEB, "1.0", soon());
        registry.manifest(WEB, "1.0", soon());
        assertThat(server.urls()).containsExactly(PING, TAGGED, TOKEN, TAGGED, TAGGED);
    }

    @Test
    void a_refused_token_is_a_denial_and_never_an_absence() {
        server.instead(PING, 401, "", "WWW-Authenticate", BEARER)
                .on(TOKEN, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}");
        RegistryException e = failure(() -> anonymous().manifest(WEB, "1.0", soon()));
        assertThat(e.kind()).isEqualTo(Kind.DENIED);
        assertThat(e).hasMessage("GET " + TOKEN + ": UNAUTHORIZED: authentication required");
        server.instead(TOKEN, 404, "");
        assertThat(failure(() -> anonymous().manifest(WEB, "1.0", soon())).kind())
                .isEqualTo(Kind.ANSWERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"token\":\"\"}", "{\"token\":\"a\\r\\nX: y\"}", "{\"token\":[1]}"})
    void a_token_service_without_a_token_is_no_anonymous_access(String body) {
        server.instead(PING, 401, "", "WWW-Authenticate", BEARER)
                .on(TOKEN, 200, body)
                .on(TAGGED, 200, "{}");
        assertThat(failure(() -> anonymous().manifest(WEB, "1.0", soon())).kind())
                .isEqualTo(Kind.ANSWERED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.test/token",
                "https://169.254.169.254/token",
                "https://[fd00::1]/token",
                "file:///token",
                "not a url",
                "https://u@auth.test/token"
            })
    void a_realm_that_leads_astray_is_not_visited(String realm) {
        server.instead(PING, 401, "", "WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
        assertThat(failure(() -> anonymous().manifest(WEB, "1.0", soon())).kind())
                .isEqualTo(Kind.DENIED);
        assertThat(server.urls()).containsExactly(PING);
    }

    @Test
    void a_password_is_sent_to_a_token_service_of_the_registrys_own_domain_only() throws Exception {
        RegistryCredentialSource user = r -> Optional.of(new RegistryCredential.Basic("u", "p"));
        server.instead(PING, 401, "", "WWW-Authenticate", "Bearer realm=\"https://auth.elsewhere.example/token\"");
        assertThat(failure(() -> registry(user).manifest(WEB, "1.0", soon())))
                .hasMessageContaining("realm host \"auth.elsewhere.example\" does not match registry");
        assertThat(server.logins()).containsOnly(Optional.empty());

        String hub = "https://auth.docker.io/token?scope=repository%3Ashop%2Fweb%3Apull&service=s";
        server.on(
                        "https://index.docker.io/v2/",
                        401,
                        "",
                        "WWW-Authenticate",
                        "Bearer realm=\"https://auth.docker.io/token\",service=\"s\"")
                .on(hub, 200, "{\"token\":\"t\"}")
                .on("https://index.docker.io/v2/shop/web/manifests/1.0", 200, "{}");
        registry(user).manifest(new Repository("docker.io", "shop/web"), "1.0", soon());
        assertThat(server.logins()).endsWith(Optional.of("Basic dTpw"), Optional.of("Bearer t"));
    }

    @Test
    void a_registry_token_is_sent_as_it_is() throws Exception {
        server.instead(PING, 401, "", "WWW-Authenticate", BEARER).on(TAGGED, 200, "{}");
        registry(r -> Optional.of(new RegistryCredential.Bearer("mine"))).manifest(WEB, "1.0", soon());
        assertThat(server.logins()).endsWith(Optional.of("Bearer mine"));
    }

    @Test
    void a_registry_that_asks_nobody_is_told_nothing() throws Exception {
        server.on(TAGGED, 200, "{}");
        registry(r -> Optional.of(new RegistryCredential.Basic("u", "p"))).manifest(WEB, "1.0", soon());
        assertThat(server.logins()).containsOnly(Optional.empty());
    }

    @Test
    void without_a_credential_there_is_no_anonymous_request() {
        server.instead(PING, 401, "", "WWW-Authenticate", BEARER).on(TAGGED, 200, "{}");
        RegistryCredentialSource broken = r -> {
            throw new RegistryException(Kind.DENIED, 0, "the credential helper failed");
        };
        assertThat(failure(() -> registry(broken).manifest(WEB, "1.0", soon())))
                .hasMessage("the credential helper failed");
        assertThat(server.urls()).containsExactly(PING);
    }

    @Test
    void a_credential_never_shows_its_secret() {
        assertThat(new RegistryCredential.Basic("u", "hidden")).asString().doesNotContain("hidden");
        assertThat(new RegistryCredential.Bearer("hidden")).asString().doesNotContain("hidden");
    }

    @Test
    void hostile_challenges_end_in_a_refusal() {
        for (String challenge : new String[] {
            "Bearer", "Bearer realm=", "Bearer realm=\"" + "x".repeat(100_000), "Negotiate abc", "\"\"\",,,==", ""
        }) {
            server.instead(PING, 401, "", "WWW-Authenticate", challenge).instead(TAGGED, 401, "");
            assertThat(failure(() -> anonymous().manifest(WEB, "1.0", soon())).kind())
                    .as(challenge.length() > 50 ? "long" : challenge)
                    .isEqualTo(Kind.DENIED);
        }
    }
}
