package dev.countersign.registry;

import java.util.OptionalInt;

/**
 * A registry did not give what was asked for. The message is in the words of the Go registry client that Kyverno uses:
 * {@code GET https://registry.example/v2/shop/web/manifests/1.0: MANIFEST_UNKNOWN: Unknown manifest}.
 */
public final class RegistryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What happened. Only {@link #NOT_FOUND} is an answer; after every other kind, nothing is known. */
    public enum Kind {
        /** The registry says that it does not hold this (404). */
        NOT_FOUND,
        /** It wants another login (401, 403). */
        DENIED,
        /** Too many requests (429). */
        THROTTLED,
        /** It answered with another error. */
        ANSWERED,
        /** No connection: name, network or TLS. */
        UNREACHABLE,
        /** The deadline passed. */
        TIMEOUT,
        /** It answered with other bytes than were asked for, or with no manifest where one was. */
        CORRUPT,
        /** More than the bound. */
        TOO_LARGE,
        /** Nothing was asked: whoever made the registry does not allow the way that a policy chose. */
        NOT_ALLOWED
    }

    private final Kind kind;
    private final int status;

    /**
     * @param kind what happened
     * @param status the HTTP status; 0 when there was no answer
     * @param message in the words of the Go registry client
     */
    public RegistryException(Kind kind, int status, String message) {
        super(message);
        this.kind = kind;
        this.status = status;
    }

    /**
     * @param kind what happened
     * @param message in the words of the Go registry client
     * @param cause what lies beneath
     */
    public RegistryException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = 0;
    }

    /** What happened. */
    public Kind kind() {
        return kind;
    }

    /** The HTTP status, if there was an answer. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }
}
