package dev.countersign.verify.attestor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.Pem;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.verify.attestor.TimestampTrust.Absent;
import dev.countersign.verify.attestor.TimestampTrust.Malformed;
import dev.countersign.verify.attestor.TimestampTrust.Stated;
import dev.countersign.verify.check.TestTimestampChain;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TimestampTrustTest {
    private static final Origin ORIGIN = new Origin("policy p, ctlog.tsaCertChain");
    private static final TestTimestampChain OLD = new TestTimestampChain("old", 51);
    private static final TestTimestampChain NEW = new TestTimestampChain("new", 61);

    private static String pem(ParsedCertificate... certificates) {
        return Arrays.stream(certificates)
                .map(certificate -> Pem.encode("CERTIFICATE", certificate.der()))
                .collect(Collectors.joining());
    }

    private static Stated stated(ParsedCertificate... certificates) {
        TimestampTrust trust = TimestampTrust.of(pem(certificates), ORIGIN);
        assertThat(trust).isInstanceOf(Stated.class);
        return (Stated) trust;
    }

    private static CertificateAuthority authority(TestTimestampChain chain) {
        return new CertificateAuthority(
                List.of(chain.root),
                List.of(chain.intermediate),
                ValidityWindow.ALWAYS,
                ORIGIN,
                Optional.of(chain.signer));
    }

    @Test
    void an_empty_field_states_nothing() {
        assertThat(TimestampTrust.of("", ORIGIN)).isEqualTo(new Absent());
    }

    @Test
    void a_chain_is_split_by_what_its_certificates_are_and_not_by_their_order() {
        Stated expected = new Stated(List.of(authority(OLD)), false);

        assertThat(stated(OLD.signer, OLD.intermediate, OLD.root)).isEqualTo(expected);
        assertThat(stated(OLD.root, OLD.intermediate, OLD.signer)).isEqualTo(expected);
    }

    @Test
    void a_chain_without_a_signers_certificate_trusts_any_that_it_vouches_for() {
        assertThat(stated(OLD.root, NEW.root).authorities()).singleElement().satisfies(authority -> {
            assertThat(authority.leaf()).isEmpty();
            assertThat(authority.anchors()).containsExactly(OLD.root, NEW.root);
        });
    }

    @Test
    void several_chains_are_several_authorities_where_kyverno_refuses() { // D26
        assertThat(stated(OLD.signer, OLD.intermediate, OLD.root, NEW.signer, NEW.intermediate, NEW.root))
                .isEqualTo(new Stated(List.of(authority(OLD), authority(NEW)), true));
        assertThat(stated(NEW.root, OLD.root, NEW.signer, OLD.signer, NEW.intermediate, OLD.intermediate)
                        .authorities())
                .containsExactly(authority(NEW), authority(OLD));
    }

    @Test
    void a_signer_that_no_root_stands_above_has_no_anchor() { // D26
        Stated stated = stated(OLD.signer, OLD.intermediate, OLD.root, NEW.signer);

        assertThat(stated.authorities().get(1).anchors()).isEmpty();
        assertThat(stated.several()).isTrue();
    }

    @Test
    void the_same_signer_twice_is_one_authority_that_kyverno_refuses() { // D26
        assertThat(stated(OLD.signer, OLD.signer, OLD.intermediate, OLD.root))
                .isEqualTo(new Stated(List.of(authority(OLD)), true));
    }

    @Test
    void what_cannot_be_read_or_is_too_long_is_told_in_kyvernos_words() {
        assertThat(TimestampTrust.of("see the wiki", ORIGIN))
                .isEqualTo(new Malformed("error splitting tsa certificates: error during PEM decoding"));
        assertThat(TimestampTrust.of(pem(OLD.root).repeat(13), ORIGIN))
                .isEqualTo(new Malformed(
                        "TSA certificate chain contains too many certificates (13), maximum allowed is 12"));
        assertThat(TimestampTrust.of(pem(OLD.root).repeat(12), ORIGIN)).isInstanceOf(Stated.class);
        assertThat(TimestampTrust.of(pem(OLD.intermediate).repeat(11), ORIGIN))
                .isEqualTo(new Malformed("TSA certificate chain contains too many intermediate certificates (11),"
                        + " maximum allowed is 10"));
    }
}
