package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.verify.check.ChainBuilder.Question;
import dev.countersign.verify.entity.GoTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks that a signer's certificate leads to a trusted authority, as cosign's {@code TrustedCert} does: chain building at the
 * moment when the certificate's window starts, with the extended key usage code signing. Every anchor of every authority is
 * trusted, self-signed or not; the authorities' own intermediates are not used, as Kyverno does not use them for signatures in
 * annotations: what stands between comes with the signature.
 *
 * <p>Stricter than Kyverno: an authority counts only within its window at that moment (divergence D01).
 *
 * <p>Immutable and thread-safe; made once for one list of authorities.
 */
public final class CertificateChain {
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final String ADVICE =
            ". Check your TUF root (see cosign initialize) or set a custom root with env var SIGSTORE_ROOT_FILE";

    private final ChainBuilder builder;
    private final List<CertificateAuthority> authorities;
    private final CertificatePool anchors;

    public CertificateChain(Cryptography cryptography, List<CertificateAuthority> authorities) {
        this.builder = new ChainBuilder(cryptography);
        this.authorities = List.copyOf(authorities);
        this.anchors = pool(this.authorities);
    }

    /**
     * The intermediates that cosign takes from a signature's chain annotation: all of its certificates but the last, which is
     * the root. An annotation with a single certificate gives none.
     *
     * @param annotation the annotation's certificates, in order
     */
    public static List<ParsedCertificate> intermediatesOf(List<ParsedCertificate> annotation) {
        return annotation.size() > 1 ? List.copyOf(annotation.subList(0, annotation.size() - 1)) : List.of();
    }

    /**
     * The chain from the leaf to the anchor, both included; the leaf alone where it is an anchor itself.
     *
     * @param leaf the signer's certificate
     * @param intermediates what may stand between: see {@link #intermediatesOf}
     * @throws CheckFailure {@code cert verification failed: x509: …}
     */
    public List<ParsedCertificate> verify(ParsedCertificate leaf, List<ParsedCertificate> intermediates)
            throws CheckFailure {
        Instant at = leaf.notBefore();
        List<CertificateAuthority> open = authorities.stream()
                .filter(authority -> authority.validity().contains(at))
                .toList();
        CertificatePool between = intermediates.isEmpty() ? CertificatePool.EMPTY : new CertificatePool(intermediates);
        boolean allOpen = open.size() == authorities.size();
        try {
            return build(leaf, allOpen ? anchors : pool(open), between);
        } catch (CryptographyException e) {
            if (!allOpen && holds(leaf, between)) {
                throw outsideWindow(leaf, at, e);
            }
            throw failure(leaf, e);
        }
    }

    private boolean holds(ParsedCertificate leaf, CertificatePool between) {
        try {
            build(leaf, anchors, between);
            return true;
        } catch (CryptographyException e) {
            return false;
        }
    }

    private List<ParsedCertificate> build(ParsedCertificate leaf, CertificatePool trusted, CertificatePool between)
            throws CryptographyException {
        return builder.build(
                new Question(leaf, trusted, between, leaf.notBefore(), CODE_SIGNING, SUBJECT_ALTERNATIVE_NAME));
    }

    private CheckFailure failure(ParsedCertificate leaf, CryptographyException cause) {
        String words = String.valueOf(cause.getMessage());
        String code = "CERTIFICATE_CHAIN_INVALID";
        String remedy = "Sign with a certificate that fits, or correct the authority's certificates.";
        if (words.startsWith("x509: certificate signed by unknown authority")) {
            code = "CERTIFICATE_AUTHORITY_UNKNOWN";
            remedy = "Add the certificate of the issuer \"" + leaf.issuer()
                    + "\" to the trusted roots, and its intermediates to the signature's chain annotation.";
        } else if (words.contains("candidate chains with invalid policies")) {
            return fill(
                    CheckFailure.divergent(
                            "D22",
                            "CERTIFICATE_POLICIES_UNSUPPORTED",
                            text(words),
                            describe(leaf),
                            "a chain without policyConstraints that require explicit policies",
                            remedy),
                    cause);
        }
        return fill(
                CheckFailure.of(code, text(words), describe(leaf), "a chain to one of: " + trusted(), remedy), cause);
    }

    private CheckFailure outsideWindow(ParsedCertificate leaf, Instant at, CryptographyException cause) {
        return fill(
                CheckFailure.divergent(
                        "D01",
                        "CERTIFICATE_AUTHORITY_OUTSIDE_WINDOW",
                        text(String.valueOf(cause.getMessage())),
                        describe(leaf) + ", issued at " + GoTime.rfc3339(at),
                        "an authority that counts at that moment, of: " + trusted(),
                        "Correct the authority's validity window in the trust material, or sign again."),
                cause);
    }

    private static CheckFailure fill(CheckFailure failure, CryptographyException cause) {
        failure.initCause(cause);
        return failure;
    }

    private static String text(String words) {
        return "cert verification failed: " + words + ADVICE;
    }

    private static String describe(ParsedCertificate leaf) {
        return "certificate " + leaf.fingerprint() + " by \"" + leaf.issuer() + "\"";
    }

    private String trusted() {
        return authorities.isEmpty()
                ? "no authority"
                : authorities.stream()
                        .map(authority -> authority.anchors().stream()
                                        .map(anchor -> "\"" + anchor.subject() + "\"")
                                        .collect(Collectors.joining(", "))
                                + Windows.describe(authority.validity())
                                + " (" + authority.origin().description() + ")")
                        .collect(Collectors.joining("; "));
    }

    private static CertificatePool pool(List<CertificateAuthority> authorities) {
        return new CertificatePool(authorities.stream()
                .flatMap(authority -> authority.anchors().stream())
                .toList());
    }
}
