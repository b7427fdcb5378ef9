package dev.countersign.verify.check;

/** Why a timestamp proves nothing, in the words of timestamp-authority, digitorus/timestamp and pkcs7. Stateless. */
final class TimestampFailures {
    /** The number of the divergence: what is read of a timestamp is stricter. */
    static final String STRICTER = "D27";

    private static final String PARSING = "error parsing response into Timestamp: ";
    private static final String REMEDY =
            "Sign again with a timestamp (cosign sign --timestamp-server-url), or remove the timestamp's annotation.";

    private TimestampFailures() {}

    /** The response says too little, or too much. */
    static CheckFailure invalid(String words) {
        return CheckFailure.of(
                "TIMESTAMP_MALFORMED",
                "timestamp response is not valid: " + words,
                "",
                "a TimeStampResp of RFC 3161 in DER",
                REMEDY);
    }

    static CheckFailure malformed(String words) {
        return CheckFailure.of(
                "TIMESTAMP_MALFORMED", PARSING + words, words, "a TimeStampResp of RFC 3161 in DER", REMEDY);
    }

    /** Kyverno might read it. */
    static CheckFailure unread(String words) {
        return CheckFailure.divergent(
                STRICTER,
                "TIMESTAMP_MALFORMED",
                PARSING + words,
                words,
                "a TimeStampResp of RFC 3161 in DER, of at most " + SignedTimestamps.MAX_RESPONSE_BYTES + " octets",
                REMEDY);
    }

    static CheckFailure notGranted(String words, boolean stricter) {
        return stricter
                ? CheckFailure.divergent(
                        STRICTER, "TIMESTAMP_NOT_GRANTED", PARSING + words, words, "status granted", REMEDY)
                : CheckFailure.of("TIMESTAMP_NOT_GRANTED", PARSING + words, words, "status granted", REMEDY);
    }

    static CheckFailure weak(String words, String found) {
        return CheckFailure.of("TIMESTAMP_HASH_WEAK", words, found, "SHA-256, SHA-384 or SHA-512", REMEDY);
    }

    /** The token's own signature is over SHA-1, which Go still takes here. */
    static CheckFailure weakSignature(String found) {
        return CheckFailure.divergent(
                STRICTER,
                "TIMESTAMP_HASH_WEAK",
                "weak hash algorithm: must be SHA-256, SHA-384, or SHA-512",
                found,
                "a token that is signed over SHA-256, SHA-384 or SHA-512",
                REMEDY);
    }

    /** The token's signature does not hold; the words come without those that the place adds. */
    static CheckFailure signature(String words) {
        return CheckFailure.of(
                "TIMESTAMP_SIGNATURE_INVALID", words, "", "a token that the authority signed as it stands", REMEDY);
    }

    static CheckFailure signer(String words, String found, String expected) {
        return CheckFailure.of(
                "TIMESTAMP_AUTHORITY_UNKNOWN",
                words,
                found,
                expected,
                "Put the chain of the authority that stamped (its own certificate, intermediates, root) into"
                        + " ctlog.tsaCertChain, or sign with a timestamp of an authority that is trusted.");
    }

    static CheckFailure certificate(String words, String found) {
        return CheckFailure.of(
                "TIMESTAMP_CERTIFICATE_UNFIT",
                words,
                found,
                "a certificate that is no CA, with the one extended key usage timeStamping, critical (RFC 3161, 2.3)",
                "Use a timestamp authority whose certificate fits.");
    }
}
