package dev.countersign.verify.attestor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.Pem;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.verify.attestor.PolicyTrust.LogKeys;
import dev.countersign.verify.attestor.PolicyTrust.Roots;
import dev.countersign.verify.check.TestSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTrustTest {
    private static final Origin ORIGIN = new Origin("policy p, rekor.pubkey");

    @Test
    void several_blocks_are_several_keys_where_kyverno_reads_the_first() { // D05
        LogKeys keys = PolicyTrust.logKeys(
                "a comment\n" + TestSigner.publicKey(1) + "\nanother\n" + TestSigner.publicKey(2), ORIGIN);

        assertThat(keys).isInstanceOfSatisfying(LogKeys.Stated.class, stated -> {
            assertThat(stated.keys()).extracting(LogKey::id).containsExactly(TestSigner.keyId(1), TestSigner.keyId(2));
            assertThat(stated.keys()).extracting(LogKey::origin).containsOnly(ORIGIN);
        });
    }

    @Test
    void an_empty_field_states_nothing_and_any_other_text_without_a_key_is_malformed() {
        assertThat(PolicyTrust.logKeys("", ORIGIN)).isInstanceOf(LogKeys.Absent.class);
        assertThat(PolicyTrust.roots("", ORIGIN)).isInstanceOf(Roots.Absent.class);
        for (String text : new String[] {" ", "\n", "no PEM", "-----BEGIN PUBLIC KEY-----"}) {
            assertThat(PolicyTrust.logKeys(text, ORIGIN)).isEqualTo(new LogKeys.Malformed("PEM decoding failed", true));
            assertThat(PolicyTrust.roots(text, ORIGIN)).isInstanceOf(Roots.Malformed.class);
        }
    }

    @Test
    void a_block_that_is_no_key_spoils_the_whole_field() {
        String certificate = Pem.encode(
                "CERTIFICATE", TestSigner.certificate("dev@acme.test", "").der());

        assertThat(PolicyTrust.logKeys(certificate + TestSigner.publicKey(1), ORIGIN))
                .isInstanceOfSatisfying(LogKeys.Malformed.class, broken -> {
                    assertThat(broken.first()).isTrue();
                    assertThat(broken.message()).startsWith("unknown Public key PEM file type: CERTIFICATE");
                });
        assertThat(PolicyTrust.logKeys(TestSigner.publicKey(1) + certificate, ORIGIN))
                .isInstanceOfSatisfying(LogKeys.Malformed.class, broken -> assertThat(broken.first())
                        .isFalse());
    }

    @Test
    void no_more_keys_are_read_than_the_bound() {
        assertThat(PolicyTrust.logKeys(TestSigner.publicKey(1).repeat(PolicyTrust.MAX_KEYS), ORIGIN))
                .isInstanceOf(LogKeys.Stated.class);
        assertThat(PolicyTrust.logKeys(TestSigner.publicKey(1).repeat(PolicyTrust.MAX_KEYS + 1), ORIGIN))
                .isEqualTo(new LogKeys.Malformed("more than 32 keys", false));
    }

    @Test
    void roots_pass_over_what_is_no_certificate() {
        String certificate = Pem.encode(
                "CERTIFICATE", TestSigner.certificate("dev@acme.test", "").der());

        assertThat(PolicyTrust.roots(TestSigner.publicKey(1) + certificate + certificate, ORIGIN))
                .isInstanceOfSatisfying(
                        Roots.Stated.class,
                        stated -> assertThat(stated.authority().anchors()).hasSize(2));
        assertThat(PolicyTrust.roots(TestSigner.publicKey(1), ORIGIN)).isInstanceOf(Roots.Malformed.class);
        assertThat(PolicyTrust.roots(certificate.repeat(101), ORIGIN)).isInstanceOf(Roots.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "-----BEGIN", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"})
    void odd_texts_are_malformed_and_never_crash(String text) {
        assertThat(PolicyTrust.logKeys(text, ORIGIN)).isInstanceOf(LogKeys.Malformed.class);
        assertThat(PolicyTrust.roots(text, ORIGIN)).isInstanceOf(Roots.Malformed.class);
    }
}
