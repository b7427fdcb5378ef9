package dev.countersign.clusterimagepolicy;

import dev.countersign.verify.Reason;
import java.util.List;

/** What to do, in the fields of a ClusterImagePolicy: checks that also serve other policies speak of theirs. Stateless. */
final class AuthorityRemedies {
    private static final List<String> FIELDS_OF_OTHERS =
            List.of("rekor.", "ctlog.", "tsaCertChain", "ignoreTlog", "ignoreSCT", "under keys");

    private AuthorityRemedies() {}

    /** The same reason for the author of a ClusterImagePolicy. */
    static Reason of(Reason reason, String place) {
        String remedy =
                FIELDS_OF_OTHERS.stream().anyMatch(reason.remedy()::contains) ? remedy(reason.code()) : reason.remedy();
        return new Reason(reason.code(), place, reason.message(), reason.found(), reason.expected(), remedy);
    }

    private static String remedy(String code) {
        if (code.startsWith("TIMESTAMP") || code.startsWith("OBSERVED_TIME")) {
            return "Add the authority that stamped to timestampAuthorities of the TrustRoot that rfc3161timestamp names, or"
                    + " sign with an authority that it holds.";
        }
        if (code.startsWith("SCT") || code.startsWith("CT_LOG")) {
            return "Add the log's key to ctLogs of the TrustRoot that keyless names, or state insecureIgnoreSCT: true where"
                    + " the authority submits its certificates to no log.";
        }
        if (code.startsWith("LOG") || code.contains("_LOG_") || code.startsWith("CHECKPOINT")) {
            return "Sign with a log whose key stands in tLogs of the TrustRoot that ctlog names, or add the log's key there.";
        }
        return "Sign the image as the authority asks, or state in the policy who does.";
    }
}
