package dev.countersign.verify.bundle;

import dev.countersign.policy.AttestorIdentity;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.check.BundleIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verdicts that stand before a bundle is looked at, in Kyverno's words. */
final class Refusals {
    /** Accepts nobody, as an attestor that names nobody. */
    static final BundleIdentity NOBODY = BundleIdentity.of(
            new AttestorIdentity.Keyless("", "", "", "", "", Map.of(), Optional.empty(), Optional.empty()), Map.of());

    private static final String FROM = "failed to load public key from ";

    private Refusals() {}

    /** It is decided, for one reason. */
    static UndecidableException decided(
            String message, String code, String explanation, String remedy, String divergence) {
        return new UndecidableException(new Verdict.Rejected(
                message,
                List.of(new Reason(code, "", explanation, message, "", remedy)),
                divergence.isEmpty() ? List.of() : List.of(divergence)));
    }

    /** The registry did not give the bundles. */
    static Verdict.NotVerified notFetched(ImageSubject image, String message, RegistryException failure) {
        Verdict.Indeterminate open = Verdicts.undecided(failure);
        String text = "failed to fetch bundles: " + image.image() + ": " + message;
        return failure.kind() == RegistryException.Kind.NOT_FOUND
                ? new Verdict.Rejected(text, open.reasons(), List.of())
                : new Verdict.Indeterminate(text, open.reasons(), open.unreachable(), List.of());
    }

    /** Kyverno asks with HEAD for the image's digest, and such an answer has no words. */
    static String asHead(RegistryException failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf(": ", "GET https://".length());
        if (!message.startsWith("GET ")
                || !message.contains("/manifests/")
                || failure.status().isEmpty()
                || end < 0) {
            return message;
        }
        int status = failure.status().getAsInt();
        return "HEAD" + message.substring("GET".length(), end) + ": unexpected status code " + status + " "
                + phrase(status) + " (HEAD responses have no body, use GET for details)";
    }

    private static String phrase(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "";
        };
    }

    /** The same cause in the words of this path, which does not repeat the name of the key. */
    static UndecidableException keyNotLoaded(ImageSubject image, UndecidableException failure) {
        Verdict.NotVerified verdict = failure.verdict();
        String cause = verdict.message();
        if (cause.startsWith(FROM)) {
            int end = cause.indexOf(": ", FROM.length());
            cause = end < 0 ? cause : cause.substring(end + 2);
        }
        String message = BundleTrust.NO_MATERIAL + image.image() + ": failed to load public key: " + cause;
        return new UndecidableException(
                verdict instanceof Verdict.Indeterminate open
                        ? new Verdict.Indeterminate(message, open.reasons(), open.unreachable(), open.divergences())
                        : new Verdict.Rejected(message, verdict.reasons(), verdict.divergences()));
    }
}
