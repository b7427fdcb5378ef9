package dev.countersign.registry;

import static dev.countersign.registry.RegistryAnswers.TAGGED;
import static dev.countersign.registry.RegistryAnswers.WEB;
import static dev.countersign.registry.RegistryAnswers.failure;
import static dev.countersign.registry.RegistryAnswers.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.registry.RegistryException.Kind;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryAccessTest {
    private static final String PING = "https://registry.test/v2/";
    private static final String PLAIN = "http://registry.test/v2/";
    private static final RegistryAccess INSECURE = new RegistryAccess(RegistryCredentialSource.anonymous(), true, true);

    private final ScriptedTransport server = new ScriptedTransport();

    private HttpRegistryBuilder builder() {
        return Registries.http().transport(server).pause(d -> {});
    }

    private static RegistryCredentialSource login(String user) {
        return repository -> Optional.of(new RegistryCredential.Basic(user, "p"));
    }

    private static RegistryAccess access(RegistryCredentialSource credentials, boolean own) {
        return new RegistryAccess(credentials, own, false);
    }

    @Test
    void plain_http_is_tried_behind_tls_only_where_policy_and_builder_both_say_so() throws Exception {
        ScriptedTransport plainOnly = withoutTls();
        Registry willing = Registries.http()
                .transport(plainOnly)
                .pause(d -> {})
                .allowInsecureRegistries()
                .build();

        assertThat(failure(() -> willing.manifest(WEB, "1.0", soon())).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(plainOnly.urls()).noneMatch(url -> url.startsWith("http://"));
        willing.reachedBy(INSECURE).manifest(WEB, "1.0", soon());
        assertThat(plainOnly.urls()).endsWith(PING, PLAIN, "http://registry.test/v2/shop/web/manifests/1.0");
        // what one policy chose, nobody else gets
        assertThat(failure(() -> willing.manifest(WEB, "1.0", soon())).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThatThrownBy(() -> builder().build().reachedBy(INSECURE))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ALLOWED))
                .hasMessageContaining("allowInsecureRegistries");
    }

    @Test
    void no_login_is_sent_by_plain_http_that_a_policy_chose() throws Exception {
        String manifest = "http://registry.test/v2/shop/web/manifests/1.0";
        ScriptedTransport plainOnly = withoutTls();
        plainOnly
                .instead(PLAIN, 401, "", "WWW-Authenticate", "Basic realm=\"r\"")
                .instead(manifest, 200, "{}");
        HttpRegistryBuilder builder = Registries.http()
                .transport(plainOnly)
                .pause(d -> {})
                .credentials(login("own"))
                .allowInsecureRegistries();
        RegistryAccess insecure = new RegistryAccess(login("policy"), true, true);

        builder.build().reachedBy(insecure).manifest(WEB, "1.0", soon());
        assertThat(plainOnly.logins()).containsOnly(Optional.empty());
        // unless whoever built the registry named the host
        builder.plainHttp("registry.test").build().reachedBy(insecure).manifest(WEB, "1.0", soon());
        assertThat(plainOnly.logins()).endsWith(Optional.of(basic("policy")));
    }

    private static ScriptedTransport withoutTls() {
        ScriptedTransport out = new ScriptedTransport();
        out.instead(PLAIN, 200, "").on("http://registry.test/v2/shop/web/manifests/1.0", 200, "{}");
        out.removed(PING);
        for (int i = 0; i < 20; i++) {
            out.breaking(PING, new ConnectException("refused"));
        }
        return out;
    }

    @Test
    void the_logins_of_the_access_come_before_the_registrys_own_or_in_their_place() throws Exception {
        server.instead(PING, 401, "", "WWW-Authenticate", "Basic realm=\"r\"").on(TAGGED, 200, "{}");
        Registry registry = builder().credentials(login("own")).build();
        List<RegistryAccess> accesses = List.of(
                access(login("policy"), true),
                access(login("policy"), false),
                access(RegistryCredentialSource.anonymous(), true),
                access(RegistryCredentialSource.anonymous(), false));

        List<Optional<String>> logins = new ArrayList<>();
        for (RegistryAccess access : accesses) {
            registry.reachedBy(access).manifest(WEB, "1.0", soon());
            logins.add(server.logins().get(server.logins().size() - 1));
        }

        assertThat(logins)
                .containsExactly(
                        Optional.of(basic("policy")),
                        Optional.of(basic("policy")),
                        Optional.of(basic("own")),
                        Optional.empty());
    }

    private static String basic(String user) {
        return "Basic "
                + java.util.Base64.getEncoder()
                        .encodeToString((user + ":p").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void a_token_that_one_login_got_is_not_given_to_another() throws Exception {
        String token = "https://registry.test/token?scope=repository%3Ashop%2Fweb%3Apull";
        server.instead(PING, 401, "", "WWW-Authenticate", "Bearer realm=\"https://registry.test/token\"")
                .on(token, 200, "{\"token\":\"first\"}")
                .on(token, 200, "{\"token\":\"second\"}")
                .on(TAGGED, 200, "{}");
        Registry registry = builder().build();

        registry.reachedBy(access(login("policy"), false)).manifest(WEB, "1.0", soon());
        registry.manifest(WEB, "1.0", soon());

        assertThat(server.logins()).contains(Optional.of("Bearer first")).endsWith(Optional.of("Bearer second"));
    }

    @Test
    void a_registry_that_says_nothing_of_it_lets_no_policy_choose() {
        Registry silent = new SilentRegistry();

        for (Registry registry : List.of(
                silent,
                Registries.caching(silent),
                Registries.observed(silent, (question, problem) -> {}),
                Registries.budgeted(silent, 1, 1))) {
            assertThatThrownBy(() -> registry.reachedBy(access(login("policy"), true)))
                    .isInstanceOfSatisfying(
                            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ALLOWED));
        }
    }
}
