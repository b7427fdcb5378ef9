package dev.countersign.expression.condition;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.JsonReading;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NullValue;
import dev.countersign.document.Value.StringValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of texts that are written as JSON in a text, as in ConfigMaps. */
final class TextList {
    private TextList() {}

    /** The JSON list of texts that a text is, or the text itself when it is no JSON; nothing when it is other JSON. */
    static Optional<List<String>> orItself(String text) {
        JsonReading reading = json(text);
        return reading.value().isPresent() ? texts(reading.value().get()) : Optional.of(List.of(text));
    }

    /** The JSON list of texts that a text is, if it is one. */
    static Optional<List<String>> read(String text) {
        return json(text).value().flatMap(TextList::texts);
    }

    private static JsonReading json(String text) {
        return DocumentReader.readJson("value", text.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS);
    }

    private static Optional<List<String>> texts(Value value) {
        if (value instanceof NullValue) {
            return Optional.of(List.of());
        }
        if (!(value instanceof ListValue list)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (Value item : list.items()) {
            if (item instanceof StringValue string) {
                texts.add(string.value());
            } else if (item instanceof NullValue) {
                // Go leaves the text empty.
                texts.add("");
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(texts);
    }
}
