package dev.countersign.expression.function;

import dev.countersign.document.Value;

/** A part of an expression, as functions meet it behind a reference ({@code &name}). Immutable and thread-safe. */
public interface Expression {

    /**
     * The value of this expression over another value. Call it through {@link Evaluation#value}, which counts steps.
     *
     * @return a value, or {@link Evaluation#notFound} where a key is missing
     */
    Value evaluate(Evaluation evaluation, Value current) throws EvaluationException;

    /** The text that Go's {@code %v} prints of this part, for error messages. */
    String goText();
}
