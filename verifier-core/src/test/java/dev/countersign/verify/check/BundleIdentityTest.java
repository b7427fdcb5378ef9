package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.policy.AttestorIdentity;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BundleIdentityTest {
    private static final CertificateSummary SIGNER = new CertificateSummary("ci@acme.test", "https://issuer.test");

    private static BundleIdentity identity(
            String subject, String subjectRegExp, String issuer, String issuerRegExp, Map<String, String> extensions) {
        return BundleIdentity.of(
                new AttestorIdentity.Keyless(
                        issuer,
                        issuerRegExp,
                        subject,
                        subjectRegExp,
                        "",
                        extensions,
                        Optional.empty(),
                        Optional.empty()),
                Map.of());
    }

    private static void verify(BundleIdentity identity) throws CheckFailure {
        identity.verify(TestSigner.certificate("ci@acme.test", "https://issuer.test"), SIGNER);
    }

    @Test
    void subject_and_issuer_are_compared_exactly() throws CheckFailure {
        verify(identity("ci@acme.test", "", "https://issuer.test", "", Map.of()));

        assertThatThrownBy(() -> verify(identity("ci@*", "", "https://issuer.test", "", Map.of())))
                .hasMessageEndingWith("expected SAN value \"ci@*\", got \"ci@acme.test\"");
        assertThatThrownBy(() -> verify(identity("ci@acme.test", "", "https://*", "", Map.of())))
                .hasMessageEndingWith("expected issuer value \"https://*\", got \"https://issuer.test\"");
    }

    @Test
    void text_and_expression_must_both_match() throws CheckFailure {
        verify(identity("ci@acme.test", "acme", "https://issuer.test", "^https", Map.of()));

        assertThatThrownBy(() -> verify(identity("ci@acme.test", "other", "https://issuer.test", "", Map.of())))
                .isInstanceOf(CheckFailure.class);
    }

    @Test
    void who_states_only_one_of_subject_and_issuer_accepts_nobody() {
        for (BundleIdentity one : new BundleIdentity[] {
            identity("ci@acme.test", "", "", "", Map.of()), identity("", "", "", ".*", Map.of())
        }) {
            assertThat(one.isComplete()).isFalse();
            assertThatThrownBy(() -> verify(one))
                    .hasMessage("can't verify identities without providing at least one identity");
        }
    }

    @Test
    void a_malformed_expression_is_told_where_somebody_is_accepted() {
        assertThat(identity("", "(", "https://issuer.test", "", Map.of()).malformed())
                .contains("error parsing regexp: missing closing ): `(`");
        assertThat(identity("", "(", "", "", Map.of()).malformed()).isEmpty();
    }

    @Test
    void an_extension_that_the_certificate_lacks_is_a_divergence() {
        BundleIdentity identity = identity(
                "ci@acme.test", "", "https://issuer.test", "", Map.of("githubWorkflowRef", "refs/heads/never"));

        assertThatThrownBy(() -> verify(identity))
                .isInstanceOfSatisfying(CheckFailure.class, failure -> assertThat(failure.divergence())
                        .contains("D44"));
    }
}
