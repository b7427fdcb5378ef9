package dev.countersign.verify.artifact;

import dev.countersign.verify.Reason;
import dev.countersign.verify.check.CheckFailure;
import java.util.Map;

/** What to do about a bundle that does not verify; the checks' own remedies speak of policies and images. */
final class ArtifactReasons {
    private static final String TRUST = " to the trusted root, if it is to be trusted";
    private static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry(
                    "ARTIFACT_DIGEST_MISSING",
                    "Give the artifact itself, so that it can be hashed as the signature wants it."),
            Map.entry(
                    "CERTIFICATE_AUTHORITY_UNKNOWN",
                    "Add the authority's certificates" + TRUST + ", or correct its window there."),
            Map.entry("CERTIFICATE_EXPIRED", "The signature was logged outside the certificate's window: sign again."),
            Map.entry(
                    "CERTIFICATE_MISSING", "The bundle was signed with a key: state that key instead of an identity."),
            Map.entry(
                    "CT_LOG_UNKNOWN",
                    "Add the key of the certificate's CT log" + TRUST + ", or correct its window there."),
            Map.entry("ISSUER_MISMATCH", "If this issuer is meant, ask for it."),
            Map.entry("KEY_EXPECTED", "The bundle brings a certificate: state whose, instead of a key."),
            Map.entry(
                    "LOG_OUTSIDE_WINDOW",
                    "Correct the log's window in the trusted root, or sign again with a log that counts."),
            Map.entry("LOG_UNKNOWN", "Add the log's key" + TRUST + "."),
            Map.entry(
                    "OBSERVED_TIME_MISSING",
                    "Add the log or timestamp authority" + TRUST + ", or sign with one that is."),
            Map.entry("SIGNATURE_INVALID", "Give the artifact that was signed, unchanged, and the signer's own key."),
            Map.entry("SIGNATURE_OF_OTHER_ARTIFACT", "Give the artifact that was signed, unchanged."),
            Map.entry("STATEMENT_OF_OTHER_IMAGE", "Give the artifact that was attested, unchanged."),
            Map.entry("SUBJECT_MISMATCH", "If this signer is meant, ask for that identity."),
            Map.entry("TIMESTAMP_AUTHORITY_UNKNOWN", "Add the timestamp authority" + TRUST + "."));

    private ArtifactReasons() {}

    /** The reason of a failed check, with the remedy for artifacts. */
    static Reason of(CheckFailure failure) {
        Reason reason = failure.reason();
        return new Reason(
                reason.code(),
                "",
                reason.message(),
                reason.found(),
                reason.expected(),
                REMEDIES.getOrDefault(reason.code(), "Sign the artifact again, and keep the bundle as it is written."));
    }
}
