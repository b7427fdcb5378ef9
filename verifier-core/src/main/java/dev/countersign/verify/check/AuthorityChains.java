package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.verify.check.ChainBuilder.Question;
import dev.countersign.verify.entity.GoTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks that a signer's certificate leads to a trusted authority at a verified moment, as sigstore-go does for bundles: authority by
 * authority, each within its window, with its own intermediates; certificates that come with the bundle do not count. Immutable and
 * thread-safe; made once for one list of authorities.
 */
public final class AuthorityChains {
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

    private final ChainBuilder builder;
    private final List<Trusted> authorities;

    private record Trusted(CertificateAuthority authority, CertificatePool anchors, CertificatePool between) {}

    public AuthorityChains(Cryptography cryptography, List<CertificateAuthority> authorities) {
        this.builder = new ChainBuilder(cryptography);
        this.authorities = authorities.stream()
                .map(authority -> new Trusted(
                        authority,
                        new CertificatePool(authority.anchors()),
                        new CertificatePool(authority.intermediates())))
                .toList();
    }

    /**
     * The chain from the leaf to the first authority that it leads to.
     *
     * @param at a moment at which every certificate of the chain must be valid
     * @throws CheckFailure {@code leaf certificate verification failed}
     */
    public List<ParsedCertificate> verify(ParsedCertificate leaf, Instant at) throws CheckFailure {
        List<String> why = new ArrayList<>();
        boolean unsupported = false;
        for (Trusted trusted : authorities) {
            if (!trusted.authority().validity().contains(at)) {
                why.add(describe(trusted.authority()) + ": not within its window at " + GoTime.rfc3339(at));
                continue;
            }
            try {
                return builder.build(new Question(
                        leaf, trusted.anchors(), trusted.between(), at, CODE_SIGNING, SUBJECT_ALTERNATIVE_NAME));
            } catch (CryptographyException e) {
                unsupported |= String.valueOf(e.getMessage()).contains("candidate chains with invalid policies");
                why.add(describe(trusted.authority()) + ": " + e.getMessage());
            }
        }
        CheckFailure failure = CheckFailure.of(
                "CERTIFICATE_AUTHORITY_UNKNOWN",
                "leaf certificate verification failed",
                "certificate " + leaf.fingerprint() + " by \"" + leaf.issuer() + "\", at " + GoTime.rfc3339(at),
                why.isEmpty() ? "a trusted authority; there is none" : "a chain to one of: " + String.join("; ", why),
                "Add the certificate of the issuer \"" + leaf.issuer()
                        + "\" to the trusted roots; a bundle does not bring it.");
        throw unsupported ? failure.resting("D22") : failure;
    }

    private static String describe(CertificateAuthority authority) {
        return authority.anchors().stream()
                        .map(anchor -> "\"" + anchor.subject() + "\"")
                        .collect(Collectors.joining(", "))
                + Windows.describe(authority.validity()) + " ("
                + authority.origin().description() + ")";
    }
}
