package dev.countersign.policy.write;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.util.Map;

/** YAML in block style, two spaces a level; texts of several lines as they are, wherever that is possible. */
final class YamlLayout {
    private final StringBuilder text = new StringBuilder();

    private YamlLayout() {}

    static String of(ObjectValue document) {
        YamlLayout layout = new YamlLayout();
        layout.members(document, "");
        return layout.text.toString();
    }

    private void members(ObjectValue object, String indent) {
        object.members().forEach((name, value) -> {
            text.append(indent);
            member(name, value, indent);
        });
    }

    private void member(String name, Value value, String indent) {
        text.append(YamlText.onOneLine(name)).append(':');
        if (value instanceof ObjectValue object && !object.members().isEmpty()) {
            text.append('\n');
            members(object, indent + "  ");
        } else if (value instanceof Value.ListValue list && !list.items().isEmpty()) {
            text.append('\n');
            items(list, indent + "  ");
        } else {
            text.append(' ');
            scalar(value, indent + "  ");
        }
    }

    private void items(Value.ListValue list, String indent) {
        for (Value item : list.items()) {
            text.append(indent).append('-');
            if (item instanceof ObjectValue object && !object.members().isEmpty()) {
                String inner = indent + "  ";
                String before = " ";
                for (Map.Entry<String, Value> member : object.members().entrySet()) {
                    text.append(before);
                    member(member.getKey(), member.getValue(), inner);
                    before = inner;
                }
            } else if (item instanceof Value.ListValue nested && !nested.items().isEmpty()) {
                text.append('\n');
                items(nested, indent + "  ");
            } else {
                text.append(' ');
                scalar(item, indent + "  ");
            }
        }
    }

    private void scalar(Value value, String indent) {
        if (value instanceof Value.StringValue string) {
            if (YamlText.isBlock(string.value())) {
                text.append(string.value().endsWith("\n") ? "|" : "|-").append('\n');
                string.value().lines().forEach(line -> text.append(line.isEmpty() ? "" : indent)
                        .append(line)
                        .append('\n'));
                return;
            }
            text.append(YamlText.onOneLine(string.value()));
        } else if (value instanceof Value.NumberValue number) {
            text.append(Numbers.text(number));
        } else if (value instanceof Value.BooleanValue flag) {
            text.append(flag.value());
        } else if (value instanceof ObjectValue) {
            text.append("{}");
        } else {
            text.append(value instanceof Value.ListValue ? "[]" : "null");
        }
        text.append('\n');
    }
}
