package dev.countersign.expression.substitution;

/** A query has no value. The message is Kyverno's: {@code JMESPath query failed: …}, {@code incorrect query …: …}. */
public class VariableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An error with Kyverno's text. */
    public VariableException(String message) {
        super(message);
    }

    /** An error with Kyverno's text and what led to it. */
    public VariableException(String message, Throwable cause) {
        super(message, cause);
    }
}
