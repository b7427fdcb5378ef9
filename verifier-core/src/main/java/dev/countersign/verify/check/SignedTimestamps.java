package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.verify.check.ChainBuilder.Question;
import dev.countersign.verify.entity.GoTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks RFC 3161 timestamps against trusted timestamp authorities, as timestamp-authority's {@code VerifyTimestampResponse} does:
 * the answer is granted, the token's one signer is the authority's leaf (or, where the authority states none, any certificate that
 * it vouches for), its certificate is for timestamps alone, its chain holds at the moment of the stamp, and the stamp is over these
 * very bytes. Every rule about the signer looks at the signer's own certificate, never at others that come with the token
 * (CVE-2026-39984). An authority counts within its window at the moment of the stamp, both ends included.
 *
 * <p>Stricter than Kyverno in what is read at all (divergence D27): DER, bounded, no SHA-1.
 *
 * <p>Immutable and thread-safe; made once for one list of authorities.
 */
public final class SignedTimestamps {
    /** The largest response, in bytes; usual ones take 1 to 8 KiB. */
    public static final int MAX_RESPONSE_BYTES = 64 * 1024;

    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SHA1 = "1.3.14.3.2.26";
    private static final Map<String, HashAlgorithm> HASHES = Map.of(
            "2.16.840.1.101.3.4.2.1", HashAlgorithm.SHA256,
            "2.16.840.1.101.3.4.2.2", HashAlgorithm.SHA384,
            "2.16.840.1.101.3.4.2.3", HashAlgorithm.SHA512);

    private final Cryptography cryptography;
    private final ChainBuilder builder;
    private final List<Trusted> authorities;

    /** An authority, its anchors found by their names. */
    private record Trusted(CertificateAuthority authority, CertificatePool anchors) {}

    /** A token that says something; its signature is checked as far as it brings the certificates for it. */
    private record Token(CmsSignedData message, TstInfo info, HashAlgorithm hash) {}

    public SignedTimestamps(Cryptography cryptography, List<CertificateAuthority> timestampAuthorities) {
        this.cryptography = cryptography;
        this.builder = new ChainBuilder(cryptography);
        this.authorities = timestampAuthorities.stream()
                .map(authority -> new Trusted(authority, new CertificatePool(authority.anchors())))
                .toList();
    }

    /**
     * The moment that a response proves, by the first authority that vouches for it.
     *
     * @param response TimeStampResp in DER
     * @param message the bytes that are stamped
     * @throws CheckFailure {@code no TSA root certificate(s) provided to verify timestamp}, {@code error parsing response into
     *     Timestamp: …}, {@code hashed messages don't match}; where there are several authorities, what each of them says
     */
    public ProvenTime verify(byte[] response, byte[] message) throws CheckFailure {
        if (authorities.stream()
                .allMatch(trusted -> trusted.authority().anchors().isEmpty())) {
            throw TimestampFailures.signer(
                    "no TSA root certificate(s) provided to verify timestamp", "", "the root of a timestamp authority");
        }
        Token token = read(response);
        List<CheckFailure> failures = new ArrayList<>();
        for (Trusted trusted : authorities) {
            try {
                return verify(token, trusted, message);
            } catch (CheckFailure e) {
                failures.add(e);
            }
        }
        throw failures.size() == 1 ? failures.get(0) : together(failures);
    }

    private static CheckFailure together(List<CheckFailure> failures) {
        CheckFailure nearest = failures.get(failures.size() - 1);
        CheckFailure together = new CheckFailure(
                "unable to verify signed timestamps: "
                        + failures.stream().map(CheckFailure::getMessage).collect(Collectors.joining("\n")),
                nearest.reason(),
                failures.stream()
                        .flatMap(failure -> failure.divergence().stream())
                        .findFirst()
                        .orElse(""));
        together.initCause(nearest);
        return together;
    }

    private Token read(byte[] response) throws CheckFailure {
        if (response.length > MAX_RESPONSE_BYTES) {
            throw TimestampFailures.unread("response of " + response.length + " octets");
        }
        try {
            CmsSignedData message = CmsSignedData.parse(TimestampResponse.token(response));
            if (!message.certificates().isEmpty()) {
                verifySignatures(message, message.certificates(), "error parsing response into Timestamp: ");
            }
            TstInfo info = TstInfo.parse(message.content());
            if (info.imprint().length == 0) {
                throw TimestampFailures.invalid("Time-Stamp response contains no hashed message");
            }
            if (info.hash().equals(SHA1)) {
                throw TimestampFailures.weak(
                        "weak hash algorithm: must be SHA-256, SHA-384, or SHA-512", "SHA-1 over the signature");
            }
            HashAlgorithm hash = HASHES.get(info.hash());
            if (hash == null) {
                throw TimestampFailures.invalid("Time-Stamp response uses unknown hash function");
            }
            return new Token(message, info, hash);
        } catch (Der.Malformed e) {
            throw TimestampFailures.malformed(e.getMessage());
        }
    }

    private void verifySignatures(CmsSignedData message, List<ParsedCertificate> certificates, String words)
            throws CheckFailure {
        try {
            message.verifySignatures(certificates, cryptography);
        } catch (CheckFailure e) {
            throw e.prefixed(words);
        }
    }

    private ProvenTime verify(Token token, Trusted trusted, byte[] message) throws CheckFailure {
        CertificateAuthority authority = trusted.authority();
        if (authority.anchors().isEmpty()) {
            throw TimestampFailures.signer(
                    "no root certificates provided for verifying the certificate chain", "", "a root");
        }
        ParsedCertificate signer = signer(token.message(), authority);
        requireChain(signer, token, trusted);
        checkCertificate(signer);
        if (!Arrays.equals(token.hash().digest(message), token.info().imprint())) {
            throw CheckFailure.of(
                    "TIMESTAMP_OF_OTHER_SIGNATURE",
                    "hashed messages don't match",
                    "",
                    "a timestamp over the signature's octets",
                    "Have this very signature stamped.");
        }
        checkWindow(token, authority);
        return new ProvenTime(token.info().time(), authority);
    }

    /** The certificate that made the token's one signature, which holds. */
    private ParsedCertificate signer(CmsSignedData message, CertificateAuthority authority) throws CheckFailure {
        List<ParsedCertificate> among = message.certificates();
        if (among.isEmpty()) {
            among = List.of(authority
                    .leaf()
                    .orElseThrow(() -> TimestampFailures.signer(
                            "leaf certificate must be present in the TSR or as a verify option",
                            "a token without certificates",
                            "the certificate of the authority that stamped")));
            verifySignatures(message, among, "error while verifying signature: ");
        }
        Optional<ParsedCertificate> signer =
                message.signers().size() == 1 ? message.signers().get(0).certificate(among) : Optional.empty();
        if (signer.isEmpty()) {
            throw TimestampFailures.signature("signer certificate was not found");
        }
        if (authority.leaf().isPresent() && !authority.leaf().equals(signer)) {
            throw TimestampFailures.signer(
                    "certificate embedded in the TSR does not match the provided TSA certificate",
                    signer.get().toString(),
                    authority.leaf().get() + " (" + authority.origin().description() + ")");
        }
        return signer.get();
    }

    private void requireChain(ParsedCertificate signer, Token token, Trusted trusted) throws CheckFailure {
        List<ParsedCertificate> between = new ArrayList<>(trusted.authority().intermediates());
        between.addAll(token.message().certificates());
        try {
            builder.build(new Question(
                    signer,
                    trusted.anchors(),
                    new CertificatePool(between),
                    token.info().time(),
                    TIME_STAMPING,
                    ""));
        } catch (CryptographyException e) {
            CheckFailure failure = TimestampFailures.signer(
                    "error while verifying signer certificate chain: " + e.getMessage(),
                    signer + " by \"" + signer.issuer() + "\", at "
                            + GoTime.rfc3339(token.info().time()),
                    "a chain to the root of " + trusted.authority().origin().description());
            failure.initCause(e);
            throw String.valueOf(e.getMessage()).contains("candidate chains with invalid policies")
                    ? failure.resting("D22")
                    : failure;
        }
    }

    /** RFC 3161, 2.3; of the certificates between, {@link ChainBuilder} asks that they allow timestamps. */
    private static void checkCertificate(ParsedCertificate signer) throws CheckFailure {
        String words = "failed to verify TSA certificate: ";
        String found = signer.toString();
        if (signer.isCa()) {
            throw TimestampFailures.certificate(
                    words + "TSA certificate must be an end-entity certificate, not a CA", found);
        }
        boolean critical = signer.extension(EXTENDED_KEY_USAGE)
                .map(extension -> extension.critical())
                .orElse(false);
        if (!critical) {
            throw TimestampFailures.certificate(words + "certificate must set EKU to critical", found);
        }
        String usage = "failed to verify EKU on leaf certificate: failed to verify EKU on leaf certificate: ";
        List<String> usages = signer.extendedKeyUsages();
        if (usages.size() != 1) {
            throw TimestampFailures.certificate(
                    usage + "certificate has " + usages.size() + " extended key usages, expected only one",
                    found + ": " + usages);
        }
        if (!usages.get(0).equals(TIME_STAMPING)) {
            throw TimestampFailures.certificate(
                    usage + "leaf certificate EKU is not set to TimeStamping as required", found + ": " + usages);
        }
    }

    private static void checkWindow(Token token, CertificateAuthority authority) throws CheckFailure {
        if (!authority.validity().contains(token.info().time())) {
            boolean early = authority
                    .validity()
                    .start()
                    .filter(start -> token.info().time().isBefore(start))
                    .isPresent();
            throw CheckFailure.of(
                    "TIMESTAMP_AUTHORITY_OUTSIDE_WINDOW",
                    "timestamp is " + (early ? "before the validity period start" : "after the validity period end"),
                    "a timestamp of " + GoTime.rfc3339(token.info().time()),
                    "a time" + Windows.describe(authority.validity()) + " ("
                            + authority.origin().description() + ")",
                    "Correct the authority's validity window in the trust material, or sign again.");
        }
    }
}
