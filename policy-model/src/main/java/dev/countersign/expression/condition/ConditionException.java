package dev.countersign.expression.condition;

/** Conditions could not be evaluated. The message is Kyverno's, or ours where Kyverno crashes. */
public final class ConditionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An error with its text. */
    public ConditionException(String message) {
        super(message);
    }

    /** An error with its text and what led to it. */
    public ConditionException(String message, Throwable cause) {
        super(message, cause);
    }
}
