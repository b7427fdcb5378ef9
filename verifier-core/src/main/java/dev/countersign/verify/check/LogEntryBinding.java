package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.Pem;
import dev.countersign.document.GoText;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.RekorBundle;
import java.util.Arrays;
import java.util.Optional;

/**
 * Checks that a log entry is about the very signature, key and payload at hand, as cosign does before it looks at the log's
 * promise: signature, then key, then hash. Immutable and thread-safe.
 *
 * <p>Stricter than Kyverno: an entry without a signature does not stand for one (divergence D21).
 */
public final class LogEntryBinding {
    private static final String SEVERAL = "multiple signatures on DSSE envelopes are not currently supported";

    private final Cryptography cryptography;

    public LogEntryBinding(Cryptography cryptography) {
        this.cryptography = cryptography;
    }

    /**
     * Checks, and yields the entry.
     *
     * @throws CheckFailure {@code bundle payload body is not a string}, {@code failed to extract signature from bundle: …}, {@code
     *     signature in bundle does not match signature being verified}, {@code comparing public key PEMs, expected …, got …},
     *     {@code matching bundle to payload: bundle="…", payload="…"} and others
     */
    public LogEntry verify(RekorBundle bundle, LoggedSignature signature) throws CheckFailure {
        if (!(bundle.body() instanceof JsonString body)) {
            throw malformed("bundle payload body is not a string");
        }
        // cosign reads the entry for each comparison; with an empty annotation the comparison of signatures is left
        // out.
        boolean compare = !signature.text().isEmpty();
        LogEntry entry;
        if (compare) {
            entry = entry(body.value(), signature, "failed to extract signature from bundle: ");
            compareSignature(entry, signature);
        } else {
            // The words for a missing key come before those for a broken entry.
            requireKey(signature);
            entry = entry(body.value(), signature, "failed to extract key from bundle: ");
        }
        compareKey(entry, signature);
        compareHash(entry, signature);
        return entry;
    }

    private LogEntry entry(String body, LoggedSignature signature, String words) throws CheckFailure {
        try {
            LogEntry entry = LogEntry.parse(body, cryptography, Optional.of(signature));
            if (entry.signatures() > 1) {
                throw new MalformedEntityException(SEVERAL);
            }
            return entry;
        } catch (MalformedEntityException e) {
            CheckFailure failure = malformed(words + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private static CheckFailure malformed(String message) {
        return CheckFailure.of(
                "LOG_ENTRY_MALFORMED",
                message,
                "an entry that does not hold what its kind demands",
                "kind hashedrekord, rekord, dsse or intoto, with a signature that its own key verifies",
                "Sign and log the image again.");
    }

    private static void compareSignature(LogEntry entry, LoggedSignature signature) throws CheckFailure {
        String logged = entry.signature()
                .orElseThrow(() -> malformed("failed to extract signature from bundle: unsupported type"));
        if (logged.isEmpty()) {
            throw CheckFailure.divergent(
                    "D21",
                    "LOG_ENTRY_WITHOUT_SIGNATURE",
                    "signature in bundle does not match signature being verified",
                    "an entry with an empty signature",
                    signature.text(),
                    "Sign and log the image again.");
        }
        if (!logged.equals(signature.text())) {
            throw CheckFailure.of(
                    "LOG_ENTRY_OF_OTHER_SIGNATURE",
                    "signature in bundle does not match signature being verified",
                    logged,
                    signature.text(),
                    "The entry belongs to another signature: sign and log the image again.");
        }
    }

    /**
     * The key or certificate, as PEM, by which an entry of the signature is known; cosign wants one even where the signature brings no
     * entry.
     *
     * @throws CheckFailure {@code empty key}, {@code both public key and certificate were provided but did not match}
     */
    public static String requireKey(LoggedSignature signature) throws CheckFailure {
        if (signature.certificate().isPresent() && signature.key().isPresent()) {
            boolean same = signature.certificate().get().publicKey().equals(signature.key());
            if (!same) {
                throw CheckFailure.of(
                        "CERTIFICATE_OF_OTHER_KEY",
                        "both public key and certificate were provided but did not match",
                        "a certificate with key "
                                + signature
                                        .certificate()
                                        .get()
                                        .publicKey()
                                        .map(key -> key.id())
                                        .orElse("of no known kind"),
                        "the policy's key " + signature.key().get().id(),
                        "The signature is by another key: add that key to the policy, or sign with the policy's.");
            }
        }
        if (signature.certificate().isPresent()) {
            return Pem.encode("CERTIFICATE", signature.certificate().get().der());
        }
        return signature
                .key()
                .map(key -> key.toPem())
                .orElseThrow(() -> CheckFailure.of(
                        "CERTIFICATE_MISSING",
                        "empty key",
                        "a signature without a certificate",
                        "a signature by a certificate, as the policy's attestor is keyless",
                        "The image was signed with a static key: state it under keys, or sign keyless."));
    }

    private static void compareKey(LogEntry entry, LoggedSignature signature) throws CheckFailure {
        String expected = requireKey(signature);
        Pem.Decoded logged =
                Pem.next(entry.key()).orElseThrow(() -> malformed("failed to extract key from bundle: no PEM block"));
        if (!logged.rest().isEmpty()) {
            throw malformed("unexpected PEM block: " + logged.rest());
        }
        Pem.Decoded own = Pem.next(expected).orElseThrow(() -> malformed("empty key"));
        if (!Arrays.equals(own.block().bytes(), logged.block().bytes())) {
            throw CheckFailure.of(
                    "LOG_ENTRY_OF_OTHER_KEY",
                    "comparing public key PEMs, expected " + expected + ", got " + entry.key(),
                    entry.key(),
                    expected,
                    "The entry was made for another key or certificate: add that key to the policy, or sign again.");
        }
    }

    private static void compareHash(LogEntry entry, LoggedSignature signature) throws CheckFailure {
        if (!entry.hashAlgorithm().equals("sha256")) {
            throw CheckFailure.of(
                    "LOG_ENTRY_HASH_ALGORITHM",
                    "unexpected algorithm: " + GoText.quote(entry.hashAlgorithm()),
                    entry.hashAlgorithm(),
                    "sha256",
                    "Log the signature over SHA-256, or set rekor.ignoreTlog for this key.");
        }
        if (!entry.hash().equals(signature.payloadSha256())) {
            throw CheckFailure.of(
                    "LOG_ENTRY_OF_OTHER_PAYLOAD",
                    "matching bundle to payload: bundle=" + GoText.quote(entry.hash()) + ", payload="
                            + GoText.quote(signature.payloadSha256()),
                    entry.hash(),
                    signature.payloadSha256(),
                    "The entry belongs to another payload: sign and log the image again.");
        }
    }
}
