package dev.countersign.verify.cosign;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.verify.check.CertificateExpiry;
import dev.countersign.verify.check.CheckFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a signature was made, by everybody who vouches for it. Immutable.
 *
 * @param stamped by a timestamp authority
 * @param logged by a transparency log
 */
record KnownTimes(Optional<Instant> stamped, Optional<Instant> logged) {
    /**
     * Checks that a certificate and its issuers were valid at each of these moments, or at the present where there is none
     * (signature-verification.md 2.2, T6).
     */
    void checkExpiry(ParsedCertificate leaf, List<ParsedCertificate> issuers, Instant now) throws CheckFailure {
        if (stamped.isPresent()) {
            checkAt(stamped.get(), "timestamp", leaf, issuers);
        }
        if (logged.isPresent()) {
            checkAt(logged.get(), "bundle", leaf, issuers);
        }
        if (stamped.isEmpty() && logged.isEmpty()) {
            CertificateExpiry.checkWithoutTimestamp(leaf, issuers, now);
        }
    }

    private static void checkAt(Instant time, String source, ParsedCertificate leaf, List<ParsedCertificate> issuers)
            throws CheckFailure {
        try {
            CertificateExpiry.check(leaf, issuers, time);
        } catch (CheckFailure e) {
            throw e.prefixed("checking expiry on certificate with " + source + ": ");
        }
    }

    /** The earliest of them: the signature existed then. */
    Optional<Instant> earliest() {
        return isStampFirst() ? stamped : logged;
    }

    /** Whose clock {@link #earliest} is by, as the evidence names it; empty where there is none. */
    String source() {
        return isStampFirst() ? "timestamp authority" : logged.isPresent() ? "transparency log" : "";
    }

    private boolean isStampFirst() {
        return stamped.isPresent() && (logged.isEmpty() || stamped.get().isBefore(logged.get()));
    }
}
