package dev.countersign.expression.function;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NullValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values as Go's fmt and strconv print them. Stateless and thread-safe. */
public final class GoPrint {
    /** The format g writes exponents from here on. */
    private static final int WHOLE_DIGITS = 6;

    private static final int FLOAT32_DIGITS = 9;

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

    /** As {@code %g} and {@code %v} print a float64. */
    static String number(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return JsonText.number(value);
        }
        BigDecimal digits = new BigDecimal(JsonText.number(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < Math.max(WHOLE_DIGITS, 21)) {
            return digits.toPlainString();
        }
        String unscaled = digits.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder();
        if (value < 0) {
            text.append('-');
        }
        text.append(unscaled.charAt(0));
        if (unscaled.length() > 1) {
            text.append('.').append(unscaled, 1, unscaled.length());
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        return (size < 10 ? text.append('0') : text).append(size).toString();
    }

    /** As {@code strconv.FormatFloat(value, 'f', -1, 32)}: without exponent, cut to 32 bits. */
    static String narrow(double value) {
        float narrow = (float) value;
        if (Float.isNaN(narrow)) {
            return "NaN";
        }
        if (Float.isInfinite(narrow)) {
            return narrow > 0 ? "+Inf" : "-Inf";
        }
        if (narrow == 0) {
            return Float.floatToRawIntBits(narrow) < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(narrow);
        for (int digits = 1; digits <= FLOAT32_DIGITS; digits++) {
            BigDecimal candidate = exact.round(new MathContext(digits));
            if (candidate.floatValue() == narrow) {
                return candidate.stripTrailingZeros().toPlainString();
            }
        }
        return exact.toPlainString();
    }

    private static void print(StringBuilder text, Value value, @Nullable Evaluation evaluation) {
        Expression expression =
                evaluation == null ? null : evaluation.goTypes().expression(value);
        if (expression != null) {
            text.append('{').append(expression.goText()).append('}');
        } else if (value instanceof NullValue) {
            text.append("<nil>");
        } else if (value instanceof StringValue string) {
            text.append(string.value());
        } else if (value instanceof FloatValue number) {
            text.append(number(number.value()));
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
