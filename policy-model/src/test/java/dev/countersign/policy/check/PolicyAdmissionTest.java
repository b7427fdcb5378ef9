package dev.countersign.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Issue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Kyverno's words about small policies, each with one fault. */
class PolicyAdmissionTest {
    private static final String DEPRECATED = "kyverno.io/v1 ClusterPolicy is deprecated and will be removed in a future"
            + " release; migrate to ValidatingPolicy, MutatingPolicy, GeneratingPolicy or ImageValidatingPolicy"
            + " (policies.kyverno.io), see https://kyverno.io/docs/guides/migration-to-cel/";
    private static final String ENTRY = "spec.rules[0].verifyImages[0]";
    private static final String RULE =
            "{\"name\":\"%s\",\"match\":{\"any\":[{\"resources\":{\"kinds\":[\"Pod\"]}}]," + "\"resources\":{}},%s}";
    private static final String VERIFY = "\"verifyImages\":[{\"failureAction\":\"Enforce\",\"imageReferences\":[\"a\"],"
            + "\"mutateDigest\":true,\"verifyDigest\":true,\"validate\":{},\"required\":true,\"useCache\":true}]";

    private static final PolicyReading POLICIES = read();

    @Test
    void a_good_policy_is_admitted_with_a_warning_of_its_kind() {
        PolicyAdmissionAnswer answer = check("good");

        assertThat(answer.admitted()).isTrue();
        assertThat(answer.warnings()).containsExactly(DEPRECATED);
        assertThat(answer.issues()).extracting(Issue::severity).containsExactly(Issue.Severity.WARNING);
    }

    @Test
    void a_count_above_the_entries_quotes_the_set_as_go_prints_it() {
        PolicyAdmissionAnswer answer = check("count-above-entries");

        assertThat(answer.error())
                .contains(ENTRY + ".attestors[0]: Invalid value: {\"count\":2,\"entries\":[{\"keys\":{\"publicKeys\":"
                        + "\"a\\u003cb\",\"signatureAlgorithm\":\"sha256\",\"secret\":{\"name\":\"key\",\"namespace\":\"s\"},"
                        + "\"rekor\":{\"url\":\"\",\"ignoreTlog\":true}},\"signatureAlgorithm\":\"sha256\"}]}: Count cannot"
                        + " exceed length of entries");
    }

    @Test
    void a_refusal_is_an_issue_with_its_place() {
        Issue issue = check("count-above-entries").issues().get(0);

        assertThat(issue.severity()).isEqualTo(Issue.Severity.ERROR);
        assertThat(issue.path()).isEqualTo(ENTRY + ".attestors[0]");
        assertThat(issue.message()).isEqualTo("Count cannot exceed length of entries");
        assertThat(issue.location()).hasToString("policies.yaml:24:15");
    }

    @Test
    void nested_sets_have_no_defaults_and_several_errors_stand_in_brackets() {
        String path = ENTRY + ".attestors[0].entries";

        assertThat(check("nested-sets").error())
                .contains(
                        "[" + path + "[0].attestor: Invalid value: {\"count\":2,\"entries\":[{\"keys\":{\"publicKeys\":"
                                + "\"k\"}}]}: Count cannot exceed length of entries, " + path
                                + "[1].attestor: Invalid value: {\"entries\":\"none\"}: failed to unmarshal attestor set"
                                + " {\"entries\":\"none\"}: json: cannot unmarshal string into Go struct field AttestorSet.entries"
                                + " of type []v1.Attestor]");
    }

    @Test
    void the_attestor_of_the_deprecated_fields_is_checked() {
        assertThat(check("deprecated-identity").error())
                .contains(
                        ENTRY + ".attestors[0].entries[0].keyless: Invalid value: {\"issuer\":\"i\",\"subject\":\"s\"}:"
                                + " Either Rekor URL or roots are required");
    }

    @Test
    void an_entry_without_an_action_has_the_one_of_the_entry_before() {
        assertThat(check("action-of-the-entry-before").error())
                .contains("spec.rules[0].verifyImages[3].mutateDigest: Invalid value: true: mutateDigest must be set to"
                        + " false for \u2018Audit\u2019 failure action");
    }

    @Test
    void notary_takes_no_keys() {
        assertThat(check("notary-with-keys").error()).hasValueSatisfying(error -> assertThat(error)
                .startsWith(ENTRY + ".attestors: Invalid value: {\"failureAction\":\"Enforce\",\"type\":\"Notary\",")
                .endsWith("\"useCache\":true}: Keys field is not allowed for type notary"));
    }

    @Test
    void a_rule_is_quoted_with_all_its_fields() {
        String rule = String.format(
                RULE,
                "twice",
                "\"exclude\":{\"any\":[{\"resources\":{\"namespaces\":[\"lab\"]}}],\"resources\":{}},\"preconditions\":{\"all\":"
                        + "[{\"key\":\"x\",\"operator\":\"Equals\",\"value\":1}]}," + VERIFY
                        + ",\"skipBackgroundRequests\":false");

        assertThat(check("two-rules-of-one-name").error())
                .contains("spec.rules[1].name: Invalid value: " + rule + ": Duplicate rule name: 'twice'");
    }

    @Test
    void a_rule_does_something() {
        assertThat(check("no-operation").error())
                .contains("spec.rules[0]: Invalid value: "
                        + String.format(RULE, "nothing", "\"skipBackgroundRequests\":true")
                        + ": No operation defined in the rule 'nothing'.(supported operations:"
                        + " mutate,validate,generate,verifyImages)");
    }

    @Test
    void an_inline_match_beside_exclude_any_counts_as_empty() {
        assertThat(check("inline-match-and-any-exclude").error())
                .hasValueSatisfying(error -> assertThat(error).endsWith(": Rule is matching an empty set"));
    }

    @Test
    void users_and_selectors_are_checked_in_kyvernos_order() {
        String path = "spec.rules[0].match.any[0]";

        assertThat(check("bad-filters").error())
                .contains("[" + path + ".subjects[0].namespace: Required value: namespace is required when Kind is"
                        + " ServiceAccount, " + path + ".roles[0]: Invalid value: \"plain\": Role is expected to be in"
                        + " namespace:name format, " + path
                        + ".selector: Invalid value: {\"matchLabels\":{\"a b\":\"c\"}}:"
                        + " key: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or"
                        + " '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
                        + " '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')]");
    }

    @Test
    void verify_images_is_not_for_every_kind() {
        assertThat(check("every-kind").error())
                .contains("path: spec.rules[0].match.any[0].kinds: wildcard policy does not support rule type");
    }

    @Test
    void an_unknown_kind_ends_the_checks_with_a_warning() {
        PolicyAdmissionAnswer answer = check("unknown-kind");

        assertThat(answer.admitted()).isTrue();
        assertThat(answer.warnings())
                .containsExactly(
                        "the kind defined in the all match resource is invalid: unable to convert GVK to GVR for kinds"
                                + " Gadget, err: resource not found",
                        DEPRECATED);
    }

    @Test
    void a_kind_that_the_cluster_serves_does_not_end_them() {
        KindDiscovery discovery = KindDiscovery.BUILT_IN.and("acme.io", "v1", "Gadget", true);

        assertThat(PolicyAdmission.check(policy("unknown-kind"), discovery).error())
                .hasValueSatisfying(error -> assertThat(error).contains("mutateDigest must be set to false"));
    }

    @Test
    void a_namespace_has_one_action() {
        assertThat(check("overrides-for-one-namespace").error())
                .contains("conflicting namespaces found in path: spec.validationFailureActionOverrides[1].namespaces:"
                        + " lab, shop");
        assertThat(check("overrides-by-wildcard").error())
                .contains(
                        "path: spec.validationFailureActionOverrides[1].namespaces: wildcard pattern 'sh*' matches with"
                                + " namespace 'shop'");
    }

    @Test
    void background_scans_know_no_user() {
        String message = "only select variables are allowed in background mode. Set spec.background=false to disable"
                + " background mode for this policy rule: ";

        assertThat(check("roles-in-background").error())
                .contains(message + "invalid variable used at path: spec/rules[0]/exclude/any[1]/clusterRoles ");
        assertThat(check("user-in-background").error())
                .contains(message + "variable {{ request.userInfo.username }} is not allowed ");
    }

    @Test
    void exclude_holds_no_variables() {
        assertThat(check("variable-in-exclude").error())
                .contains(
                        "policy contains invalid variables: rule \"signed\" should not have variables in exclude section");
    }

    @Test
    void a_policy_speaks_at_some_time() {
        assertThat(check("speaks-never").error())
                .contains("disabling both admission and background processing is not allowed");
    }

    @Test
    void context_entries_are_checked() {
        assertThat(check("reserved-context-name").error())
                .contains("path: spec.rules[0]: entry name images.mine is invalid as it conflicts with a pre-defined"
                        + " variable images");
        assertThat(check("bad-image-in-context").error())
                .contains("path: spec.rules[0]: bad image: No Image: invalid reference format");
    }

    @Test
    void conditions_are_checked() {
        assertThat(check("unknown-operation").error())
                .contains(
                        "path: spec.rules[0].validate.preconditions.all[0].value[1]: unknown value 'PATCH' found under"
                                + " the 'value' field. Only the following values are allowed: [CREATE, UPDATE, DELETE, CONNECT]");
        assertThat(check("condition-without-value").error())
                .contains(
                        "path: spec.rules[0].validate.preconditions[0].: entered value of `key`, `value` or `operator`"
                                + " is missing or misspelled");
    }

    @Test
    void an_entry_without_deny_beside_one_with_validate_is_refused_where_kyverno_crashes() {
        assertThat(check("validate-without-deny").issues().get(0).path())
                .isEqualTo("spec.rules[0].verifyImages[1].validate");
    }

    @Test
    void an_extractor_that_changes_the_text_excludes_pinning() {
        assertThat(check("jmespath-and-digest").error())
                .contains(
                        "path: spec.rules[0]: jmespath may not be used in an image extractor when mutating digests with"
                                + " verify images");
    }

    @Test
    void a_rule_names_kinds() {
        assertThat(check("no-kinds").error())
                .contains("at least one element must be specified in a kind block, the kind attribute is mandatory when"
                        + " working with the resources element");
    }

    @Test
    void each_action_in_small_letters_is_warned_of_twice() {
        String message = ": Validation failure actions enforce/audit are deprecated, use Enforce/Audit instead.";
        String policy = "spec.validationFailureAction" + message;
        String override = "spec.validationFailureActionOverrides[1].action" + message;

        assertThat(check("small-letters").warnings()).containsExactly(policy, override, DEPRECATED, policy, override);
    }

    @Test
    void deprecated_fields_are_warned_of_once_a_rule() {
        String type = "predicateType has been deprecated use 'type: t' instead of 'predicateType: t'";
        String operator =
                "Operator NotIn has been deprecated and will be removed soon. Use these instead: [\"AllNotIn\""
                        + " \"AnyNotIn\"]";

        assertThat(check("many-warnings").warnings())
                .containsExactly(
                        "Policies that match Pods apply to all Pods including those created and managed by controllers"
                                + " excluded from autogen. Use preconditions to exclude the Pods managed by controllers"
                                + " which are excluded from autogen. Refer to"
                                + " https://kyverno.io/docs/policy-types/cluster-policy/autogen/ for details.",
                        type,
                        operator,
                        type,
                        operator,
                        DEPRECATED);
    }

    @Test
    void a_namespaced_policy_stays_in_its_namespace() {
        assertThat(check("namespaced").error())
                .contains(
                        "[spec.rules[0].match.any[0].namespaces: Forbidden: Filtering namespaces not allowed in namespaced"
                                + " policies, spec.rules[0].match.any[0].kinds[0]: Forbidden: Cluster wide resource 'Node' not"
                                + " allowed in namespaced policy, spec.validationFailureActionOverrides: Forbidden: Use of"
                                + " validationFailureActionOverrides is supported only with ClusterPolicy]");
    }

    @Test
    void a_cluster_policy_has_no_namespace() {
        String message = "A clusterpolicy should not have the namespace defined";
        PolicyAdmissionAnswer answer = check("cluster-policy-in-a-namespace");

        assertThat(answer.error()).contains(message);
        assertThat(answer.warnings()).containsExactly(message, DEPRECATED);
    }

    @Test
    void times_have_bounds_and_one_place() {
        assertThat(check("times-and-places").error())
                .contains("[spec.webhookTimeoutSeconds: Forbidden: remove the deprecated field and use"
                        + " spec.webhookConfiguration.timeoutSeconds instead, spec.failurePolicy: Forbidden: remove the"
                        + " deprecated field and use spec.webhookConfiguration.failurePolicy instead,"
                        + " spec.generateExistingOnPolicyUpdate: Forbidden: remove the deprecated field and use"
                        + " spec.generate[*].generateExisting instead,"
                        + " spec.webhookTimeoutSeconds: Invalid value: 0: the timeout value must be between 1 and 30"
                        + " seconds, spec.webhookConfiguration.timeoutSeconds: Invalid value: 31: the timeout value must be"
                        + " between 1 and 30 seconds]");
    }

    private static PolicyAdmissionAnswer check(String name) {
        return PolicyAdmission.check(policy(name));
    }

    private static Policy policy(String name) {
        return POLICIES.policies().stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + ": " + POLICIES.issues()));
    }

    private static PolicyReading read() {
        String file = "policies.yaml";
        try (InputStream in = Objects.requireNonNull(PolicyAdmissionTest.class.getResourceAsStream(file), file)) {
            return PolicyReader.read(file, in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
