package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.crypto.ParsedCertificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateExpiryTest {
    private static final TestKey KEY = TestKey.p256(11);
    private static final ParsedCertificate LEAF =
            TestCertificate.leaf(KEY, "root", KEY).build();
    private static final Instant ROOT_END = TestCertificate.START.plusSeconds(60);
    private static final ParsedCertificate ROOT = TestCertificate.ca("root", KEY, "root", KEY)
            .window(TestCertificate.START.plusSeconds(10), ROOT_END)
            .build();

    @Test
    void both_ends_of_the_window_are_within() {
        assertThatCode(() -> CertificateExpiry.check(LEAF, List.of(), TestCertificate.START))
                .doesNotThrowAnyException();
        assertThatCode(() -> CertificateExpiry.check(LEAF, List.of(), TestCertificate.END))
                .doesNotThrowAnyException();
    }

    @Test
    void a_second_outside_of_the_leafs_window_is_refused() {
        assertThatThrownBy(() -> CertificateExpiry.check(LEAF, List.of(), TestCertificate.END.plusSeconds(1)))
                .hasMessage(
                        "certificate expired before observed time: 2025-03-01T12:10:00Z is before 2025-03-01T12:10:01Z");
        assertThatThrownBy(() -> CertificateExpiry.check(LEAF, List.of(), TestCertificate.START.minusSeconds(1)))
                .hasMessage(
                        "certificate was issued after observed time: 2025-03-01T12:00:00Z is after 2025-03-01T11:59:59Z");
    }

    @Test
    void the_issuers_windows_count_too() {
        assertThatThrownBy(() -> CertificateExpiry.check(LEAF, List.of(ROOT), ROOT_END.plusSeconds(1)))
                .hasMessage("issuing CA certificate expired before observed time: 2025-03-01T12:01:00Z is before"
                        + " 2025-03-01T12:01:01Z");
        assertThatThrownBy(() -> CertificateExpiry.check(LEAF, List.of(ROOT), TestCertificate.START))
                .hasMessage("issuing CA certificate was issued after observed time: 2025-03-01T12:00:10Z is after"
                        + " 2025-03-01T12:00:00Z");
    }

    @Test
    void without_a_witness_an_expired_certificate_needs_a_time_stamp() {
        assertThatThrownBy(() ->
                        CertificateExpiry.checkWithoutTimestamp(LEAF, List.of(), TestCertificate.END.plusSeconds(1)))
                .hasMessage("expected a signed timestamp to verify an expired certificate");
        assertThatCode(() -> CertificateExpiry.checkWithoutTimestamp(LEAF, List.of(), TestCertificate.END))
                .doesNotThrowAnyException();
    }

    @Test
    void a_moment_beyond_all_calendars_is_only_late() {
        assertThatThrownBy(() -> CertificateExpiry.check(LEAF, List.of(), Instant.MAX))
                .isInstanceOf(CheckFailure.class);
        assertThatThrownBy(() -> CertificateExpiry.check(LEAF, List.of(), Instant.MIN))
                .isInstanceOf(CheckFailure.class);
    }
}
