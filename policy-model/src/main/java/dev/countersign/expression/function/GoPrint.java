package dev.countersign.expression.function;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NullValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.value.GoNumber;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values as Go's fmt prints them. Stateless and thread-safe. */
public final class GoPrint {
    private GoPrint() {}

    /** As {@code %v}, within the bounds of the evaluation. */
    static String value(Value value, Evaluation evaluation) throws EvaluationException {
        evaluation.measure(value);
        StringBuilder text = new StringBuilder();
        print(text, value, evaluation);
        return text.toString();
    }

    /** As {@code %v}, of a literal. */
    public static String plain(Value value) {
        StringBuilder text = new StringBuilder();
        print(text, value, null);
        return text.toString();
    }

    private static void print(StringBuilder text, Value value, @Nullable Evaluation evaluation) {
        Expression expression = evaluation == null ? null : evaluation.goTypes().expression(value);
        if (expression != null) {
            text.append('{').append(expression.goText()).append('}');
        } else if (value instanceof NullValue) {
            text.append("<nil>");
        } else if (value instanceof StringValue string) {
            text.append(string.value());
        } else if (value instanceof FloatValue number) {
            text.append(GoNumber.text(number.value()));
        } else if (value instanceof ListValue list) {
            List<Value> items = evaluation == null ? list.items() : evaluation.items(list);
            text.append('[');
            for (int i = 0; i < items.size(); i++) {
                if (i > 0) {
                    text.append(' ');
                }
                print(text, items.get(i), evaluation);
            }
            text.append(']');
        } else if (value instanceof ObjectValue object) {
            Map<String, Value> ordered = new TreeMap<>(Values.BYTE_ORDER);
            ordered.putAll(object.members());
            text.append("map[");
            boolean first = true;
            for (Map.Entry<String, Value> member : ordered.entrySet()) {
                if (!first) {
                    text.append(' ');
                }
                first = false;
                text.append(member.getKey()).append(':');
                print(text, member.getValue(), evaluation);
            }
            text.append(']');
        } else {
            text.append(JsonText.compact(value));
        }
    }
}
