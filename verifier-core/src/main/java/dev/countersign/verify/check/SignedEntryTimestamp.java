package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.trust.LogKey;
import dev.countersign.verify.entity.GoTime;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.RekorBundle;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Checks a Rekor log's promise to include an entry, as cosign does: the signature over the entry's fields in canonical JSON (RFC
 * 8785) by the log whose id the promise names. The id is compared as text. Nothing is asked of the log.
 *
 * <p>Stricter than Kyverno: a log's key counts only within its window at the integrated time (divergence D01).
 *
 * <p>Immutable and thread-safe; made once for one list of logs.
 */
public final class SignedEntryTimestamp {
    private final Cryptography cryptography;
    private final List<LogKey> logs;

    public SignedEntryTimestamp(Cryptography cryptography, List<LogKey> logs) {
        this.cryptography = cryptography;
        this.logs = List.copyOf(logs);
    }

    /**
     * Checks that there are logs at all; cosign does so before it looks at an entry.
     *
     * @throws CheckFailure {@code no trusted rekor public keys provided}
     */
    public void requireLogs() throws CheckFailure {
        if (logs.isEmpty()) {
            throw CheckFailure.of(
                    "LOG_KEYS_MISSING",
                    "no trusted rekor public keys provided",
                    "no trusted transparency log",
                    "at least one",
                    "State the log's key in rekor.pubkey or in the trust root, or set rekor.ignoreTlog.");
        }
    }

    /**
     * Checks the promise, and yields the log that made it. That the entry is about the signature at hand is for {@link
     * LogEntryBinding}.
     *
     * @throws CheckFailure {@code verifying bundle: rekor log public key not found for payload}, {@code unable to verify SET},
     *     {@code rekor Public key for LogID X is not type ecdsa.PublicKey}
     */
    public LogKey verify(RekorBundle bundle) throws CheckFailure {
        requireEcdsa(bundle.logId());
        List<LogKey> named =
                logs.stream().filter(log -> log.id().equals(bundle.logId())).toList();
        if (named.isEmpty()) {
            throw CheckFailure.of(
                    "LOG_UNKNOWN",
                    "verifying bundle: rekor log public key not found for payload",
                    "an entry of log " + bundle.logId() + ", index " + bundle.logIndex(),
                    "one of: " + Windows.describe(logs),
                    "Add the key whose SHA-256 is " + bundle.logId()
                            + " to rekor.pubkey or to the trust root's transparency logs.");
        }
        verifySignature(bundle, named.get(0));
        return named.stream()
                .filter(log -> log.validity().contains(bundle.integratedAt()))
                .findFirst()
                .orElseThrow(() -> CheckFailure.divergent(
                        "D01",
                        "LOG_OUTSIDE_WINDOW",
                        "verifying bundle: rekor log public key not valid at payload integrated time",
                        "an entry of log " + bundle.logId() + " at " + GoTime.rfc3339(bundle.integratedAt()),
                        "a time within the log's window: " + Windows.describe(named),
                        "Correct the log's validity window in the trust material, or sign and log the image again."));
    }

    /** Promises are ECDSA; a log with another key in the trust root (Rekor v2) makes none and does not disturb the others. */
    private void requireEcdsa(String logId) throws CheckFailure {
        boolean none = logs.stream().noneMatch(log -> log.key().kind().isEcdsa());
        for (LogKey log : logs) {
            if (!log.key().kind().isEcdsa() && (none || log.id().equals(logId))) {
                throw CheckFailure.of(
                        "LOG_KEY_NOT_ECDSA",
                        "rekor Public key for LogID " + log.id() + " is not type ecdsa.PublicKey",
                        log.key().kind() + " (" + log.origin().description() + ")",
                        "an ECDSA key",
                        "State the key of the log that took the entry; promises in annotations are by ECDSA keys only.");
            }
        }
    }

    private void verifySignature(RekorBundle bundle, LogKey log) throws CheckFailure {
        try {
            cryptography.verifyAsn1Ecdsa(
                    log.key(), HashAlgorithm.SHA256, signedBytes(bundle), bundle.signedEntryTimestamp());
        } catch (CryptographyException e) {
            CheckFailure failure = CheckFailure.of(
                    "LOG_PROMISE_INVALID",
                    "unable to verify SET",
                    "an entry of log " + bundle.logId() + ", index " + bundle.logIndex() + ", at "
                            + GoTime.rfc3339(bundle.integratedAt()),
                    "a signature over it by " + Windows.describe(List.of(log)),
                    "The entry was altered, or is not that log's: sign and log the image again.");
            failure.initCause(e);
            throw failure;
        }
    }

    /** What the log signed. */
    static byte[] signedBytes(RekorBundle bundle) {
        String body = bundle.body() instanceof JsonString text ? text.value() : "";
        String json = "{\"body\":" + quoted(body) + ",\"integratedTime\":" + number(bundle.integratedTime())
                + ",\"logID\":" + quoted(bundle.logId()) + ",\"logIndex\":" + number(bundle.logIndex()) + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /** As ECMAScript prints the number's double: exact to 2^53, then the shortest digits that give the same double. */
    static String number(long value) {
        double rounded = (double) value;
        if (Math.abs(rounded) < 1L << 53) {
            return Long.toString(value);
        }
        BigDecimal exact = new BigDecimal(rounded);
        for (int digits = 15; digits < 20; digits++) {
            BigDecimal shorter = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shorter.doubleValue() == rounded) {
                return shorter.toBigInteger().toString();
            }
        }
        return exact.toBigInteger().toString();
    }
}
