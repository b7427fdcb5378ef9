package dev.countersign.trust.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.trust.inventory.TrustFinding.Severity;
import dev.countersign.trust.source.SigningConfig;
import dev.countersign.trust.source.SigningConfig.Selection;
import dev.countersign.trust.source.SigningConfig.Service;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.trust.source.TrustedRootTexts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningChecksTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant SOON = Instant.parse("2026-07-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-12-01T00:00:00Z");
    private static final Origin HERE = new Origin("here");
    private static final String LOG = "https://log.example";

    private static TrustMaterial good() {
        try {
            return TrustRoots.trustedRootJson("r", TrustedRootTexts.good().getBytes(StandardCharsets.UTF_8))
                    .material();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static LogKey log(String url, ValidityWindow window) {
        VerificationKey key = good().transparencyLogs().get(0).key();
        return new LogKey(key, window, HERE, key.id(), url);
    }

    private static CertificateAuthority authority(String uri, ValidityWindow window) {
        return new CertificateAuthority(List.of(root()), List.of(), window, HERE, Optional.empty(), uri);
    }

    private static ParsedCertificate root() {
        return good().certificateAuthorities().get(0).anchors().get(0);
    }

    private static TrustMaterial logs(LogKey... logs) {
        return new TrustMaterial(List.of(), List.of(logs), List.of(), List.of());
    }

    private static Service service(String url, long version, ValidityWindow window) {
        return new Service(url, version, window, "", "there");
    }

    private static SigningConfig config(List<Service> authorities, List<Service> logs, List<Service> stamps) {
        return new SigningConfig(authorities, List.of(), logs, Selection.UNDEFINED, stamps, Selection.UNDEFINED);
    }

    private static List<TrustFinding> checkLog(ValidityWindow used, LogKey... trusted) {
        return SigningChecks.check(config(List.of(), List.of(service(LOG, 1, used)), List.of()), logs(trusted), NOW);
    }

    private static void assertCodes(List<TrustFinding> findings, String... codes) {
        assertThat(findings).extracting(TrustFinding::code).containsExactly(codes);
    }

    @Test
    void services_that_are_trusted_for_as_long_as_they_may_be_used_are_in_order() {
        assertCodes(checkLog(ValidityWindow.ALWAYS, log(LOG, ValidityWindow.ALWAYS)));
        assertCodes(checkLog(ValidityWindow.until(SOON), log(LOG, ValidityWindow.until(SOON))));
        assertCodes(checkLog(ValidityWindow.from(SOON), log(LOG, ValidityWindow.from(SOON))));
    }

    @Test
    void a_service_that_nobody_trusts_is_an_error_and_the_trusted_ones_are_named() {
        List<TrustFinding> findings =
                checkLog(ValidityWindow.ALWAYS, log("https://other.example", ValidityWindow.ALWAYS));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SIGNING_SERVICE_NOT_TRUSTED");
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.piece()).isEqualTo("transparency log " + LOG + " (there)");
            assertThat(finding.found()).isEqualTo("trusted are https://other.example");
        });
        assertThat(checkLog(ValidityWindow.ALWAYS)).singleElement().satisfies(finding -> assertThat(finding.found())
                .isEqualTo("no transparency log is trusted"));
    }

    @Test
    void a_service_whose_trust_has_ended_or_not_begun_is_an_error() {
        assertCodes(
                checkLog(ValidityWindow.ALWAYS, log(LOG, ValidityWindow.until(NOW.minusSeconds(1)))),
                "SIGNING_SERVICE_NOT_TRUSTED");
        assertCodes(
                checkLog(ValidityWindow.ALWAYS, log(LOG, ValidityWindow.from(SOON))), "SIGNING_SERVICE_NOT_TRUSTED");
        assertCodes(
                checkLog(ValidityWindow.from(SOON), log(LOG, ValidityWindow.until(NOW))),
                "SIGNING_SERVICE_NOT_TRUSTED");
    }

    @Test
    void a_service_that_ended_is_passed_over() {
        Service ended = service("https://gone.example", 1, ValidityWindow.until(NOW.minusSeconds(1)));
        Service used = service(LOG, 1, ValidityWindow.ALWAYS);
        assertCodes(SigningChecks.check(
                config(List.of(ended), List.of(used), List.of(ended)), logs(log(LOG, ValidityWindow.ALWAYS)), NOW));
        assertCodes(
                SigningChecks.check(config(List.of(ended), List.of(), List.of()), TrustMaterial.NONE, NOW),
                "NO_SIGNING_SERVICE");
    }

    @Test
    void trust_that_ends_before_its_service_is_a_warning() {
        List<TrustFinding> findings = checkLog(ValidityWindow.ALWAYS, log(LOG, ValidityWindow.until(SOON)));
        assertCodes(findings, "SIGNING_SERVICE_TRUST_ENDS_FIRST");
        assertThat(findings.get(0).severity()).isEqualTo(Severity.WARNING);
        assertThat(findings.get(0).found()).isEqualTo("trusted until " + SOON + "; used without an end");
        assertCodes(
                checkLog(ValidityWindow.until(LATE), log(LOG, ValidityWindow.until(SOON))),
                "SIGNING_SERVICE_TRUST_ENDS_FIRST");
    }

    @Test
    void windows_that_follow_each_other_count_together_and_a_gap_does_not() {
        LogKey first = log(LOG, ValidityWindow.until(SOON.minusSeconds(1)));
        assertCodes(checkLog(ValidityWindow.until(LATE), log(LOG, ValidityWindow.between(SOON, LATE)), first));
        assertThat(checkLog(
                        ValidityWindow.until(LATE),
                        first,
                        log(LOG, ValidityWindow.between(SOON.plusSeconds(60), LATE))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).startsWith("trusted until " + SOON.minusSeconds(1)));
    }

    @Test
    void the_end_of_a_certificate_counts_only_where_the_service_has_an_end() {
        TrustMaterial trust =
                new TrustMaterial(List.of(authority(LOG, ValidityWindow.ALWAYS)), List.of(), List.of(), List.of());
        Instant moment = root().notBefore();
        assertCodes(SigningChecks.check(
                config(List.of(service(LOG, 1, ValidityWindow.ALWAYS)), List.of(), List.of()), trust, moment));
        ValidityWindow longer = ValidityWindow.until(root().notAfter().plusSeconds(1));
        assertCodes(
                SigningChecks.check(config(List.of(service(LOG, 1, longer)), List.of(), List.of()), trust, moment),
                "SIGNING_SERVICE_TRUST_ENDS_FIRST");
        assertCodes(
                SigningChecks.check(
                        config(List.of(service(LOG, 1, ValidityWindow.ALWAYS)), List.of(), List.of()),
                        trust,
                        root().notAfter().plusSeconds(1)),
                "SIGNING_SERVICE_NOT_TRUSTED");
    }

    @Test
    void trust_without_addresses_leaves_it_open() {
        assertCodes(checkLog(ValidityWindow.ALWAYS, log("", ValidityWindow.ALWAYS)), "SIGNING_SERVICE_NOT_TOLD_APART");
        assertCodes(
                checkLog(ValidityWindow.ALWAYS, log("", ValidityWindow.until(NOW.minusSeconds(1)))),
                "SIGNING_SERVICE_NOT_TRUSTED");
    }

    @Test
    void a_log_of_version_2_needs_a_timestamp_authority() {
        Service log = service(LOG, 2, ValidityWindow.ALWAYS);
        Service stamps = service("https://tsa.example/api/v1/timestamp", 1, ValidityWindow.ALWAYS);
        TrustMaterial trust = new TrustMaterial(
                List.of(),
                List.of(log(LOG, ValidityWindow.ALWAYS)),
                List.of(),
                List.of(authority("https://tsa.example", ValidityWindow.ALWAYS)));
        Instant moment = root().notBefore();
        assertCodes(
                SigningChecks.check(config(List.of(), List.of(log), List.of()), trust, moment), "SIGNING_TIME_MISSING");
        assertCodes(SigningChecks.check(config(List.of(), List.of(log), List.of(stamps)), trust, moment));
    }

    @ParameterizedTest
    @CsvSource({
        "https://log.example, https://log.example/, true",
        "https://log.example/, https://LOG.example:443, true",
        "https://log.example, https://log.example/api/v1/timestamp, true",
        "https://log.example/log1, https://log.example/log1/, true",
        "https://log.example/log1, https://log.example/log10, false",
        "https://log.example/log1, https://log.example, false",
        "https://log.example, http://log.example, false",
        "https://log.example, https://log.example:8443, false",
        "https://log.example, https://log.example.evil, false",
        "log.example, log.example, true",
        "'', https://log.example, false",
        "'https://[', https://log.example, false",
        "mailto:a@b, mailto:c@d, false"
    })
    void addresses_are_compared_by_host_and_path(String trusted, String service, boolean same) {
        assertThat(ServiceAddress.speaksFor(trusted, service)).isEqualTo(same);
    }
}
