package dev.countersign.verify;

/** A key management system did not give a key. */
public final class KeyResolutionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What happened. Only {@link #NOT_FOUND} is an answer; after every other kind, nothing is known. */
    public enum Kind {
        /** The system says that it holds no such key. */
        NOT_FOUND,
        /** It wants another login, or answered with an error. */
        REFUSED,
        /** It did not answer, or not in time. */
        UNREACHABLE,
        /** There is no resolver for such names. */
        NO_RESOLVER
    }

    private final Kind kind;

    private KeyResolutionException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** The system says that it holds no such key. */
    public static KeyResolutionException notFound(String message) {
        return new KeyResolutionException(Kind.NOT_FOUND, message);
    }

    /** The system wants another login, or answered with an error. */
    public static KeyResolutionException refused(String message) {
        return new KeyResolutionException(Kind.REFUSED, message);
    }

    /** The system did not answer, or not in time. */
    public static KeyResolutionException unreachable(String message) {
        return new KeyResolutionException(Kind.UNREACHABLE, message);
    }

    /** No resolver knows such names: for one that serves some schemes only. */
    public static KeyResolutionException noResolver(String reference) {
        return new KeyResolutionException(
                Kind.NO_RESOLVER, "no key resolver for " + reference.substring(0, Math.min(reference.length(), 60)));
    }

    /** What happened. */
    public Kind kind() {
        return kind;
    }

    /** For people; never holds a secret. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
