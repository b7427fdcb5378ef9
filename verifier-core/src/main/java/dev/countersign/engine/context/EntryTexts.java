package dev.countersign.engine.context;

import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.jmespath.JmesPath;
import dev.countersign.expression.jmespath.JmesPathException;
import dev.countersign.expression.jmespath.JmesPathSyntaxException;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.expression.substitution.Substitutor;
import dev.countersign.expression.substitution.VariableException;

/** What every kind of context entry does with its texts. */
final class EntryTexts {
    private EntryTexts() {}

    /** A text with its variables replaced; where they make it something else, empty. */
    static String text(String text, Substitutor substitutor) throws SubstitutionException {
        return text.isEmpty()
                ? ""
                : substitutor.substitute(Value.of(text)) instanceof Value.StringValue found ? found.value() : "";
    }

    /**
     * The value of a path over data, whose numbers are floats as Go's JSON decoder reads them.
     *
     * @param prefix of the message of a failure
     */
    static Value search(String path, Value data, FunctionContext functions, String prefix) throws VariableException {
        try {
            return JmesPath.compile(path).search(RequestData.withFloats(data), functions);
        } catch (JmesPathSyntaxException | JmesPathException e) {
            throw new VariableException(prefix + e.getMessage(), e);
        }
    }
}
