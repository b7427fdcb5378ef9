package dev.countersign.conformance;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.JsonReading;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import java.nio.charset.StandardCharsets;

/** JSON of a corpus as plain values and back. */
final class Json {
    private Json() {}

    /** @throws CorpusException when it is no JSON object */
    static Value.ObjectValue readObject(String text) {
        JsonReading reading =
                DocumentReader.readJson("<corpus>", text.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS);
        if (reading.value().orElse(Value.NULL) instanceof Value.ObjectValue object) {
            return object;
        }
        throw new CorpusException("not a JSON object: " + reading.issues());
    }

    static String write(Value value) {
        return JsonText.inOrder(value);
    }

    /** Whether two values are the same as JSON, where 3 and 3.0 are one number. */
    static boolean same(Value one, Value other) {
        if (one instanceof Value.NumberValue a && other instanceof Value.NumberValue b) {
            return one.equals(other) || Double.compare(a.asDouble() + 0.0, b.asDouble() + 0.0) == 0;
        }
        if (one instanceof Value.ListValue a && other instanceof Value.ListValue b) {
            if (a.items().size() != b.items().size()) {
                return false;
            }
            for (int i = 0; i < a.items().size(); i++) {
                if (!same(a.items().get(i), b.items().get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one instanceof Value.ObjectValue a && other instanceof Value.ObjectValue b) {
            return a.members().keySet().equals(b.members().keySet())
                    && a.members().entrySet().stream().allMatch(member -> b.get(member.getKey())
                            .map(value -> same(member.getValue(), value))
                            .orElse(false));
        }
        return one.equals(other);
    }
}
