package dev.countersign.verify.notary;

import dev.countersign.verify.Reason;
import dev.countersign.verify.check.CheckFailure;

/** Failed checks of notation signatures: the words of notation, and the same for people. */
final class Refusal {
    private Refusal() {}

    /**
     * A refusal that Kyverno shares.
     *
     * @param code see {@link Reason#code}
     * @param message in the words of notation
     * @param explanation one sentence for people
     */
    static CheckFailure of(
            String code, String message, String explanation, String found, String expected, String remedy) {
        return new CheckFailure(message, new Reason(code, "", explanation, found, expected, remedy));
    }

    /** What is stored as an envelope is none, or not a well-formed one. */
    static CheckFailure malformed(String message) {
        return of(
                "ENVELOPE_MALFORMED",
                message,
                "what is stored as a notation signature does not keep to the format",
                message,
                "an envelope as notation writes it",
                "Sign the image again with notation.");
    }

    /** The signature is not by the certificate's key over what the envelope holds. */
    static CheckFailure invalid(String message) {
        return of(
                "SIGNATURE_INVALID",
                "signature is invalid. Error: " + message,
                "the signature was not made by the certificate's key over this payload",
                message,
                "a signature by the key of the envelope's first certificate",
                "Sign the image again; if nobody changed the signature on purpose, find out who did.");
    }
}
