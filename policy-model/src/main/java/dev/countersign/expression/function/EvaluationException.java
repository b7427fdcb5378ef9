package dev.countersign.expression.function;

/** An evaluation ended without a value. Carries no stack trace, because hostile input may raise many. */
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why an evaluation ended. */
    public enum Reason {
        /** Kyverno returns this error too, with this text. */
        ERROR,
        /** Kyverno panics here; the text is ours. */
        PANIC,
        /** A bound of ours; the text is ours and names the bound. */
        LIMIT
    }

    private final Reason reason;

    private EvaluationException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** An error with Kyverno's text. */
    public static EvaluationException error(String message) {
        return new EvaluationException(Reason.ERROR, message);
    }

    /** An error of a function of Kyverno's, with the prefix that names it. */
    public static EvaluationException of(String function, String detail) {
        return error("JMESPath function '" + function + "': " + detail);
    }

    /** An error in place of a panic. */
    public static EvaluationException panic(String message) {
        return new EvaluationException(Reason.PANIC, message);
    }

    /** A bound was reached. */
    public static EvaluationException limit(String message) {
        return new EvaluationException(Reason.LIMIT, message);
    }

    /** Why the evaluation ended. */
    public Reason reason() {
        return reason;
    }
}
