package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Value;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import dev.countersign.registry.Registries;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryCredential;
import dev.countersign.testkit.Login;
import dev.countersign.verify.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy states of the way to registries, from its text to the answer. */
class RegistryCredentialsTest extends EndToEnd {
    private final List<String> read = new ArrayList<>();

    @BeforeEach
    void the_registry_wants_a_login() {
        server().login(HOST, Login.bearer("robot", "secret"));
    }

    private static Policy stating(String credentials) {
        return check(entry(key(KEY)) + ", mutateDigest: false, imageRegistryCredentials: {" + credentials + "}");
    }

    private ClusterReader cluster(String name, String type, String field, String config) {
        String secret = "{\"type\":\"" + type + "\",\"data\":{\"" + field + "\":\"" + base64(config) + "\"}}";
        return (kind, namespace, asked) -> {
            read.add(kind + " " + namespace + "/" + asked);
            return namespace.equals("kyverno") && asked.equals(name)
                    ? Optional.<Value.ObjectValue>of(Pods.object(secret))
                    : Optional.empty();
        };
    }

    private ClusterReader pull(String config) {
        return cluster("pull", "kubernetes.io/dockerconfigjson", ".dockerconfigjson", config);
    }

    private static String login(String host, String user, String password) {
        return "{\"auths\":{\"" + host + "\":{\"auth\":\"" + base64(user + ":" + password) + "\"}}}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private RuleResponse answer(Policy policy, ClusterReader cluster) {
        return only(builder(policy).cluster(cluster).build().decide(create(GOOD_IMAGE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {HOST, "https://" + HOST, "https://" + HOST + "/v2/", HOST + "/shop", "*.test", "regist*.test"})
    void the_login_of_a_secret_in_kyvernos_namespace_is_used(String host) {
        assertThat(answer(stating("secrets: [pull]"), pull(login(host, "robot", "secret")))
                        .status())
                .isEqualTo(RuleStatus.PASS);
        assertThat(answer(stating("secrets: [kyverno/pull]"), pull(login(host, "robot", "secret")))
                        .status())
                .isEqualTo(RuleStatus.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.test", HOST + ":443", HOST + "/other", "*", "*.*.test", "[a-z]*.test"})
    void the_login_for_another_host_is_not_used(String host) {
        assertThat(answer(stating("secrets: [pull]"), pull(login(host, "robot", "secret")))
                        .status())
                .isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void the_older_form_of_a_secret_is_read_too() {
        String config = "{\"" + HOST + "\":{\"username\":\"robot\",\"password\":\"secret\"}}";

        assertThat(answer(stating("secrets: [old]"), cluster("old", "kubernetes.io/dockercfg", ".dockercfg", config))
                        .status())
                .isEqualTo(RuleStatus.PASS);
        assertThat(answer(stating("secrets: [old]"), cluster("old", "Opaque", ".dockercfg", config))
                        .status())
                .isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void secrets_of_other_namespaces_are_never_read_and_count_as_missing() {
        RuleResponse response = answer(stating("secrets: [shop/pull]"), pull(login(HOST, "robot", "secret")));

        assertThat(response.status()).isNotEqualTo(RuleStatus.PASS);
        assertThat(read).noneMatch(object -> object.startsWith("SECRET"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"auths\":{\"registry.test\":{\"auth\":\"!\"}}}", "{\"auths\":7}"})
    void a_secret_that_holds_no_login_lets_nothing_pass(String config) {
        RuleResponse response = answer(stating("secrets: [pull]"), pull(config));

        assertThat(response.status()).isNotEqualTo(RuleStatus.PASS);
        assertThat(response.images().get(0).verdict()).isInstanceOf(Verdict.Indeterminate.class);
    }

    @Test
    void a_cluster_that_cannot_be_asked_leaves_the_question_open() {
        RuleResponse response = answer(stating("secrets: [pull]"), (kind, namespace, name) -> {
            throw new ClusterException("no route", new IOException());
        });

        assertThat(response.images().get(0).verdict()).isInstanceOf(Verdict.Indeterminate.class);
    }

    private Registry own(String user) {
        return Registries.http()
                .resolver(server().resolver())
                .pause(d -> {})
                .credentials(repository -> Optional.of(new RegistryCredential.Basic(user, "secret")))
                .build();
    }

    private RuleStatus over(Registry registry, String credentials, ClusterReader cluster) {
        return only(builder(stating(credentials))
                        .registry(registry)
                        .cluster(cluster)
                        .build()
                        .decide(create(GOOD_IMAGE)))
                .status();
    }

    @Test
    void providers_stand_for_the_callers_own_logins_and_secrets_alone_replace_them() {
        ClusterReader nothing = ClusterReader.empty();
        for (String provider : List.of("default", "amazon", "azure", "google", "github")) {
            assertThat(over(own("robot"), "providers: [" + provider + "]", nothing))
                    .isEqualTo(RuleStatus.PASS);
        }
        assertThat(over(own("robot"), "providers: [default], secrets: [pull]", nothing))
                .isEqualTo(RuleStatus.PASS);
        assertThat(over(own("robot"), "secrets: [pull]", nothing)).isNotEqualTo(RuleStatus.PASS);
        assertThat(over(own("nobody"), "providers: [default], secrets: [pull]", pull(login(HOST, "robot", "secret"))))
                .isEqualTo(RuleStatus.PASS);
        assertThat(over(Registries.caching(own("nobody")), "secrets: [pull]", pull(login(HOST, "robot", "secret"))))
                .isEqualTo(RuleStatus.PASS);
    }

    @Test
    void what_one_login_read_is_not_given_to_an_entry_without_it() {
        Policy policy = check(entry(key(KEY)) + ", imageRegistryCredentials: {secrets: [pull]}", entry(key(KEY)));
        Registry caching = Registries.caching(server().registry());

        List<RuleResponse> responses = rules(builder(policy)
                .registry(caching)
                .cluster(pull(login(HOST, "robot", "secret")))
                .build()
                .decide(create(GOOD_IMAGE))
                .verify());

        assertThat(responses).extracting(RuleResponse::status).contains(RuleStatus.PASS, RuleStatus.FAIL);
    }

    @Test
    void plain_http_by_policy_needs_the_callers_word() {
        server().login(HOST, Login.anonymousBearer());
        ImageVerificationEngine.Builder builder = builder(stating("allowInsecureRegistry: true"));

        RuleResponse refused = only(builder.build().decide(create(GOOD_IMAGE)));
        assertThat(refused.status()).isEqualTo(RuleStatus.ERROR);
        assertThat(refused.blocks()).isTrue();
        assertThat(refused.divergences()).containsExactly("D28");
        assertThat(refused.message())
                .contains("verifyImages[0].imageRegistryCredentials")
                .contains("HttpRegistryBuilder.allowInsecureRegistries");

        Registry willing = Registries.http()
                .resolver(server().resolver())
                .pause(d -> {})
                .allowInsecureRegistries()
                .build();
        RuleResponse allowed = only(builder.registry(willing).build().decide(create(GOOD_IMAGE)));
        assertThat(allowed.status()).isEqualTo(RuleStatus.PASS);
        assertThat(((Verdict.Verified) allowed.images().get(0).verdict()).evidence())
                .allSatisfy(evidence ->
                        assertThat(evidence.weakened()).contains("imageRegistryCredentials.allowInsecureRegistry"));
    }

    @Test
    void a_registry_of_the_callers_own_that_knows_no_such_access_is_not_asked() {
        for (String credentials : List.of("secrets: [pull]", "allowInsecureRegistry: true")) {
            RuleResponse response = only(builder(stating(credentials))
                    .registry(ScriptedRegistry.untouchable())
                    .build()
                    .decide(create(GOOD_IMAGE)));

            assertThat(response.status()).isEqualTo(RuleStatus.ERROR);
            assertThat(response.divergences()).containsExactly("D28");
        }
    }
}
