package dev.countersign.crypto;

import static dev.countersign.crypto.CertificateForge.ascii;
import static dev.countersign.crypto.CertificateForge.certificate;
import static dev.countersign.crypto.CertificateForge.dns;
import static dev.countersign.crypto.CertificateForge.email;
import static dev.countersign.crypto.CertificateForge.hex;
import static dev.countersign.crypto.CertificateForge.ip;
import static dev.countersign.crypto.CertificateForge.otherName;
import static dev.countersign.crypto.CertificateForge.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.crypto.NameConstraints.Subtrees;
import dev.countersign.crypto.SubjectAlternativeNames.UriName;
import dev.countersign.document.GoText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {
    private static final String FULCIO = "2b0601040183bf300107";

    private static void assertRefused(CertificateForge forge, String message) {
        assertThatExceptionOfType(CryptographyException.class)
                .isThrownBy(forge::parse)
                .withMessage(message);
    }

    @Test
    void names_come_by_kind_in_their_order() throws Exception {
        SubjectAlternativeNames names = certificate()
                .names(
                        true,
                        dns("b.test"),
                        email("a@b.test"),
                        uri("HTTPS://Git.test/%41"),
                        ip("7f000001"),
                        dns("a .test"),
                        hex("88012a"),
                        hex("a4023000"))
                .parse()
                .subjectAlternativeNames();
        assertThat(names.dnsNames()).containsExactly("b.test", "a .test");
        assertThat(names.emailAddresses()).containsExactly("a@b.test");
        assertThat(names.ipAddresses()).extracting(IpAddress::toString).containsExactly("127.0.0.1");
        assertThat(names.uris()).containsExactly(new UriName("https://Git.test/%41", "Git.test"));
    }

    @Test
    void a_critical_list_without_any_name_that_go_knows_is_unhandled() throws Exception {
        byte[] other = otherName(FULCIO, "x");
        assertThat(certificate().names(true, other).parse().unhandledCriticalExtensions())
                .containsExactly("2.5.29.17");
        assertThat(certificate().names(true).parse().unhandledCriticalExtensions())
                .containsExactly("2.5.29.17");
        assertThat(certificate().names(false, other).parse().unhandledCriticalExtensions())
                .isEmpty();
        assertThat(certificate().names(true, other, dns("a")).parse().unhandledCriticalExtensions())
                .isEmpty();
    }

    @Test
    void names_beyond_ascii_and_addresses_of_odd_length_are_refused() {
        assertRefused(certificate().names(true, email("é@b.test")), "x509: SAN rfc822Name is malformed");
        assertRefused(certificate().names(true, dns("é.test")), "x509: SAN dNSName is malformed");
        assertRefused(
                certificate().names(true, uri("https://é.test")), "x509: SAN uniformResourceIdentifier is malformed");
        assertRefused(certificate().names(true, ip("0102030405")), "x509: cannot parse IP address of length 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "https://github.com/a/.github/workflows/b.yml@refs/heads/main -> https://github.com/a/.github/workflows/b.yml@refs/heads/main",
                "HTTPS://Foo.com/ -> https://Foo.com/",
                "urn:x y -> urn:x y",
                "mailto:A@b -> mailto:A@b",
                "spiffe://td/ns/a?b=c d#e -> spiffe://td/ns/a?b=c d#e",
                "https://h/%2f%2F -> https://h/%2f%2F",
                "https://h/a b -> https://h/a%20b",
                "https://h/(a)'[x] -> https://h/(a)'[x]",
                "https://h/\"x -> https://h/%22x",
                "https://h?? -> https://h??",
                "https://h? -> https://h?",
                "https://h# -> https://h",
                "https://h#a b -> https://h#a%20b",
                "https://u:p@h:1/ -> https://u:p@h:1/",
                "https://[::1]:8/ -> https://[::1]:8/",
                "x:/a//b -> x:/a//b",
                "file:///a -> file:///a",
                "x:// -> x:",
                "a/b -> a/b",
                "//h/p -> //h/p",
                "* -> *",
            })
    void a_uri_is_printed_as_go_prints_it(String written, String printed) throws Exception {
        assertThat(GoUrl.parse(written).text()).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "https://h/%zz -> invalid URL escape \"%zz\"",
                "https://h/%z -> invalid URL escape \"%z\"",
                "https://h%20/ -> invalid URL escape \"%20\"",
                "https://a b/ -> invalid character \" \" in host name",
                "https://h:8a/ -> invalid port \":8a\" after host",
                "https://a:b:1/ -> invalid port \":b:1\" after host",
                "https://[::1/ -> missing ']' in host",
                "https://a[b]/ -> invalid IP-literal",
                "https://[1.2.3.4]/ -> invalid IP-literal",
                "https://[1:2]/ -> invalid host: ParseAddr(\"1:2\"): address string too short",
                "https://[1:::2]/ -> invalid host: ParseAddr(\"1:::2\"): each colon-separated field must have at least one digit (at \":2\")",
                "https://[::g]/ -> invalid host: ParseAddr(\"::g\"): each colon-separated field must have at least one digit (at \"g\")",
                "https://a\"b@h/ -> net/url: invalid userinfo",
                ":x -> missing protocol scheme",
                "1:x -> first path segment in URL cannot contain colon",
            })
    void a_uri_that_go_does_not_parse_makes_the_certificate_unreadable(String written, String refusal) {
        String quoted = GoText.quote(written);
        assertRefused(
                certificate().names(true, uri(written)),
                "x509: cannot parse URI " + quoted + ": parse " + quoted + ": " + refusal);
    }

    @Test
    void a_uri_with_a_control_character_or_a_host_that_is_no_domain_is_refused() {
        assertRefused(
                certificate().names(true, uri("https://h/\u0001x")),
                "x509: cannot parse URI \"https://h/\\x01x\": parse \"https://h/\\x01x\": net/url: invalid control"
                        + " character in URL");
        assertRefused(
                certificate().names(true, uri("https://h./")),
                "x509: cannot parse URI \"https://h./\": invalid domain");
        assertRefused(
                certificate().names(true, uri("https://a..b/")),
                "x509: cannot parse URI \"https://a..b/\": invalid domain");
    }

    @ParameterizedTest
    @CsvSource({
        "01020304, 1.2.3.4",
        "00000000000000000000ffff01020304, 1.2.3.4",
        "20010db8000000000000000000000001, 2001:db8::1",
        "00000000000000000000000000000000, ::",
        "00010000000000020000000000000003, 1:0:0:2::3",
        "00010000000200000003000000040000, 1:0:2:0:3:0:4:0",
        "00010002000300040005000600000000, 1:2:3:4:5:6::",
    })
    void an_address_is_printed_as_go_prints_it(String octets, String text) {
        assertThat(new IpAddress(hex(octets))).hasToString(text);
    }

    @Test
    void the_fulcio_name_is_the_only_other_name() throws Exception {
        assertThat(certificate()
                        .names(true, otherName(FULCIO, "me!test"))
                        .parse()
                        .fulcioOtherName())
                .isEqualTo("me!test");
        assertNoFulcioName(certificate(), "no OtherNames found");
        assertNoFulcioName(certificate().names(true, dns("a")), "no OtherNames found");
        assertNoFulcioName(
                certificate().names(true, otherName(FULCIO, "a"), otherName(FULCIO, "b")),
                "expected only one OtherName");
        assertNoFulcioName(
                certificate().names(true, otherName("2b060104018237140203", "a")),
                "unexpected OID for OtherName, expected 1.3.6.1.4.1.57264.1.7, got 1.3.6.1.4.1.311.20.2.3");
        assertNoFulcioName(certificate().names(true, hex("a003020101")), "could not parse requested OtherName SAN");
        assertNoFulcioName(certificate().extension("551d11", false, "30000500"), "trailing data after X.509 extension");
    }

    private static void assertNoFulcioName(CertificateForge forge, String message) {
        assertThatExceptionOfType(CryptographyException.class)
                .isThrownBy(() -> forge.parse().fulcioOtherName())
                .withMessage(message);
    }

    private static byte[] constraints(byte[] permitted, byte[] excluded) {
        return DerWriter.element(
                DerReader.SEQUENCE,
                DerWriter.element(0xa0, DerWriter.element(DerReader.SEQUENCE, permitted)),
                DerWriter.element(0xa1, DerWriter.element(DerReader.SEQUENCE, excluded)));
    }

    @Test
    void name_constraints_come_by_kind() throws Exception {
        NameConstraints constraints = certificate()
                .extension("551d1e", true, constraints(dns(".a.test"), ip("0a000000ff000000")))
                .parse()
                .nameConstraints()
                .orElseThrow();
        assertThat(constraints.critical()).isTrue();
        assertThat(constraints.permitted().dnsDomains()).containsExactly(".a.test");
        Subtrees excluded = constraints.excluded();
        assertThat(excluded.ipRanges()).hasToString("[10.0.0.0/8]");
        assertThat(excluded.ipRanges().get(0).contains(new IpAddress(hex("0a010203"))))
                .isTrue();
        assertThat(excluded.ipRanges().get(0).contains(new IpAddress(hex("0b010203"))))
                .isFalse();
        assertThat(excluded.ipRanges().get(0).contains(new IpAddress(new byte[16])))
                .isFalse();
        assertThat(excluded.isEmpty()).isFalse();
    }

    @Test
    void constraints_on_names_that_go_does_not_know_are_unhandled_where_critical() throws Exception {
        byte[] value = constraints(hex("a4023000"), dns("a"));
        assertThat(certificate().extension("551d1e", true, value).parse().unhandledCriticalExtensions())
                .containsExactly("2.5.29.30");
        assertThat(certificate().extension("551d1e", false, value).parse().unhandledCriticalExtensions())
                .isEmpty();
    }

    @Test
    void malformed_constraints_are_refused() {
        assertConstraintRefused(dns("a..b"), "x509: failed to parse dnsName constraint \"a..b\"");
        assertConstraintRefused(email("a@"), "");
        assertConstraintRefused(email("@a"), "x509: failed to parse rfc822Name constraint \"@a\"");
        assertConstraintRefused(email("a..b@c"), "x509: failed to parse rfc822Name constraint \"a..b@c\"");
        assertConstraintRefused(email("\"a\nb\"@c"), "x509: failed to parse rfc822Name constraint \"\\\"a\\nb\\\"@c\"");
        assertConstraintRefused(email("\"a b\"@c"), "");
        assertConstraintRefused(email("a b"), "x509: failed to parse rfc822Name constraint \"a b\"");
        assertConstraintRefused(
                uri("1.2.3.4"), "x509: failed to parse URI constraint \"1.2.3.4\": cannot be IP address");
        assertConstraintRefused(uri("a."), "x509: failed to parse URI constraint \"a.\"");
        assertConstraintRefused(ip("01020304"), "x509: IP constraint contained value of length 4");
        assertConstraintRefused(ip("01020304ff00ff00"), "x509: IP constraint contained invalid mask ff00ff00");
    }

    private static void assertConstraintRefused(byte[] name, String message) {
        CertificateForge forge = certificate().extension("551d1e", true, constraints(name, dns("x")));
        if (message.isEmpty()) {
            assertThat(catchRefusal(forge)).isEmpty();
        } else {
            assertRefused(forge, message);
        }
    }

    private static String catchRefusal(CertificateForge forge) {
        try {
            forge.parse();
            return "";
        } catch (CryptographyException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static byte[] attribute(String oid, int tag, byte[] value) {
        return DerWriter.element(
                DerReader.SET,
                DerWriter.element(
                        DerReader.SEQUENCE, DerWriter.element(DerReader.OID, hex(oid)), DerWriter.element(tag, value)));
    }

    private static ParsedCertificate withSubject(byte[]... rdns) throws CryptographyException {
        CertificateForge forge = certificate();
        forge.subject = DerWriter.element(DerReader.SEQUENCE, rdns);
        return forge.parse();
    }

    @Test
    void a_distinguished_name_is_printed_as_go_prints_it() throws Exception {
        DistinguishedName name = withSubject(
                        attribute("550403", DerReader.UTF8_STRING, " a, #é ".getBytes(StandardCharsets.UTF_8)),
                        attribute("55040a", DerReader.PRINTABLE_STRING, ascii("one")),
                        attribute("2a03", DerReader.UTF8_STRING, ascii("x*")),
                        attribute("55040a", DerReader.BMP_STRING, hex("00740077006f")),
                        attribute("550406", DerReader.PRINTABLE_STRING, ascii("DE")),
                        attribute("550403", DerReader.IA5_STRING, ascii("#last;")))
                .subject();
        assertThat(name).hasToString("CN=\\#last\\;,O=one+O=two,C=DE,1.2.3=#0c02782a");
        assertThat(name.commonName()).isEqualTo("#last;");
        assertThat(name.organizations()).containsExactly("one", "two");
        assertThat(withSubject().subject()).hasToString("");
    }

    @ParameterizedTest
    @CsvSource({
        "13, 40, invalid PrintableString",
        "16, e9, invalid IA5String",
        "12, 41, invalid NumericString",
        "0c, ff, invalid UTF-8 string",
        "1e, 00, invalid BMPString",
        "1e, d800, invalid BMPString",
        "02, 01, unsupported string type: 2",
    })
    void the_text_of_a_name_must_fit_its_type(String tag, String value, String message) {
        assertThatExceptionOfType(CryptographyException.class)
                .isThrownBy(() -> withSubject(attribute("550403", Integer.parseInt(tag, 16), hex(value))))
                .withMessage("x509: invalid RDNSequence: invalid attribute value: " + message);
    }
}
