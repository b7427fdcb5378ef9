package dev.countersign.policy.check.lint;

import static dev.countersign.policy.check.lint.LintedPolicy.found;
import static dev.countersign.policy.check.lint.LintedPolicy.foundWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Switches that weaken a policy. */
class SwitchLintsTest {
    private static final String ATTESTOR = " at entry.attestors[0].entries[0].";
    private static final String ENFORCE = "failureAction: Enforce";

    @Test
    void a_log_that_is_ignored_is_told() {
        assertThat(foundWith("keys: {publicKeys: k, rekor: {ignoreTlog: true}}"))
                .containsExactly("LOG_IGNORED" + ATTESTOR + "keys.rekor.ignoreTlog");
        assertThat(foundWith("keys: {publicKeys: k, rekor: {ignoreTlog: false, url: u}}"))
                .isEmpty();
    }

    @Test
    void a_certificate_log_that_is_ignored_is_told_but_not_for_keys() {
        assertThat(foundWith("keyless: {subject: s, issuer: i, roots: r, ctlog: {ignoreSCT: true}}"))
                .containsExactly("SCT_IGNORED" + ATTESTOR + "keyless.ctlog.ignoreSCT");
        assertThat(foundWith("keys: {publicKeys: k, ctlog: {ignoreSCT: true}}")).isEmpty();
    }

    @Test
    void a_registry_without_tls_is_told() {
        assertThat(withField("imageRegistryCredentials: {allowInsecureRegistry: true}"))
                .containsExactly("INSECURE_REGISTRY at entry.imageRegistryCredentials.allowInsecureRegistry");
        assertThat(withField("imageRegistryCredentials: {providers: [amazon]}")).isEmpty();
    }

    @Test
    void a_secret_that_kyverno_does_not_see_is_told() {
        assertThat(withField("imageRegistryCredentials: {secrets: [pull, kyverno/pull, shop/pull]}"))
                .containsExactly("SECRET_OF_OTHER_NAMESPACE at entry.imageRegistryCredentials.secrets[2]");
    }

    @Test
    void a_policy_that_fails_open_is_told() {
        assertThat(found("failurePolicy: Fail", "failurePolicy: Ignore"))
                .containsExactly("FAILS_OPEN at spec.webhookConfiguration.failurePolicy");
        assertThat(found("webhookConfiguration: {failurePolicy: Fail}", "failurePolicy: Ignore"))
                .containsExactly("FAILS_OPEN at spec.failurePolicy");
        assertThat(found("webhookConfiguration: {failurePolicy: Fail}", "background: true"))
                .isEmpty();
    }

    @Test
    void a_rule_that_only_audits_is_told() {
        assertThat(found(ENFORCE, "failureAction: Audit")).containsExactly("ONLY_AUDITS at entry.failureAction");
        assertThat(found(ENFORCE, "required: true")).containsExactly("ONLY_AUDITS at spec.rules[0].verifyImages");
        assertThat(found(ENFORCE, "required: true", "spec:", "spec:\n  validationFailureAction: Enforce"))
                .isEmpty();
    }

    @Test
    void an_image_that_need_not_be_verified_is_told() {
        assertThat(withField("required: false")).containsExactly("NOT_REQUIRED at entry.required");
    }

    @Test
    void an_image_that_keeps_its_tag_is_told() {
        assertThat(withField("mutateDigest: false\n          verifyDigest: false"))
                .containsExactly("TAG_NOT_PINNED at entry.mutateDigest");
        assertThat(withField("mutateDigest: false")).isEmpty();
        assertThat(withField("verifyDigest: false")).isEmpty();
    }

    private static List<String> withField(String field) {
        return found(ENFORCE, ENFORCE + "\n          " + field);
    }
}
