package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.UserInfo;
import dev.countersign.policy.Policy;
import dev.countersign.policy.read.ConfigurationReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kyverno's own ConfigMap: objects and users that the installation leaves alone, and the registry of bare images. */
class KyvernoConfigurationTest extends EndToEnd {
    private static final UserInfo NODE =
            new UserInfo("node-1", "", List.of("system:nodes"), Map.of(), List.of("shop:edit"), List.of("admin"));

    private boolean isLeftAlone(AdmissionRequest request, Map<String, String> data) {
        return builder(check(entry(key(KEY))))
                .configuration(ConfigurationReader.of(data))
                .build()
                .decide(request)
                .allowed();
    }

    private static AdmissionRequest by(UserInfo user) {
        AdmissionRequest request = create(BAD_IMAGE);
        return new AdmissionRequest(
                request.uid(),
                request.kind(),
                request.subResource(),
                request.name(),
                request.namespace(),
                request.operation(),
                user,
                request.object(),
                request.oldObject(),
                request.dryRun());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[Pod,shop,*] | true",
                "[*/*,shop,*] | true",
                "[Node,*,*][Pod,sh?p,*] | true",
                "[Pod] | true",
                "[Pod,shop] | true",
                "[Pod,other,*] | false",
                "[Pod,shop,other] | false",
                "[Deployment,*,*] | false",
                "[Pod/status,*,*] | false",
                "Pod,shop,* | false",
                "[,shop,*] | false",
                "[Pod,shop,*,*] | false"
            })
    void filtered_objects_are_left_alone(String filters, boolean leftAlone) {
        assertThat(isLeftAlone(create(BAD_IMAGE), Map.of("resourceFilters", filters)))
                .isEqualTo(leftAlone);
    }

    @ParameterizedTest
    @CsvSource({
        "excludeGroups, system:nodes, true",
        "excludeGroups, 'a, system:*', true",
        "excludeUsernames, node-?, true",
        "excludeRoles, shop:edit, true",
        "excludeClusterRoles, admin, true",
        "excludeGroups, system:masters, false",
        "excludeUsernames, '', false",
        "excludeUsernames, !node-1, false"
    })
    void requests_of_excluded_users_are_left_alone(String key, String patterns, boolean leftAlone) {
        assertThat(isLeftAlone(by(NODE), Map.of(key, patterns))).isEqualTo(leftAlone);
    }

    @Test
    void a_user_who_is_included_again_is_not_left_alone() {
        assertThat(isLeftAlone(by(NODE), Map.of("excludeGroups", "system:nodes,!system:n*")))
                .isFalse();
        assertThat(isLeftAlone(by(NODE), Map.of("excludeGroups", "system:nodes", "excludeClusterRoles", "!admin")))
                .isFalse();
    }

    @Test
    void a_user_of_unknown_roles_is_not_left_alone_where_a_role_could_include_him() {
        UserInfo unknown = new UserInfo("node-1", "", List.of("system:nodes"), Map.of(), List.of(), List.of(), false);

        assertThat(isLeftAlone(by(unknown), Map.of("excludeGroups", "system:nodes")))
                .isTrue();
        assertThat(isLeftAlone(by(unknown), Map.of("excludeGroups", "system:nodes", "excludeRoles", "!shop:edit")))
                .isFalse();
        assertThat(isLeftAlone(by(unknown), Map.of("excludeRoles", "*"))).isFalse();
    }

    @Test
    void nobody_is_excluded_where_no_user_is_named() {
        assertThat(isLeftAlone(create(BAD_IMAGE), Map.of("excludeUsernames", "*")))
                .isFalse();
    }

    @Test
    void a_bare_image_is_one_of_the_default_registry() {
        assertThat(only(builder(check(entry(key(KEY))))
                                .configuration(ConfigurationReader.of(Map.of("defaultRegistry", HOST)))
                                .build()
                                .decide(create("shop/good:1")))
                        .message())
                .isEqualTo("verified image signatures for " + GOOD_IMAGE);
    }

    @Test
    void image_normalize_knows_the_default_registry() {
        Policy policy = named("check")
                .ruleWith(
                        "verify",
                        "match: {any: [{resources: {kinds: [Pod]}}]}, preconditions: {all: [{key: \"{{"
                                + " image_normalize('shop/good:1') }}\", operator: Equals, value: '" + GOOD_IMAGE
                                + "'}]}",
                        entry(key(KEY)))
                .read();

        assertThat(only(builder(policy)
                                .configuration(ConfigurationReader.of(Map.of("defaultRegistry", HOST)))
                                .build()
                                .decide(create(GOOD_IMAGE)))
                        .message())
                .isEqualTo("verified image signatures for " + GOOD_IMAGE);
        assertThat(only(builder(policy).build().decide(create(GOOD_IMAGE))).message())
                .startsWith("preconditions not met");
    }
}
