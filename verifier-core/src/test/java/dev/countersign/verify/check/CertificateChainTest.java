package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.OtherName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CertificateChainTest {
    private static final Cryptography CRYPTOGRAPHY = Cryptography.bouncyCastle();
    private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.2.3.4");
    private static final String ADVICE =
            ". Check your TUF root (see cosign initialize) or set a custom root with env var SIGSTORE_ROOT_FILE";
    private static final TestKey ROOT_KEY = TestKey.p256(11);
    private static final TestKey MIDDLE_KEY = TestKey.p256(12);
    private static final TestKey LEAF_KEY = TestKey.p256(13);
    private static final ParsedCertificate ROOT = root().build();
    private static final ParsedCertificate MIDDLE = middle().build();
    private static final ParsedCertificate LEAF = leaf().build();

    private static TestCertificate root() {
        return TestCertificate.ca("root", ROOT_KEY, "root", ROOT_KEY);
    }

    private static TestCertificate middle() {
        return TestCertificate.ca("middle", MIDDLE_KEY, "root", ROOT_KEY);
    }

    private static TestCertificate leaf() {
        return TestCertificate.leaf(LEAF_KEY, "middle", MIDDLE_KEY);
    }

    private static CertificateChain trusting(ParsedCertificate... anchors) {
        return new CertificateChain(CRYPTOGRAPHY, List.of(authority(ValidityWindow.ALWAYS, anchors)));
    }

    private static CertificateAuthority authority(ValidityWindow window, ParsedCertificate... anchors) {
        return new CertificateAuthority(List.of(anchors), List.of(), window, new Origin("the test"));
    }

    private static CheckFailure failure(CertificateChain chain, ParsedCertificate leaf, ParsedCertificate... between) {
        return catchThrowableOfType(CheckFailure.class, () -> chain.verify(leaf, List.of(between)));
    }

    private static String words(ParsedCertificate root, ParsedCertificate middle, ParsedCertificate leaf) {
        String message = failure(trusting(root), leaf, middle).getMessage();
        assertThat(message).startsWith("cert verification failed: ").endsWith(ADVICE);
        return message.substring("cert verification failed: ".length(), message.length() - ADVICE.length());
    }

    @Test
    void a_leaf_leads_over_an_intermediate_to_the_root() throws CheckFailure {
        assertThat(trusting(ROOT).verify(LEAF, List.of(MIDDLE))).containsExactly(LEAF, MIDDLE, ROOT);
    }

    @Test
    void an_intermediate_among_the_anchors_ends_the_chain() throws CheckFailure {
        assertThat(trusting(MIDDLE, ROOT).verify(LEAF, List.of(MIDDLE))).containsExactly(LEAF, MIDDLE);
    }

    @Test
    void a_leaf_among_the_anchors_is_a_chain_of_one() throws CheckFailure {
        assertThat(trusting(LEAF).verify(LEAF, List.of())).containsExactly(LEAF);
    }

    @Test
    void a_missing_intermediate_is_an_unknown_authority() {
        CheckFailure failure = failure(trusting(ROOT), LEAF);
        assertThat(failure)
                .hasMessage("cert verification failed: x509: certificate signed by unknown authority" + ADVICE);
        assertThat(failure.reason().code()).isEqualTo("CERTIFICATE_AUTHORITY_UNKNOWN");
        assertThat(failure.reason().expected()).contains("root", "the test");
        assertThat(failure.divergence()).isEmpty();
    }

    @Test
    void an_authority_of_the_same_name_but_another_key_is_named_as_a_candidate() {
        ParsedCertificate other =
                TestCertificate.ca("middle", TestKey.p256(99), "root", ROOT_KEY).build();
        assertThat(words(ROOT, other, LEAF))
                .isEqualTo(
                        "x509: certificate signed by unknown authority (possibly because of \"x509: ECDSA verification"
                                + " failure\" while trying to verify candidate authority certificate \"middle\")");
    }

    @Test
    void a_second_authority_of_the_same_name_is_tried_too() throws CheckFailure {
        ParsedCertificate other =
                TestCertificate.ca("middle", TestKey.p256(99), "root", ROOT_KEY).build();
        assertThat(trusting(ROOT).verify(LEAF, List.of(other, MIDDLE))).containsExactly(LEAF, MIDDLE, ROOT);
    }

    @Test
    void every_flipped_byte_of_the_leaf_is_noticed() {
        byte[] der = leaf().der();
        CertificateChain chain = trusting(ROOT);
        for (int i = 0; i < der.length; i++) {
            byte[] flipped = der.clone();
            flipped[i] ^= 0x01;
            int at = i;
            assertThat(catchThrowableOfType(
                            Exception.class, () -> chain.verify(ParsedCertificate.parse(flipped), List.of(MIDDLE))))
                    .as("byte %d", at)
                    .isNotNull();
        }
    }

    @Test
    void an_expired_root_is_refused_at_the_leafs_start() {
        ParsedCertificate expired = root().window(TestCertificate.CA_START, Instant.parse("2024-01-01T00:00:00Z"))
                .build();
        assertThat(words(expired, MIDDLE, LEAF))
                .isEqualTo(
                        "x509: certificate has expired or is not yet valid: current time 2025-03-01T12:00:00Z is after"
                                + " 2024-01-01T00:00:00Z");
    }

    @Test
    void a_root_that_is_not_valid_yet_is_refused() {
        ParsedCertificate young = root().window(Instant.parse("2026-01-01T00:00:00Z"), TestCertificate.CA_END)
                .build();
        assertThat(words(young, MIDDLE, LEAF))
                .isEqualTo(
                        "x509: certificate has expired or is not yet valid: current time 2025-03-01T12:00:00Z is before"
                                + " 2026-01-01T00:00:00Z");
    }

    @Test
    void extended_key_usages_are_nested() {
        String words = "x509: certificate specifies an incompatible key usage";
        assertThat(words(
                        ROOT,
                        MIDDLE,
                        leaf().usage(KeyPurposeId.id_kp_serverAuth).build()))
                .isEqualTo(words);
        assertThat(words(ROOT, middle().usage(KeyPurposeId.id_kp_clientAuth).build(), LEAF))
                .isEqualTo(words);
        assertThat(words(root().usage(KeyPurposeId.id_kp_serverAuth).build(), MIDDLE, LEAF))
                .isEqualTo(words);
    }

    @Test
    void absent_any_and_additional_extended_key_usages_pass() throws CheckFailure {
        CertificateChain chain = trusting(ROOT);
        for (TestCertificate leaf : List.of(
                leaf().without(Extension.extendedKeyUsage),
                leaf().usage(KeyPurposeId.anyExtendedKeyUsage),
                leaf().usage(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_codeSigning))) {
            assertThat(chain.verify(leaf.build(), List.of(MIDDLE))).hasSize(3);
        }
    }

    @Test
    void an_unknown_critical_extension_is_refused_on_every_certificate() {
        assertThat(words(
                        ROOT,
                        MIDDLE,
                        leaf().extension(UNKNOWN, true, DERNull.INSTANCE).build()))
                .isEqualTo("x509: unhandled critical extension");
        assertThat(words(
                        ROOT,
                        middle().extension(UNKNOWN, true, DERNull.INSTANCE).build(),
                        LEAF))
                .isEqualTo("x509: unhandled critical extension");
        assertThat(words(root().extension(UNKNOWN, true, DERNull.INSTANCE).build(), MIDDLE, LEAF))
                .isEqualTo("x509: unhandled critical extension");
    }

    @Test
    void a_critical_name_of_another_kind_is_tolerated_on_the_leaf_only() throws CheckFailure {
        GeneralName other = new GeneralName(GeneralName.otherName, new OtherName(UNKNOWN, new DERUTF8String("x")));
        assertThat(trusting(ROOT).verify(leaf().names(other).build(), List.of(MIDDLE)))
                .hasSize(3);
        assertThat(words(ROOT, middle().names(other).build(), LEAF)).isEqualTo("x509: unhandled critical extension");
    }

    @Test
    void only_a_certificate_authority_may_issue() {
        String words =
                "x509: certificate signed by unknown authority (possibly because of \"x509: invalid signature: parent"
                        + " certificate cannot sign this kind of certificate\" while trying to verify candidate authority certificate"
                        + " \"middle\")";
        BasicConstraints notCa = new BasicConstraints(false);
        assertThat(words(
                        ROOT,
                        middle().extension(Extension.basicConstraints, true, notCa)
                                .build(),
                        LEAF))
                .isEqualTo(words);
        assertThat(words(ROOT, middle().without(Extension.basicConstraints).build(), LEAF))
                .isEqualTo(words);
        KeyUsage usage = new KeyUsage(KeyUsage.digitalSignature);
        assertThat(words(
                        ROOT,
                        middle().extension(Extension.keyUsage, true, usage).build(),
                        LEAF))
                .isEqualTo(words);
    }

    @Test
    void a_version_1_root_passes_and_a_version_1_intermediate_does_not() throws CheckFailure {
        assertThat(trusting(root().version(1).build()).verify(LEAF, List.of(MIDDLE)))
                .hasSize(3);
        assertThat(words(ROOT, middle().version(1).build(), LEAF))
                .isEqualTo("x509: certificate is not authorized to sign other certificates");
    }

    @Test
    void path_lengths_count_the_certificates_below() {
        ParsedCertificate narrow = root().extension(Extension.basicConstraints, true, new BasicConstraints(0))
                .build();
        assertThat(words(narrow, MIDDLE, LEAF)).isEqualTo("x509: too many intermediates for path length constraint");
    }

    @Test
    void name_constraints_bind_the_leafs_names() throws CheckFailure {
        GeneralSubtree inside = new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, "acme.test"));
        GeneralSubtree outside = new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, "other.test"));
        assertThat(trusting(ROOT).verify(LEAF, List.of(constrained(inside, null))))
                .hasSize(3);
        assertThat(words(ROOT, constrained(outside, null), LEAF))
                .isEqualTo(
                        "x509: a root or intermediate certificate is not authorized to sign for this name: email address"
                                + " \"dev@acme.test\" is not permitted by any constraint");
        assertThat(words(ROOT, constrained(null, inside), LEAF))
                .isEqualTo(
                        "x509: a root or intermediate certificate is not authorized to sign for this name: email address"
                                + " \"dev@acme.test\" is excluded by constraint \"acme.test\"");
    }

    @Test
    void name_constraints_know_hosts_addresses_and_uris() {
        GeneralSubtree host = new GeneralSubtree(new GeneralName(GeneralName.dNSName, ".acme.test"));
        GeneralSubtree uri = new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, "acme.test"));
        GeneralSubtree ip = new GeneralSubtree(new GeneralName(GeneralName.iPAddress, "10.0.0.0/8"));
        String start = "x509: a root or intermediate certificate is not authorized to sign for this name: ";
        assertThat(words(ROOT, constrained(host, null), named(GeneralName.dNSName, "acme.test")))
                .isEqualTo(start + "DNS name \"acme.test\" is not permitted by any constraint");
        assertThat(words(
                        ROOT,
                        constrained(uri, null),
                        named(GeneralName.uniformResourceIdentifier, "https://evil.test/x")))
                .isEqualTo(start + "URI \"https://evil.test/x\" is not permitted by any constraint");
        assertThat(words(
                        ROOT,
                        constrained(null, uri),
                        named(GeneralName.uniformResourceIdentifier, "https://a.acme.test/")))
                .isEqualTo(start + "URI \"https://a.acme.test/\" is excluded by constraint \"acme.test\"");
        assertThat(words(
                        ROOT,
                        constrained(uri, null),
                        named(GeneralName.uniformResourceIdentifier, "https://10.1.2.3/x")))
                .isEqualTo(start + "URI with IP (\"https://10.1.2.3/x\") cannot be matched against constraints");
        assertThat(words(ROOT, constrained(ip, null), named(GeneralName.iPAddress, "11.0.0.1")))
                .isEqualTo(start + "IP address \"11.0.0.1\" is not permitted by any constraint");
        assertThat(words(ROOT, constrained(null, ip), named(GeneralName.iPAddress, "10.0.0.1")))
                .isEqualTo(start + "IP address \"10.0.0.1\" is excluded by constraint \"10.0.0.0/8\"");
    }

    private static ParsedCertificate named(int kind, String name) {
        return leaf().names(new GeneralName(kind, name)).build();
    }

    private static ParsedCertificate constrained(
            @Nullable GeneralSubtree permitted, @Nullable GeneralSubtree excluded) {
        GeneralSubtree[] in = permitted == null ? null : new GeneralSubtree[] {permitted};
        GeneralSubtree[] out = excluded == null ? null : new GeneralSubtree[] {excluded};
        return middle().extension(Extension.nameConstraints, true, new NameConstraints(in, out))
                .build();
    }

    @Test
    void the_search_ends_after_a_hundred_candidates() {
        List<ParsedCertificate> crowd = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            crowd.add(TestCertificate.ca("middle", TestKey.p256(1000 + i), "nobody", ROOT_KEY)
                    .build());
        }
        CheckFailure failure = failure(trusting(ROOT), LEAF, crowd.toArray(new ParsedCertificate[0]));
        assertThat(failure)
                .hasMessageContaining("x509: signature check attempts limit reached while verifying certificate chain");
    }

    @Test
    void two_intermediates_that_issue_each_other_end_the_search() {
        TestKey one = TestKey.p256(21);
        TestKey two = TestKey.p256(22);
        ParsedCertificate first = TestCertificate.ca("one", one, "two", two).build();
        ParsedCertificate second = TestCertificate.ca("two", two, "one", one).build();
        ParsedCertificate leaf = TestCertificate.leaf(LEAF_KEY, "one", one).build();
        assertThat(failure(trusting(ROOT), leaf, first, second)).hasMessageContaining("unknown authority");
    }

    @Test
    void an_authority_outside_its_window_does_not_count() throws CheckFailure {
        ValidityWindow over = ValidityWindow.until(TestCertificate.START.minusSeconds(1));
        CertificateChain chain = new CertificateChain(CRYPTOGRAPHY, List.of(authority(over, ROOT)));
        CheckFailure failure = failure(chain, LEAF, MIDDLE);
        assertThat(failure.divergence()).contains("D01");
        assertThat(failure.reason().code()).isEqualTo("CERTIFICATE_AUTHORITY_OUTSIDE_WINDOW");

        ValidityWindow last = ValidityWindow.until(TestCertificate.START);
        assertThat(new CertificateChain(CRYPTOGRAPHY, List.of(authority(over, ROOT), authority(last, ROOT)))
                        .verify(LEAF, List.of(MIDDLE)))
                .hasSize(3);
    }

    @Test
    void a_failure_that_the_window_does_not_explain_carries_no_number() {
        ValidityWindow over = ValidityWindow.until(Instant.EPOCH);
        CertificateChain chain = new CertificateChain(CRYPTOGRAPHY, List.of(authority(over, ROOT)));
        assertThat(failure(chain, LEAF).divergence()).isEmpty();
    }

    @Test
    void a_chain_that_requires_explicit_policies_is_refused_with_its_number() {
        ParsedCertificate demanding = middle().extension(
                        new ASN1ObjectIdentifier("2.5.29.36"), true, new byte[] {0x30, 0x03, (byte) 0x80, 0x01, 0x00})
                .build();
        CheckFailure failure = failure(trusting(ROOT), LEAF, demanding);
        assertThat(failure.divergence()).contains("D22");
        assertThat(failure)
                .hasMessageContaining("x509: no valid chains built: 1 candidate chains with invalid policies");
    }

    @Test
    void the_last_certificate_of_the_annotation_is_dropped_and_a_single_one_ignored() {
        assertThat(CertificateChain.intermediatesOf(List.of(MIDDLE, ROOT))).containsExactly(MIDDLE);
        assertThat(CertificateChain.intermediatesOf(List.of(MIDDLE))).isEmpty();
        assertThat(CertificateChain.intermediatesOf(List.of())).isEmpty();
    }
}
