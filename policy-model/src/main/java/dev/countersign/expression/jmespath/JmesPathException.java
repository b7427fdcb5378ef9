package dev.countersign.expression.jmespath;

import dev.countersign.expression.function.EvaluationException;
import java.util.Optional;

/**
 * A search ended without a value. The message is that of Kyverno, unless the reason says that Kyverno panics there or that
 * a bound of ours was reached. Carries no stack trace.
 */
public final class JmesPathException extends Exception {
    private static final long serialVersionUID = 1L;

    private final EvaluationException.Reason reason;
    private final String missingKey;

    private JmesPathException(String message, EvaluationException.Reason reason, String missingKey) {
        super(message, null, false, false);
        this.reason = reason;
        this.missingKey = missingKey;
    }

    static JmesPathException of(EvaluationException failure) {
        String message = failure.getMessage();
        return new JmesPathException(message == null ? "" : message, failure.reason(), "");
    }

    static JmesPathException notFound(String key) {
        return new JmesPathException("Unknown key \"" + key + "\" in path", EvaluationException.Reason.ERROR, key);
    }

    /** Why there is no value. */
    public EvaluationException.Reason reason() {
        return reason;
    }

    /** The key that an object lacks, where that is why. */
    public Optional<String> missingKey() {
        return missingKey.isEmpty() ? Optional.empty() : Optional.of(missingKey);
    }
}
