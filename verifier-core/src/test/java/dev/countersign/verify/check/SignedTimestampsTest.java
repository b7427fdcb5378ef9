package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTimestampsTest {
    private static final Cryptography CRYPTOGRAPHY = Cryptography.bouncyCastle();
    private static final Instant TIME = Instant.parse("2025-03-01T12:05:00Z");
    private static final byte[] MESSAGE = "a signature".getBytes(StandardCharsets.UTF_8);
    private static final TestKey ROOT_KEY = TestKey.p256(31);
    private static final TestKey CA_KEY = TestKey.p256(32);
    private static final TestKey KEY = TestKey.p256(33);
    private static final TestKey OTHER_KEY = TestKey.p256(34);
    private static final ParsedCertificate ROOT =
            TestCertificate.ca("root", ROOT_KEY, "root", ROOT_KEY).build();
    private static final ParsedCertificate CA =
            TestCertificate.ca("ca", CA_KEY, "root", ROOT_KEY).build();
    private static final ParsedCertificate SIGNER = signer().build();
    private static final ParsedCertificate OTHER =
            usage(TestCertificate.leaf(OTHER_KEY, "root", ROOT_KEY), true).build();
    private static final String PARSING = "error parsing response into Timestamp: ";

    /** The certificate of a timestamp authority, which outlives its stamps. */
    private static TestCertificate signer() {
        return usage(TestCertificate.leaf(KEY, "ca", CA_KEY), true);
    }

    private static TestCertificate usage(TestCertificate certificate, boolean critical, KeyPurposeId... more) {
        KeyPurposeId[] all = Arrays.copyOf(more, more.length + 1);
        all[more.length] = KeyPurposeId.id_kp_timeStamping;
        return certificate.extension(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(all));
    }

    private static TestStamp stamp() {
        return new TestStamp(KEY, SIGNER, MESSAGE);
    }

    private static CertificateAuthority authority(Optional<ParsedCertificate> leaf, ValidityWindow window) {
        return new CertificateAuthority(List.of(ROOT), List.of(CA), window, new Origin("the test"), leaf);
    }

    private static final CertificateAuthority PINNED = authority(Optional.of(SIGNER), ValidityWindow.ALWAYS);
    private static final CertificateAuthority ANY = authority(Optional.empty(), ValidityWindow.ALWAYS);

    private static SignedTimestamps trusting(CertificateAuthority... authorities) {
        return new SignedTimestamps(CRYPTOGRAPHY, List.of(authorities));
    }

    private static CheckFailure failure(TestStamp stamp, CertificateAuthority... authorities) {
        CheckFailure failure = catchThrowableOfType(
                CheckFailure.class, () -> trusting(authorities).verify(stamp.response(), MESSAGE));
        assertThat(failure).as("the stamp is refused").isNotNull();
        return failure;
    }

    /** By an authority whose leaf is that certificate. */
    private static CheckFailure failureOf(ParsedCertificate signer) {
        return failure(new TestStamp(KEY, signer, MESSAGE), authority(Optional.of(signer), ValidityWindow.ALWAYS));
    }

    @Test
    void a_stamp_over_these_bytes_proves_its_time_and_names_its_authority() throws Exception {
        ProvenTime proven = trusting(PINNED).verify(stamp().response(), MESSAGE);

        assertThat(proven).isEqualTo(new ProvenTime(TIME, PINNED));
        assertThat(trusting(ANY).verify(stamp().response(), MESSAGE).authority())
                .isEqualTo(ANY);
    }

    @Test
    void a_token_without_certificates_verifies_by_the_stated_leaf_only() throws Exception {
        TestStamp bare = stamp().certificates();

        assertThat(trusting(PINNED).verify(bare.response(), MESSAGE).time()).isEqualTo(TIME);
        assertThat(failure(bare, ANY)).hasMessage("leaf certificate must be present in the TSR or as a verify option");
        assertThat(failure(new TestStamp(OTHER_KEY, SIGNER, MESSAGE).certificates(), PINNED))
                .hasMessage("error while verifying signature: x509: ECDSA verification failure");
    }

    @Test
    void a_stamp_over_other_bytes_is_refused() {
        CheckFailure failure = failure(new TestStamp(KEY, SIGNER, new byte[1]), PINNED);

        assertThat(failure).hasMessage("hashed messages don't match");
        assertThat(failure.reason().code()).isEqualTo("TIMESTAMP_OF_OTHER_SIGNATURE");
    }

    @Test
    void a_stamp_by_another_authority_is_refused() {
        TestStamp foreign = new TestStamp(OTHER_KEY, OTHER, MESSAGE);
        CertificateAuthority stranger = new CertificateAuthority(
                List.of(TestCertificate.ca("other", OTHER_KEY, "other", OTHER_KEY)
                        .build()),
                List.of(),
                ValidityWindow.ALWAYS,
                new Origin("the test"));

        assertThat(failure(foreign, PINNED))
                .hasMessage("certificate embedded in the TSR does not match the provided TSA certificate");
        assertThat(failure(stamp(), stranger))
                .hasMessage("error while verifying signer certificate chain: x509: certificate signed by unknown"
                        + " authority");
        assertThat(failure(
                        stamp(),
                        new CertificateAuthority(
                                List.of(), List.of(CA), ValidityWindow.ALWAYS, new Origin("the test"))))
                .hasMessage("no TSA root certificate(s) provided to verify timestamp");
    }

    @Test
    void of_several_authorities_any_may_vouch_and_all_are_named_where_none_does() throws Exception {
        CertificateAuthority other = authority(Optional.of(OTHER), ValidityWindow.ALWAYS);

        assertThat(trusting(other, PINNED).verify(stamp().response(), MESSAGE).authority())
                .isEqualTo(PINNED);
        String foreign = "certificate embedded in the TSR does not match the provided TSA certificate";
        assertThat(failure(stamp(), other, other))
                .hasMessage("unable to verify signed timestamps: " + foreign + "\n" + foreign);
    }

    @Test
    void an_authority_counts_within_its_window_with_both_ends() throws Exception {
        SignedTimestamps exact = trusting(authority(Optional.of(SIGNER), ValidityWindow.between(TIME, TIME)));

        assertThat(exact.verify(stamp().response(), MESSAGE).time()).isEqualTo(TIME);
        assertThat(failure(stamp(), authority(Optional.empty(), ValidityWindow.from(TIME.plusSeconds(1)))))
                .hasMessage("timestamp is before the validity period start");
        assertThat(failure(stamp(), authority(Optional.empty(), ValidityWindow.until(TIME.minusSeconds(1)))))
                .hasMessage("timestamp is after the validity period end");
    }

    @Test
    void the_signers_certificate_must_be_valid_at_the_stamp_and_not_now() throws Exception {
        assertThat(SIGNER.notAfter()).isBefore(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(trusting(PINNED)
                        .verify(stamp().genTime("20250301121000Z").response(), MESSAGE)
                        .time())
                .isEqualTo(SIGNER.notAfter());
        assertThat(failure(stamp().genTime("20250301121001Z"), PINNED))
                .hasMessageStartingWith(
                        "error while verifying signer certificate chain: x509: certificate has expired");
    }

    @Test
    void the_signers_certificate_must_be_for_timestamps_alone() {
        String usage = "failed to verify EKU on leaf certificate: failed to verify EKU on leaf certificate: ";

        assertThat(failureOf(
                        usage(TestCertificate.leaf(KEY, "ca", CA_KEY), false).build()))
                .hasMessage("failed to verify TSA certificate: certificate must set EKU to critical");
        assertThat(failureOf(usage(TestCertificate.leaf(KEY, "ca", CA_KEY), true, KeyPurposeId.id_kp_OCSPSigning)
                        .build()))
                .hasMessage(usage + "certificate has 2 extended key usages, expected only one");
        assertThat(failureOf(TestCertificate.leaf(KEY, "ca", CA_KEY)
                        .extension(
                                Extension.extendedKeyUsage,
                                true,
                                new ExtendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage))
                        .build()))
                .hasMessage(usage + "leaf certificate EKU is not set to TimeStamping as required");
        assertThat(failureOf(TestCertificate.leaf(KEY, "ca", CA_KEY).build()))
                .hasMessage("error while verifying signer certificate chain: x509: certificate specifies an"
                        + " incompatible key usage");
        assertThat(failureOf(signer().extension(Extension.basicConstraints, true, new BasicConstraints(true))
                        .build()))
                .hasMessage(
                        "failed to verify TSA certificate: TSA certificate must be an end-entity certificate, not a CA");
    }

    @Test
    void the_rules_are_asked_of_the_signer_and_not_of_another_certificate_in_front_of_it()
            throws Exception { // CVE-2026-39984
        ParsedCertificate unfit =
                TestCertificate.leaf(OTHER_KEY, "elsewhere", OTHER_KEY).build();
        ParsedCertificate unfitSigner =
                usage(TestCertificate.leaf(KEY, "ca", CA_KEY), false).build();

        assertThat(trusting(PINNED)
                        .verify(stamp().certificates(unfit, SIGNER).response(), MESSAGE)
                        .time())
                .isEqualTo(TIME);
        assertThat(failure(new TestStamp(KEY, unfitSigner, MESSAGE).certificates(OTHER, unfitSigner), ANY))
                .hasMessage("failed to verify TSA certificate: certificate must set EKU to critical");
    }

    @Test
    void a_forged_certificate_with_the_signers_issuer_and_number_is_the_signer_if_it_comes_first() {
        ParsedCertificate forged =
                usage(TestCertificate.leaf(OTHER_KEY, "ca", OTHER_KEY), true).build();

        assertThat(failure(stamp().certificates(forged, SIGNER), ANY))
                .hasMessage(PARSING + "x509: ECDSA verification failure");
        assertThat(failure(new TestStamp(OTHER_KEY, forged, MESSAGE).certificates(forged, SIGNER), ANY))
                .hasMessageStartingWith("error while verifying signer certificate chain: x509: certificate signed by"
                        + " unknown authority");
    }

    @ParameterizedTest
    @CsvSource({
        "1, the request is granted with modifications, false",
        "2, the request is rejected, false",
        "9, unknown status: 9, false",
        "-1, unknown status: -1, true"
    })
    void only_a_granted_response_counts(int status, String words, boolean stricter) {
        CheckFailure failure = failure(stamp().status(status), PINNED);

        assertThat(failure).hasMessage(PARSING + words + ": why ()");
        assertThat(failure.divergence()).isEqualTo(stricter ? Optional.of("D27") : Optional.empty());
    }

    @Test
    void nothing_rests_on_sha1() {
        assertThat(failure(stamp().imprint(TestStamp.SHA1, new byte[20]), PINNED))
                .hasMessage("weak hash algorithm: must be SHA-256, SHA-384, or SHA-512");
        for (TestStamp weak : List.of(stamp().digestHash(TestStamp.SHA1), stamp().algorithm("1.2.840.10045.4.1"))) {
            assertThat(failure(weak, PINNED).divergence()).contains("D27");
        }
        assertThat(failure(stamp().imprint("1.2.3", new byte[20]), PINNED))
                .hasMessage("timestamp response is not valid: Time-Stamp response uses unknown hash function");
    }

    @Test
    void the_signed_attributes_are_signed_in_the_order_of_der_and_hold_the_contents_digest() throws Exception {
        assertThat(trusting(PINNED)
                        .verify(stamp().unsorted().response(), MESSAGE)
                        .time())
                .isEqualTo(TIME);
        assertThat(trusting(PINNED)
                        .verify(stamp().withoutAttributes().response(), MESSAGE)
                        .time())
                .isEqualTo(TIME);
        assertThat(failure(stamp().digest(new byte[32]), PINNED))
                .hasMessageStartingWith(PARSING + "pkcs7: Message digest mismatch\n\tExpected: 0000")
                .hasMessageContaining("\n\tActual  : ");
    }

    @Test
    void a_signing_time_must_lie_within_the_signers_window_and_be_readable() throws Exception {
        assertThat(trusting(PINNED)
                        .verify(stamp().signingTime("").response(), MESSAGE)
                        .time())
                .isEqualTo(TIME);
        assertThat(failure(stamp().signingTime("150301120000Z"), PINNED))
                .hasMessage(PARSING + "pkcs7: signing time \"2015-03-01T12:00:00Z\" is outside of certificate validity"
                        + " \"2025-03-01T12:00:00Z\" to \"2025-03-01T12:10:00Z\"");
        assertThat(failure(stamp().signingTime("251301120000Z"), PINNED).divergence())
                .contains("D27");
    }

    @Test
    void one_signer_is_as_many_as_a_stamp_may_have() {
        assertThat(failure(stamp().signers(2), PINNED)).hasMessage("signer certificate was not found");
        assertThat(failure(stamp().signers(0), PINNED)).hasMessage(PARSING + "pkcs7: Message has no signers");
        assertThat(failure(stamp().signers(CmsSignedData.MAX_SIGNERS + 1), PINNED))
                .hasMessage("signer certificate was not found");
        assertThat(failure(stamp().certificates(CA), PINNED)).hasMessage(PARSING + "pkcs7: No certificate for signer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "202503011205Z",
                "20250301120500.10Z",
                "20250301120500.Z",
                "20250301120500+0000",
                "20250301120500",
                "20250230120500Z",
                "20250301240500Z",
                "20250301120500Zx",
                "x"
            })
    void a_time_that_go_would_write_otherwise_is_refused(String time) {
        assertThat(failure(stamp().genTime(time), PINNED)).hasMessageStartingWith(PARSING);
    }

    @Test
    void a_fraction_of_a_second_and_a_zone_count() throws Exception {
        assertThat(trusting(PINNED)
                        .verify(stamp().genTime("20250301120500.25Z").response(), MESSAGE)
                        .time())
                .isEqualTo(TIME.plusMillis(250));
        assertThat(trusting(PINNED)
                        .verify(stamp().genTime("20250301140500+0200").response(), MESSAGE)
                        .time())
                .isEqualTo(TIME);
    }

    @Test
    void what_is_not_der_or_too_much_is_not_read() {
        byte[] response = stamp().response();
        byte[] trailing = Arrays.copyOf(response, response.length + 1);
        ParsedCertificate[] many = new ParsedCertificate[CmsSignedData.MAX_CERTIFICATES + 1];
        Arrays.fill(many, SIGNER);

        assertThat(failure(stamp().ber(), PINNED).divergence()).contains("D27");
        assertThat(failure(stamp().certificates(many), PINNED).divergence()).contains("D27");
        assertThat(refusal(new byte[SignedTimestamps.MAX_RESPONSE_BYTES + 1]).divergence())
                .contains("D27");
        assertThat(refusal(trailing))
                .hasMessage("timestamp response is not valid: trailing data in Time-Stamp response");
        assertThat(refusal(new byte[0])).hasMessage(PARSING + "asn1: syntax error: sequence truncated");
        assertThat(refusal(new byte[2]))
                .hasMessage(PARSING + "asn1: structure error: tags don't match (16 vs {class:0 tag:0 length:0"
                        + " isCompound:false}) {optional:false explicit:false application:false private:false"
                        + " defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false} response"
                        + " @2");
    }

    private static CheckFailure refusal(byte[] response) {
        CheckFailure failure =
                catchThrowableOfType(CheckFailure.class, () -> trusting(PINNED).verify(response, MESSAGE));
        assertThat(failure).as("the response is refused").isNotNull();
        return failure;
    }

    @Test
    void deep_nesting_is_refused_and_breaks_nothing() {
        byte[] deep = new byte[40_000];
        for (int at = deep.length - 4; at >= 0; at -= 4) {
            int length = deep.length - at - 4;
            deep[at] = 0x30;
            deep[at + 1] = (byte) 0x82;
            deep[at + 2] = (byte) (length >> 8);
            deep[at + 3] = (byte) length;
        }

        assertThat(refusal(deep)).hasMessageStartingWith(PARSING);
    }

    /**
     * Everything but these is covered by a signature, or decides which certificate is asked: the versions of SignedData and
     * SignerInfo, the list of digest algorithms and the type of the content, which neither Kyverno nor this library looks at; and the
     * certificates' own signatures are covered because the signer is compared with the stated leaf byte by byte.
     */
    @Test
    void a_changed_byte_anywhere_that_counts_is_noticed() throws Exception {
        byte[] response = stamp().response();
        BitSet free = free(response);
        SignedTimestamps timestamps = trusting(PINNED);
        Random random = new Random(7);
        for (int at = 0; at < response.length; at++) {
            for (int mask : new int[] {1, 0x80, 1 + random.nextInt(255)}) {
                byte[] changed = response.clone();
                changed[at] ^= (byte) mask;
                boolean verified;
                try {
                    timestamps.verify(changed, MESSAGE);
                    verified = true;
                } catch (CheckFailure e) {
                    verified = false;
                }
                if (!free.get(at)) {
                    assertThat(verified).as("byte %d xor %d verifies", at, mask).isFalse();
                }
            }
        }
        assertThat(free.cardinality()).isLessThan(40);
    }

    private static BitSet free(byte[] response) throws Der.Malformed {
        BitSet free = new BitSet();
        byte[] version = {2, 1, 3, 0x31};
        int data = indexOf(response, version, 0);
        free.set(data + 2);
        byte[] hash = {6, 9, 0x60, (byte) 0x86, 0x48, 1, 0x65, 3, 4, 2, 1};
        int digests = indexOf(response, hash, data);
        free.set(digests + 2, digests + hash.length);
        byte[] type = {6, 11, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 9, 16, 1, 4};
        int content = indexOf(response, type, digests);
        free.set(content + 2, content + type.length);
        byte[] signerVersion = {2, 1, 1, 0x30};
        free.set(indexOf(response, signerVersion, indexOf(response, SIGNER.tbs(), content)) + 2);
        return free;
    }

    private static int indexOf(byte[] in, byte[] wanted, int from) {
        for (int at = from; at <= in.length - wanted.length; at++) {
            if (Arrays.equals(Arrays.copyOfRange(in, at, at + wanted.length), wanted)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }
}
