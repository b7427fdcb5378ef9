package dev.countersign.expression.jmespath;

import dev.countersign.document.Value;
import dev.countersign.expression.function.Evaluation;
import dev.countersign.expression.function.EvaluationException;
import dev.countersign.expression.function.FunctionContext;

/**
 * A compiled expression of Kyverno's JMESPath dialect ({@code {{ }}} variables, {@code jmesPath} fields, condition keys).
 * Immutable and thread-safe: compile once, search often.
 *
 * <p>Numbers: Go's float64 is {@link Value.FloatValue}, Go's int64 is {@link Value.IntegerValue}. The two never equal each
 * other here, and most functions take only the first, as in Kyverno; literals are always the first.
 */
public final class JmesPath {
    /** Characters of an expression. */
    public static final int MAX_LENGTH = 20_000;

    /** How deep the text of an expression may nest. */
    public static final int MAX_NESTING = 300;

    private final String text;
    private final Node node;

    private JmesPath(String text, Node node) {
        this.text = text;
        this.node = node;
    }

    /**
     * What a search found.
     *
     * @param value the result
     * @param data the data as the search left it: {@code sort_by} sorts the data's own list, as in Kyverno. The very same
     *     instance where nothing was sorted
     */
    public record Result(Value value, Value data) {}

    /**
     * Reads an expression; functions are looked up, but a function that does not exist is an error of the search.
     *
     * @param text at most {@link #MAX_LENGTH} characters, at most {@link #MAX_NESTING} levels
     * @throws JmesPathSyntaxException with the text of kyverno/go-jmespath, or one that names a bound
     */
    public static JmesPath compile(String text) throws JmesPathSyntaxException {
        if (text.length() > MAX_LENGTH) {
            throw new JmesPathSyntaxException(
                    "the expression is longer than " + MAX_LENGTH + " characters", MAX_LENGTH);
        }
        return new JmesPath(text, Parser.parse(text));
    }

    /**
     * The value of the expression over data.
     *
     * @param data at most {@link Evaluation#MAX_VALUE_DEPTH} levels deep
     * @throws JmesPathException with Kyverno's text; where Kyverno panics, or at one of the bounds that
     *     {@link Evaluation} names, with ours
     */
    public Value search(Value data, FunctionContext context) throws JmesPathException {
        return run(data, context).value();
    }

    /** As {@link #search}, and what became of the data. */
    public Result run(Value data, FunctionContext context) throws JmesPathException {
        Evaluation evaluation = new Evaluation(context);
        try {
            Value value = evaluation.evaluate(node, data);
            if (Evaluation.isNotFound(value)) {
                throw JmesPathException.notFound(evaluation.missingKey());
            }
            return new Result(evaluation.settled(value), evaluation.arranged(data));
        } catch (EvaluationException failure) {
            throw JmesPathException.of(failure);
        }
    }

    /** The text that was compiled. */
    public String text() {
        return text;
    }

    /** The text that was compiled. */
    @Override
    public String toString() {
        return text;
    }
}
