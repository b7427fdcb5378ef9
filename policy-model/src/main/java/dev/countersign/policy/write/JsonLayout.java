package dev.countersign.policy.write;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.util.Map;

/** JSON on several lines, two spaces a level. */
final class JsonLayout {
    private final StringBuilder text = new StringBuilder();

    private JsonLayout() {}

    static String of(Value value) {
        JsonLayout layout = new JsonLayout();
        layout.write(value, "\n");
        return layout.text.append('\n').toString();
    }

    private void write(Value value, String newLine) {
        String inner = newLine + "  ";
        if (value instanceof ObjectValue object) {
            String separator = "{";
            for (Map.Entry<String, Value> member : object.members().entrySet()) {
                text.append(separator)
                        .append(inner)
                        .append(JsonText.string(member.getKey()))
                        .append(": ");
                write(member.getValue(), inner);
                separator = ",";
            }
            text.append(object.members().isEmpty() ? "{}" : newLine + "}");
        } else if (value instanceof Value.ListValue list) {
            String separator = "[";
            for (Value item : list.items()) {
                text.append(separator).append(inner);
                write(item, inner);
                separator = ",";
            }
            text.append(list.items().isEmpty() ? "[]" : newLine + "]");
        } else if (value instanceof Value.StringValue string) {
            text.append(JsonText.string(string.value()));
        } else if (value instanceof Value.NumberValue number) {
            text.append(Numbers.text(number));
        } else {
            text.append(value instanceof Value.BooleanValue flag ? String.valueOf(flag.value()) : "null");
        }
    }
}
