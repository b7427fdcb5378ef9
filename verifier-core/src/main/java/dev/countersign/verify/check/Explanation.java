package dev.countersign.verify.check;

import java.util.Map;

/** What a failed check means, in one sentence for people, by its code; Kyverno's own words stand in the message. */
final class Explanation {
    private static final Map<String, String> BY_CODE = Map.ofEntries(
            Map.entry(
                    "CERTIFICATE_AUTHORITY_OUTSIDE_WINDOW",
                    "the certificate was issued when its authority was not, or no longer, trusted"),
            Map.entry(
                    "CERTIFICATE_AUTHORITY_UNKNOWN",
                    "the signer's certificate was issued by none of the trusted roots"),
            Map.entry(
                    "CERTIFICATE_CHAIN_INVALID",
                    "the signer's certificate leads to a trusted root, but breaks a rule on the way"),
            Map.entry(
                    "CERTIFICATE_EXPIRED",
                    "a certificate of the signer's chain was not valid when the signature was made"),
            Map.entry("CERTIFICATE_MISSING", "the signature brings no certificate, so nobody is named"),
            Map.entry(
                    "CERTIFICATE_OF_OTHER_KEY", "the signature brings a certificate of another key than the policy's"),
            Map.entry(
                    "CERTIFICATE_POLICIES_UNSUPPORTED",
                    "the chain requires certificate policies, which are not evaluated"),
            Map.entry("CT_LOG_KEYS_MISSING", "no CT log is trusted, so the certificate's promise cannot be checked"),
            Map.entry("CT_LOG_OUTSIDE_WINDOW", "the CT log's key was not, or no longer, trusted when it promised"),
            Map.entry("CT_LOG_UNKNOWN", "the certificate's promise (SCT) is by a CT log that is not trusted"),
            Map.entry("LOG_ENTRY_HASH_ALGORITHM", "the log entry is over another hash than SHA-256"),
            Map.entry("LOG_ENTRY_MALFORMED", "the log entry does not hold what its kind demands"),
            Map.entry("LOG_ENTRY_OF_OTHER_KEY", "the log entry belongs to a signature by another key or certificate"),
            Map.entry("LOG_ENTRY_OF_OTHER_PAYLOAD", "the log entry belongs to a signature over something else"),
            Map.entry("LOG_ENTRY_OF_OTHER_SIGNATURE", "the log entry belongs to another signature"),
            Map.entry("LOG_ENTRY_WITHOUT_SIGNATURE", "the log entry holds no signature, so it is bound to none"),
            Map.entry("LOG_KEYS_MISSING", "no transparency log is trusted, so the log entry cannot be checked"),
            Map.entry("LOG_KEY_NOT_ECDSA", "the transparency log's key is no ECDSA key"),
            Map.entry(
                    "LOG_OUTSIDE_WINDOW",
                    "the transparency log's key was not, or no longer, trusted when it took the entry"),
            Map.entry(
                    "LOG_PROMISE_INVALID",
                    "the log's promise (SET) does not hold: the entry or its time was altered, or it is not by this log"),
            Map.entry("LOG_UNKNOWN", "the log entry is by a transparency log that is not trusted"),
            Map.entry("SCT_HASH_WEAK", "the certificate's promise (SCT) is over a hash that is broken"),
            Map.entry(
                    "SCT_INVALID",
                    "the certificate's promise (SCT) does not hold: it is not by this log over this certificate"),
            Map.entry(
                    "SCT_ISSUER_MISSING",
                    "the issuer's certificate is not in the chain, so the promise (SCT) cannot be checked"),
            Map.entry("SCT_LIST_MALFORMED", "the certificate's list of promises (SCTs) cannot be read"),
            Map.entry("SCT_MISSING", "the certificate holds no promise (SCT) of a CT log"),
            Map.entry(
                    "TIMESTAMP_AUTHORITY_OUTSIDE_WINDOW",
                    "the authority was not, or no longer, trusted when it stamped"),
            Map.entry("TIMESTAMP_AUTHORITY_UNKNOWN", "the timestamp is by an authority that is not trusted"),
            Map.entry("TIMESTAMP_CERTIFICATE_UNFIT", "the timestamp was made with a certificate that may not do so"),
            Map.entry("TIMESTAMP_HASH_WEAK", "the timestamp rests on a hash that is broken"),
            Map.entry("TIMESTAMP_MALFORMED", "the timestamp cannot be read"),
            Map.entry("TIMESTAMP_NOT_GRANTED", "the authority answered, but did not stamp as it was asked to"),
            Map.entry("TIMESTAMP_OF_OTHER_SIGNATURE", "the timestamp belongs to another signature"),
            Map.entry("TIMESTAMP_SIGNATURE_INVALID", "the timestamp's own signature does not hold"),
            Map.entry("OTHER_IMAGE_ATTESTED", "the signature holds, but the statement is about another image"),
            Map.entry("SIGNATURE_INVALID", "the attestation was not signed with this key"),
            Map.entry("STATEMENT_MALFORMED", "the signature holds, but what it signs is no in-toto statement"),
            Map.entry(
                    "TIMESTAMP_REQUIRED",
                    "the certificate has expired, and nothing proves that the signature was made before"));

    private Explanation() {}

    /** The sentence for a code, or the words of Kyverno where there is none. */
    static String of(String code, String words) {
        return BY_CODE.getOrDefault(code, words);
    }
}
