package dev.countersign.expression.substitution;

import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.jmespath.JmesPath;
import dev.countersign.expression.jmespath.JmesPathException;
import dev.countersign.expression.jmespath.JmesPathSyntaxException;
import dev.countersign.expression.value.GoText;
import java.util.Optional;

/** The text of a variable, compiled once; a text that cannot be compiled says so when it is searched. Immutable. */
public final class Query {
    private final String text;
    private final Optional<JmesPath> compiled;
    private final String error;

    private Query(String text, Optional<JmesPath> compiled, String error) {
        this.text = text;
        this.compiled = compiled;
        this.error = error;
    }

    /** Compiles a text; white space around it does not count. */
    public static Query of(String text) {
        String trimmed = GoText.trimSpace(text);
        if (trimmed.isEmpty()) {
            return new Query(trimmed, Optional.empty(), "invalid query (nil)");
        }
        try {
            return new Query(trimmed, Optional.of(JmesPath.compile(trimmed)), "");
        } catch (JmesPathSyntaxException e) {
            return new Query(trimmed, Optional.empty(), "incorrect query " + trimmed + ": " + e.getMessage());
        }
    }

    /** The text without white space around it. */
    public String text() {
        return text;
    }

    /**
     * The value of the query over data, and the data as the query left it ({@code sort_by} sorts the data's own list).
     *
     * @throws VariableException with Kyverno's text
     */
    public JmesPath.Result search(Value data, FunctionContext functions) throws VariableException {
        JmesPath query = compiled.orElseThrow(() -> new VariableException(error));
        try {
            return query.run(data, functions);
        } catch (JmesPathException e) {
            throw new VariableException("JMESPath query failed: " + e.getMessage(), e);
        }
    }
}
