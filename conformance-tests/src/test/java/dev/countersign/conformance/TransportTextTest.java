package dev.countersign.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransportTextTest {
    private static final String PREFIX = "failed to verify image x.test/web:1: .attestors[0].entries[0].keys: ";

    @Test
    void two_clients_words_for_an_unknown_host_are_alike() {
        assertThat(TransportText.alike(
                        PREFIX + "Get \"https://x.test/v2/\": dial tcp: lookup x.test: no such host",
                        PREFIX + "Get \"https://x.test/v2/web/manifests/1\": lookup x.test: no such host"))
                .isTrue();
    }

    @Test
    void another_failure_is_another_class() {
        assertThat(TransportText.alike(
                        PREFIX + "Get \"https://x.test/v2/\": dial tcp: lookup x.test: no such host",
                        PREFIX + "Get \"https://x.test/v2/\": context deadline exceeded"))
                .isFalse();
    }

    @Test
    void words_before_the_network_count() {
        assertThat(
                        TransportText.alike(
                                PREFIX + "Get \"https://x.test/v2/\": context deadline exceeded",
                                "failed to verify image x.test/web:2: .attestors[0].entries[0].keys: context deadline exceeded"))
                .isFalse();
    }

    @Test
    void words_of_a_joined_error_behind_the_network_count() {
        String unreachable = PREFIX + "Get \"https://x.test/v2/\": dial tcp: lookup x.test: no such host; ";
        assertThat(TransportText.alike(
                        unreachable + "entries[1]: no signatures found", unreachable + "entries[1]: other"))
                .isFalse();
    }

    @Test
    void trying_a_second_scheme_is_one_failure() {
        assertThat(TransportText.alike(
                        PREFIX + "Get \"https://localhost:5000/v2/\": dial tcp: lookup localhost: no such host; "
                                + "Get \"http://localhost:5000/v2/\": dial tcp: lookup localhost: no such host",
                        PREFIX + "Get \"https://localhost:5000/v2/\": dial tcp: lookup localhost: no such host"))
                .isTrue();
    }

    @Test
    void a_denial_is_compared_line_by_line() {
        String denial =
                "\n\nresource Pod/shop/web was blocked due to the following policies \n\ncheck-image:\n  verify: '"
                        + PREFIX;
        assertThat(TransportText.alike(
                        denial + "Get \"https://x.test/v2/\": dial tcp: lookup x.test: no such host'\n",
                        denial + "lookup x.test: no such host'\n"))
                .isTrue();
        assertThat(TransportText.alike(
                        denial + "lookup x.test: no such host'\n",
                        denial + "lookup x.test: no such host'\n  other: 'x'\n"))
                .isFalse();
    }

    @Test
    void a_trust_download_that_fails_is_one_class_whatever_the_cause() {
        assertThat(
                        TransportText.alike(
                                PREFIX
                                        + "failed to load Rekor public keys: updating local metadata and targets: error updating to "
                                        + "TUF remote mirror: tuf: failed to download 13.root.json: Get \"https://a.test\": dial tcp: "
                                        + "lookup a.test: no such host",
                                PREFIX
                                        + "failed to load Rekor public keys: updating local metadata and targets: no trusted root"))
                .isTrue();
    }

    @Test
    void a_certificate_error_of_a_signature_is_no_text_of_the_network() {
        assertThat(TransportText.alike(
                        PREFIX + "x509: certificate signed by unknown authority",
                        PREFIX + "x509: certificate has expired"))
                .isFalse();
    }
}
