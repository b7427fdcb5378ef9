package dev.countersign.clusterimagepolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.verify.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorityRemediesTest {
    private static final String PLACE = "spec.authorities[1]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TIMESTAMP_SIGNER_UNKNOWN|Put the chain into ctlog.tsaCertChain|rfc3161timestamp",
                "CT_LOG_UNKNOWN|Add it to ctlog.pubkey|insecureIgnoreSCT",
                "NO_LOG_ENTRY|state rekor.ignoreTlog: true|tLogs of the TrustRoot",
                "NO_CERTIFICATE|state it under keys|as the authority asks",
                "LOG_UNKNOWN|Sign the image again.|Sign the image again."
            })
    void remedies_name_fields_that_a_cluster_image_policy_has(String code, String remedy, String expected) {
        Reason told = AuthorityRemedies.of(new Reason(code, "", "why", "this", "that", remedy), PLACE);
        assertThat(told.remedy())
                .contains(expected)
                .doesNotContain("rekor.", "tsaCertChain", "ctlog.pubkey", "under keys");
        assertThat(told.place()).isEqualTo(PLACE);
        assertThat(told.found()).isEqualTo("this");
    }
}
