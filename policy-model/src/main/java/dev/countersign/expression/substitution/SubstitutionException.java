package dev.countersign.expression.substitution;

/** A variable or a reference could not be replaced. The message is Kyverno's: {@code failed to resolve … at path …}. */
public final class SubstitutionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An error with Kyverno's text. */
    public SubstitutionException(String message) {
        super(message);
    }

    /** An error with Kyverno's text and what led to it. */
    public SubstitutionException(String message, Throwable cause) {
        super(message, cause);
    }
}
