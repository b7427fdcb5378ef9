package dev.countersign.policy.check.lint;

import static dev.countersign.policy.check.lint.LintedPolicy.found;
import static dev.countersign.policy.check.lint.LintedPolicy.foundInBundle;
import static dev.countersign.policy.check.lint.LintedPolicy.foundWith;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who must have signed. */
class IdentityLintsTest {
    private static final String ATTESTOR = " at entry.attestors[0].entries[0].";
    private static final String SUBJECT = "subject: ci@example.com";
    private static final String ISSUER = "issuer: https://oidc.example";
    private static final String KEY = "-----BEGIN PUBLIC KEY-----\\nAAAA\\n-----END PUBLIC KEY-----\\n";
    private static final String OTHER_KEY = "-----BEGIN PUBLIC KEY-----\\nBBBB\\n-----END PUBLIC KEY-----\\n";

    @Test
    void the_policy_that_all_tests_start_from_is_clean() {
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ci@example[.]com",
                "^ci@example[.]com",
                "ci@example[.]com$",
                "^a@b[.]c|d@e[.]f$",
                "^(a|b)",
                "(^a$|b$)",
                "^a\\\\$",
                "[|^a$]"
            })
    void an_expression_without_anchors_also_matches_longer_names(String expression) {
        assertThat(found(SUBJECT, "subjectRegExp: '" + expression.replace("\\\\", "\\") + "'"))
                .containsExactly("UNANCHORED_EXPRESSION" + ATTESTOR + "keyless.subjectRegExp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^ci@example[.]com$",
                "^a$|^b$",
                "^(a|b)$",
                "(^a$|^b$)",
                "(?i)^a$",
                "\\Aa|b\\z",
                "^[|]a$",
                "^a\\|b$"
            })
    void an_expression_with_anchors_in_every_alternative_is_clean(String expression) {
        boolean split = expression.equals("\\Aa|b\\z");

        assertThat(found(SUBJECT, "subjectRegExp: '" + expression + "'").isEmpty())
                .isEqualTo(!split);
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer: '*'", "issuer: 'https://*'", "issuerRegExp: '.*'", "issuer: ''"})
    void any_issuer_will_do(String issuer) {
        String field = issuer.substring(0, issuer.indexOf(':'));

        assertThat(found(ISSUER, issuer)).containsExactly("ANY_ISSUER" + ATTESTOR + "keyless." + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"subject: '*'", "subject: '*@*'", "subjectRegExp: '^.+$'", "subject: ''"})
    void any_subject_will_do(String subject) {
        String field = subject.substring(0, subject.indexOf(':'));

        assertThat(found(SUBJECT, subject)).containsExactly("ANY_SUBJECT" + ATTESTOR + "keyless." + field);
    }

    @Test
    void a_wildcard_that_still_names_somebody_is_clean() {
        assertThat(found(SUBJECT, "subject: '*@example.com'", ISSUER, "issuer: 'https://*.example'"))
                .isEmpty();
    }

    @Test
    void a_wildcard_in_a_bundle_matches_nobody() {
        assertThat(foundInBundle("keyless: {subject: '*@example.com', issuer: https://oidc.example}"))
                .containsExactly("WILDCARD_IN_BUNDLE_IDENTITY" + ATTESTOR + "keyless.subject");
        assertThat(foundInBundle("keyless: {subjectRegExp: '^.*@example[.]com$', issuer: https://oidc.example}"))
                .isEmpty();
    }

    @Test
    void fields_that_kyverno_ignores_in_a_bundle_are_told() {
        String keyless = "keyless: {subject: a, issuer: b, %s}";

        assertThat(foundInBundle(String.format(keyless, "roots: x, rekor: {url: u, pubkey: z}")))
                .containsExactly(
                        "IGNORED_BY_KYVERNO_IN_BUNDLE" + ATTESTOR + "keyless.roots",
                        "IGNORED_BY_KYVERNO_IN_BUNDLE" + ATTESTOR + "keyless.rekor.pubkey");
        assertThat(foundInBundle(String.format(keyless, "rekor: {url: u}"))).isEmpty();
        assertThat(foundWith(String.format(keyless, "roots: x, rekor: {url: u, pubkey: z}")))
                .isEmpty();
    }

    @Test
    void of_several_sources_of_a_key_the_first_counts() {
        assertThat(foundWith("keys: {publicKeys: k, kms: 'awskms:///x', secret: {name: a, namespace: b}}"))
                .containsExactly(
                        "SEVERAL_KEY_SOURCES" + ATTESTOR + "keys.secret",
                        "SEVERAL_KEY_SOURCES" + ATTESTOR + "keys.kms");
        assertThat(foundWith("keys: {secret: {name: a, namespace: b}}")).isEmpty();
    }

    @Test
    void a_certificate_beside_its_chain_verifies_nothing() {
        assertThat(foundWith("certificates: {cert: a, certChain: b}"))
                .containsExactly("CERTIFICATE_BESIDE_CHAIN" + ATTESTOR + "certificates.certChain");
        assertThat(foundWith("certificates: {cert: a}")).isEmpty();
    }

    @Test
    void a_key_that_stands_twice_counts_twice() {
        String same = "keys: {publicKeys: \"" + KEY + "\"}\n                - keys: {publicKeys: \"  "
                + KEY.replace("AAAA", "AA\\nAA") + "\"}";

        assertThat(foundWith(same)).containsExactly("SAME_KEY_TWICE at entry.attestors[0].entries[1].keys.publicKeys");
        assertThat(foundWith(same.replaceFirst("AAAA", "CCCC"))).isEmpty();
    }

    @Test
    void several_keys_without_a_count_must_all_sign() {
        String keys = "keys: {publicKeys: \"" + KEY + OTHER_KEY + "\"}";

        assertThat(foundWith(keys)).containsExactly("EVERY_KEY_MUST_SIGN" + ATTESTOR + "keys.publicKeys");
        assertThat(foundWith(keys + "\n              count: 1")).isEmpty();
    }

    @Test
    void several_keys_of_a_log_are_one_key_for_kyverno() {
        String keys = "keys: {publicKeys: k, rekor: {url: u, pubkey: \"%s\"}}";

        assertThat(foundWith(String.format(keys, KEY + OTHER_KEY)))
                .containsExactly("SEVERAL_LOG_KEYS" + ATTESTOR + "keys.rekor.pubkey");
        assertThat(foundWith(String.format(keys, KEY))).isEmpty();
    }

    @Test
    void attestors_within_attestors_and_attestations_are_looked_at() {
        assertThat(foundWith("attestor: {entries: [{keyless: {subject: '*', issuer: i, roots: r}}]}"))
                .containsExactly("ANY_SUBJECT" + ATTESTOR + "attestor.entries[0].keyless.subject");
        assertThat(found(
                        "attestors:",
                        "attestations: [{type: t, attestors: [{entries: [{keyless: {subject: '*', issuer: i}}]}]}]\n"
                                + "          attestors:"))
                .containsExactly("ANY_SUBJECT at entry.attestations[0].attestors[0].entries[0].keyless.subject");
    }

    @Test
    void the_identity_of_deprecated_fields_is_looked_at() {
        assertThat(found("attestors:", "issuer: '*'\n          subject: ci\n          attestors:"))
                .containsExactly("ANY_ISSUER at entry.issuer");
    }
}
