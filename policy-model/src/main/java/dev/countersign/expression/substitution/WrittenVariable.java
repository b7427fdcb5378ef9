package dev.countersign.expression.substitution;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A variable that stands in a document, not one that comes in with a value. Immutable.
 *
 * @param path of the text that holds it, {@code /context/0/variable/value}; for a variable in a name, of the object
 * @param expression what stands between the braces, without white space around it; of variables in each other, the
 *     innermost only
 */
public record WrittenVariable(String path, String expression) {

    /**
     * All variables of a document, in its texts and its names, in its order.
     *
     * @param document no deeper than a policy that was read
     */
    public static List<WrittenVariable> in(Value document) {
        List<WrittenVariable> found = new ArrayList<>();
        collect(document, "", found);
        return List.copyOf(found);
    }

    private static void collect(Value value, String path, List<WrittenVariable> found) {
        if (value instanceof StringValue text) {
            ofText(text.value(), path, found);
        } else if (value instanceof ListValue list) {
            for (int i = 0; i < list.items().size(); i++) {
                collect(list.items().get(i), SlashPath.item(path, i), found);
            }
        } else if (value instanceof ObjectValue object) {
            for (Map.Entry<String, Value> member : object.members().entrySet()) {
                ofText(member.getKey(), path, found);
                collect(member.getValue(), SlashPath.member(path, member.getKey()), found);
            }
        }
    }

    private static void ofText(String text, String path, List<WrittenVariable> found) {
        if (VariableText.mayBeIn(text)) {
            VariableText.all(MarkedText.of(text))
                    .forEach(variable -> found.add(new WrittenVariable(path, variable.expression())));
        }
    }
}
