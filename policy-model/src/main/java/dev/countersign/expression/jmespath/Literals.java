package dev.countersign.expression.jmespath;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.JsonReading;
import dev.countersign.document.Value;
import dev.countersign.expression.function.GoJson;
import java.nio.charset.StandardCharsets;

/** Reads the JSON inside of expressions; errors have the text of Go's encoding/json. */
final class Literals {
    private Literals() {}

    /** A literal between backticks. All numbers are floats. */
    static Value json(String text, int position) throws JmesPathSyntaxException {
        return GoJson.floats(read(text, position));
    }

    /** The text between the quotes of an identifier, which has JSON's escapes. */
    static String string(String inside, int position) throws JmesPathSyntaxException {
        if (inside.indexOf('\\') < 0 && inside.chars().allMatch(c -> c >= ' ' && !Character.isSurrogate((char) c))) {
            return inside;
        }
        return read('"' + inside + '"', position) instanceof Value.StringValue text ? text.value() : inside;
    }

    private static Value read(String text, int position) throws JmesPathSyntaxException {
        JsonReading reading =
                DocumentReader.readJson("expression", text.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS);
        if (reading.value().isPresent()) {
            return reading.value().get();
        }
        throw new JmesPathSyntaxException(GoJson.error(reading), position);
    }
}
