package dev.countersign.verify.check;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.verify.entity.GoTime;
import java.time.Instant;
import java.util.List;

/**
 * Checks that a certificate and the certificates above it were valid at the moment of signing, as cosign's {@code CheckExpiry}
 * does; both ends of a window count as within. Immutable and thread-safe.
 */
public final class CertificateExpiry {
    private CertificateExpiry() {}

    /**
     * Checks at a moment that a log or a time stamp vouches for.
     *
     * @param leaf the signer's certificate
     * @param issuers the rest of its chain, the anchor included; empty where a static key was used
     * @param observed when the signature existed
     * @throws CheckFailure {@code certificate expired before observed time: X is before Y}
     */
    public static void check(ParsedCertificate leaf, List<ParsedCertificate> issuers, Instant observed)
            throws CheckFailure {
        checkOne("certificate", "CERTIFICATE", leaf, observed);
        for (ParsedCertificate issuer : issuers) {
            checkOne("issuing CA certificate", "ISSUER", issuer, observed);
        }
    }

    /**
     * Checks at the present, where nothing vouches for an earlier moment.
     *
     * @throws CheckFailure {@code expected a signed timestamp to verify an expired certificate}
     */
    public static void checkWithoutTimestamp(ParsedCertificate leaf, List<ParsedCertificate> issuers, Instant now)
            throws CheckFailure {
        try {
            check(leaf, issuers, now);
        } catch (CheckFailure e) {
            CheckFailure failure = CheckFailure.of(
                    "TIMESTAMP_REQUIRED",
                    "expected a signed timestamp to verify an expired certificate",
                    e.getMessage(),
                    "a certificate that is valid now, or a log entry or time stamp from its window",
                    "Let the signature be logged (no ignoreTlog), or have it time-stamped and state tsaCertChain.");
            failure.initCause(e);
            throw failure;
        }
    }

    private static void checkOne(String what, String code, ParsedCertificate certificate, Instant observed)
            throws CheckFailure {
        if (certificate.notAfter().isBefore(observed)) {
            throw CheckFailure.of(
                    code + "_EXPIRED",
                    what + " expired before observed time: " + GoTime.rfc3339(certificate.notAfter()) + " is before "
                            + GoTime.rfc3339(observed),
                    "\"" + certificate.subject() + "\", valid until " + GoTime.rfc3339(certificate.notAfter()),
                    "a window that holds " + GoTime.rfc3339(observed),
                    "Sign within the certificate's window, and log or time-stamp the signature then.");
        }
        if (certificate.notBefore().isAfter(observed)) {
            throw CheckFailure.of(
                    code + "_NOT_YET_VALID",
                    what + " was issued after observed time: " + GoTime.rfc3339(certificate.notBefore()) + " is after "
                            + GoTime.rfc3339(observed),
                    "\"" + certificate.subject() + "\", valid from " + GoTime.rfc3339(certificate.notBefore()),
                    "a window that holds " + GoTime.rfc3339(observed),
                    "Sign within the certificate's window, and log or time-stamp the signature then.");
        }
    }
}
