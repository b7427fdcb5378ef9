package dev.countersign.policy.check;

import dev.countersign.document.Value;
import java.math.BigDecimal;
import java.util.TreeMap;

/** JSON as Go's {@code encoding/json} writes it: no spaces, sorted keys, {@code <}, {@code >} and {@code &} escaped. */
final class GoJson {
    private static final char LINE_SEPARATOR = 0x2028;
    private static final char PARAGRAPH_SEPARATOR = 0x2029;

    private GoJson() {}

    static String write(Value value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    static void write(Value value, StringBuilder out) {
        if (value instanceof Value.ObjectValue object) {
            out.append('{');
            String separator = "";
            for (var member : new TreeMap<>(object.members()).entrySet()) {
                out.append(separator);
                text(member.getKey(), out);
                out.append(':');
                write(member.getValue(), out);
                separator = ",";
            }
            out.append('}');
        } else if (value instanceof Value.ListValue list) {
            out.append('[');
            String separator = "";
            for (Value item : list.items()) {
                out.append(separator);
                write(item, out);
                separator = ",";
            }
            out.append(']');
        } else if (value instanceof Value.StringValue text) {
            text(text.value(), out);
        } else if (value instanceof Value.BooleanValue flag) {
            out.append(flag.value());
        } else if (value instanceof Value.IntegerValue number) {
            out.append(number.value());
        } else if (value instanceof Value.FloatValue number) {
            out.append(number(number.value()));
        } else {
            out.append("null");
        }
    }

    static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' '
                            || c == '<'
                            || c == '>'
                            || c == '&'
                            || c == LINE_SEPARATOR
                            || c == PARAGRAPH_SEPARATOR) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Exponents only below 1e-6 and from 1e21, as ECMAScript writes numbers. */
    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "null";
        }
        double size = Math.abs(value);
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (size == 0 || size >= 1e-6 && size < 1e21) {
            return size == 0 ? "0" : exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - exact.scale();
        StringBuilder text = new StringBuilder(value < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        return text.append('e')
                .append(exponent < 0 ? "-" : "+")
                .append(Math.abs(exponent))
                .toString();
    }
}
