package dev.countersign.expression.function;

import dev.countersign.document.Value;
import java.util.List;

/** {@code random}: a text that a regular expression matches. */
final class RandomFunctions {
    static final List<JmesFunction> ALL =
            List.of(JmesFunction.of("random", RandomFunctions::random, ArgumentType.STRING));

    private RandomFunctions() {}

    private static Value random(Call call) throws EvaluationException {
        String pattern = call.text(0);
        if (pattern.isEmpty()) {
            throw EvaluationException.error("no pattern provided");
        }
        // First of all for Go's error.
        call.evaluation().regex(pattern);
        return call.built(new RandomText(pattern, call.evaluation()).generate());
    }
}
