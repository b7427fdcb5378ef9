package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.verify.check.CertificateIdentity.Mismatch;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateIdentityTest {
    private static final TestKey KEY = TestKey.p256(31);
    private static final TestKey CA = TestKey.p256(32);
    private static final String ISSUER = "https://issuer.test";
    private static final ASN1ObjectIdentifier FULCIO_NAME = new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.7");

    private static TestCertificate leaf() {
        return TestCertificate.leaf(KEY, "ca", CA)
                .extension(
                        new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.1"),
                        false,
                        ISSUER.getBytes(StandardCharsets.UTF_8));
    }

    private static final ParsedCertificate MANY_NAMES = leaf().names(
                    new GeneralName(GeneralName.dNSName, "build.acme.test"),
                    new GeneralName(GeneralName.rfc822Name, "dev@acme.test"),
                    new GeneralName(GeneralName.uniformResourceIdentifier, "https://ci.test/acme/web"),
                    new GeneralName(GeneralName.iPAddress, "10.0.0.1"),
                    otherName("robot"))
            .build();

    private static GeneralName otherName(String value) {
        return new GeneralName(GeneralName.otherName, new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
            FULCIO_NAME, new DERTaggedObject(true, 0, new DERUTF8String(value))
        }));
    }

    private static Optional<Mismatch> mismatch(
            String subject, String subjectRegExp, String issuer, String issuerRegExp, ParsedCertificate certificate) {
        return identity(subject, subjectRegExp, issuer, issuerRegExp, Map.of(), Map.of())
                .mismatch(certificate);
    }

    private static CertificateIdentity identity(
            String subject,
            String subjectRegExp,
            String issuer,
            String issuerRegExp,
            Map<String, String> extensions,
            Map<String, String> ofEntry) {
        return CertificateIdentity.of(
                new AttestorIdentity.Keyless(
                        issuer,
                        issuerRegExp,
                        subject,
                        subjectRegExp,
                        "",
                        extensions,
                        Optional.empty(),
                        Optional.empty()),
                ofEntry);
    }

    @ParameterizedTest
    @CsvSource({
        "build.acme.test, ''",
        "dev@acme.test, ''",
        "https://ci.test/*, ''",
        "10.0.0.?, ''",
        "robot, ''",
        "'', ci\\.test",
        "'', ^robot$",
        "nobody, acme/web$"
    })
    void any_name_of_the_certificate_satisfies_wildcard_or_expression(String subject, String expression) {
        assertThat(mismatch(subject, expression, "", "", MANY_NAMES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"dev@acme.tes, ''", "DEV@acme.test, ''", "acme, ''", "'', ^acme", "'', ^dev$", "' ', ''"})
    void a_part_of_a_name_is_not_the_name(String subject, String expression) {
        Mismatch mismatch = mismatch(subject, expression, "", "", MANY_NAMES).orElseThrow();

        assertThat(mismatch.message())
                .isEqualTo("subject mismatch: expected " + (subject.isEmpty() ? expression : subject)
                        + ", received build.acme.test, dev@acme.test, 10.0.0.1, https://ci.test/acme/web, robot");
        assertThat(mismatch.divergence()).isEmpty();
        assertThat(mismatch.reason().code()).isEqualTo("SUBJECT_MISMATCH");
    }

    @Test
    void a_certificate_that_names_nobody_satisfies_no_wanted_subject() {
        ParsedCertificate noNames =
                leaf().without(Extension.subjectAlternativeName).build();
        ParsedCertificate emptyNames = leaf().names().build();
        ParsedCertificate twoOtherNames =
                leaf().names(otherName("robot"), otherName("mallory")).build();

        for (ParsedCertificate certificate : new ParsedCertificate[] {noNames, emptyNames, twoOtherNames}) {
            assertThat(mismatch("*", "", "", "", certificate).flatMap(Mismatch::divergence))
                    .contains("D04");
            assertThat(mismatch("", ".*", "", "", certificate).flatMap(Mismatch::divergence))
                    .contains("D04");
            assertThat(mismatch("", "(?=a)", "", "", certificate).flatMap(Mismatch::divergence))
                    .contains("D04");
            assertThat(mismatch("", "", ISSUER, "", certificate)).isEmpty();
        }
    }

    @Test
    void issuer_wildcard_and_issuer_expression_must_both_hold() {
        assertThat(mismatch("", "", "https://*", "issuer", MANY_NAMES)).isEmpty();
        assertThat(mismatch("", "", "https://*", "other", MANY_NAMES)).isPresent();
        assertThat(mismatch("", "", "http://*", "issuer", MANY_NAMES)
                        .orElseThrow()
                        .message())
                .isEqualTo("issuer mismatch: expected http://*, received " + ISSUER);
    }

    @Test
    void a_certificate_without_issuer_satisfies_only_a_wildcard_for_nothing() {
        ParsedCertificate none = TestCertificate.leaf(KEY, "ca", CA).build();

        assertThat(mismatch("", "", ISSUER, "", none)).isPresent();
        assertThat(mismatch("", "", "?*", "", none)).isPresent();
        assertThat(mismatch("", "", "", "issuer", none)).isPresent();
        assertThat(mismatch("", "", "*", "", none)).isEmpty();
    }

    @Test
    void a_malformed_expression_is_told_and_satisfied_by_nobody() {
        assertThat(mismatch("dev@acme.test", "(", "", "", MANY_NAMES)
                        .orElseThrow()
                        .message())
                .startsWith("invalid regexp for subject: ( : ");
        assertThat(mismatch("", "", "", "(?!a)", MANY_NAMES).orElseThrow().message())
                .startsWith("invalid regexp for issuer: (?!a) : ");
    }

    @Test
    void an_expression_of_any_depth_is_read_or_refused_and_never_crashes() {
        for (String expression : new String[] {
            "(".repeat(100_000),
            "(".repeat(3000) + ")".repeat(3000),
            "(?:a?){1000}".repeat(10) + "nobody",
            "(a{1000}){1000}",
            "\\"
        }) {
            assertThat(mismatch("", expression, "", "", MANY_NAMES)).isPresent();
        }
    }

    @Test
    void extensions_are_asked_for_by_name_or_number_and_by_wildcard() {
        ParsedCertificate certificate =
                TestSigner.certificate("dev@acme.test", Map.of("1.3.6.1.4.1.57264.1.6", "refs/heads/main"));

        for (String name : new String[] {"githubWorkflowRef", "1.3.6.1.4.1.57264.1.6"}) {
            assertThat(identity("", "", "", "", Map.of(name, "refs/heads/*"), Map.of())
                            .mismatch(certificate))
                    .isEmpty();
            assertThat(identity("", "", "", "", Map.of(name, "refs/tags/*"), Map.of())
                            .mismatch(certificate)
                            .orElseThrow()
                            .message())
                    .isEqualTo(
                            "extension mismatch: expected refs/tags/* for key " + name + ", received refs/heads/main");
        }
        assertThat(identity("", "", "", "", Map.of("2.5.29.17", "*"), Map.of()).mismatch(certificate))
                .map(Mismatch::message)
                .contains("invalid certificate extension 2.5.29.17");
    }

    @Test
    void extensions_of_the_entry_count_too_and_those_of_the_attestor_replace_them() {
        ParsedCertificate certificate =
                TestSigner.certificate("dev@acme.test", Map.of("1.3.6.1.4.1.57264.1.6", "main"));
        Map<String, String> main = Map.of("githubWorkflowRef", "main");
        Map<String, String> other = Map.of("githubWorkflowRef", "other");

        assertThat(identity("", "", "", "", Map.of(), main).mismatch(certificate))
                .isEmpty();
        assertThat(identity("", "", "", "", Map.of(), other)
                        .mismatch(certificate)
                        .flatMap(Mismatch::divergence))
                .contains("D07");
        assertThat(identity("", "", "", "", main, other).mismatch(certificate)).isEmpty();
        assertThat(identity("", "", "", "", other, main)
                        .mismatch(certificate)
                        .orElseThrow()
                        .divergence())
                .isEmpty();
        assertThat(identity("", "", "", "", Map.of(), other).acceptsEverybody()).isFalse();
        assertThat(identity("", "", "", "", Map.of(), Map.of()).acceptsEverybody())
                .isTrue();
    }
}
