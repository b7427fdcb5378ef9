package dev.countersign.verify.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.attestor.PolicyTrust.LogKeys;
import dev.countersign.verify.attestor.PolicyTrust.Roots;
import dev.countersign.verify.attestor.TimestampTrust;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.cosign.CosignRequirement.SignatureRepository;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AttestorTrustTest {
    private static TrustRoot trustedRoot() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(AttestorTrustTest.class.getResourceAsStream("trusted_root.json"))) {
            return TrustRoots.trustedRootJson("root.json", in.readAllBytes());
        }
    }

    /** An attestor that states no trust of its own. */
    private static CosignRequirement requirement(boolean ignored) {
        return new CosignRequirement(
                Optional.empty(),
                HashAlgorithm.SHA256,
                "",
                new Roots.Absent(),
                Optional.empty(),
                ignored,
                "https://rekor.example",
                new LogKeys.Absent(),
                ignored,
                new LogKeys.Absent(),
                new TimestampTrust.Absent(),
                false,
                new SignatureRepository.BesideImage(),
                Map.of());
    }

    @Test
    void what_the_policy_does_not_state_comes_from_the_trust_root() throws Exception {
        TrustRoot process = trustedRoot();

        TrustMaterial trust = AttestorTrust.select(requirement(false), false, process);

        assertThat(trust.transparencyLogs()).isEqualTo(process.material().transparencyLogs());
        assertThat(trust.ctLogs()).isEqualTo(process.material().ctLogs());
    }

    @Test
    void only_self_issued_roots_of_the_trust_root_are_anchors_and_its_intermediates_are_dropped() throws Exception {
        TrustMaterial trust = AttestorTrust.select(requirement(false), false, trustedRoot());

        assertThat(trust.certificateAuthorities()).singleElement().satisfies(authority -> {
            assertThat(authority.anchors()).singleElement().satisfies(anchor -> assertThat(anchor.subject())
                    .hasToString("CN=root,O=example"));
            assertThat(authority.intermediates()).isEmpty();
            assertThat(authority.origin().description())
                    .isEqualTo("root.json, certificateAuthorities[1] (https://fulcio.example)");
        });
    }

    @Test
    void a_static_key_without_logs_asks_for_no_trust_root() throws Exception {
        TrustRoot forbidden = () -> {
            throw new AssertionError("asked");
        };

        assertThat(AttestorTrust.select(requirement(true), true, forbidden)).isEqualTo(TrustMaterial.NONE);
    }

    @Test
    void without_a_trust_root_nothing_is_decided() {
        assertThatThrownBy(() -> AttestorTrust.select(requirement(false), false, TrustRoot.none()))
                .isInstanceOfSatisfying(UndecidableException.class, open -> assertThat(open.verdict())
                        .isInstanceOf(Verdict.Indeterminate.class));
    }

    @Test
    void what_the_trust_root_has_by_issuer_is_selected_likewise() throws Exception {
        TrustMaterial own = trustedRoot().material();
        TrustRoot process = TrustRoots.of(TrustMaterial.NONE.withIssuers(Map.of("https://issuer.test", own)));

        TrustMaterial trust = AttestorTrust.select(requirement(false), false, process);

        assertThat(trust.others()).isEqualTo(TrustMaterial.NONE);
        assertThat(trust.forIssuer("https://issuer.test"))
                .isEqualTo(AttestorTrust.select(requirement(false), false, trustedRoot()));
    }

    @Test
    void for_a_static_key_nothing_counts_that_is_for_an_issuer() throws Exception {
        TrustMaterial own = trustedRoot().material();
        TrustRoot process = TrustRoots.of(own.withIssuers(Map.of("https://issuer.test", own)));

        assertThat(AttestorTrust.select(requirement(false), true, process).byIssuer())
                .isEmpty();
    }

    @Test
    void all_kinds_are_of_one_moment() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        TrustRoot root = trustedRoot();
        TrustRoot counting = () -> {
            asked.incrementAndGet();
            return root.snapshot();
        };

        AttestorTrust.select(requirement(false), false, counting);

        assertThat(asked).hasValue(1);
    }
}
