package dev.countersign.policy.read;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.NumberValue;

/** Words that Go and its libraries use for values. */
final class GoText {
    private GoText() {}

    /** A text in quotes, as Go's {@code %q} writes it. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                case 0x07 -> quoted.append("\\a");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case 0x0b -> quoted.append("\\v");
                default -> appendOther(quoted, c);
            }
        });
        return quoted.append('"').toString();
    }

    private static void appendOther(StringBuilder quoted, int c) {
        if (c < 0x20 || c == 0x7f) {
            quoted.append(String.format("\\x%02x", c));
        } else if (isPrintable(c)) {
            quoted.appendCodePoint(c);
        } else if (c < 0x10000) {
            quoted.append(String.format("\\u%04x", c));
        } else {
            quoted.append(String.format("\\U%08x", c));
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    /** JSON schema's word for the kind of a value. */
    static String schemaType(Value value) {
        if (value instanceof Value.IntegerValue) {
            return "integer";
        }
        return value instanceof NumberValue ? "number" : jsonType(value);
    }

    /** encoding/json's word for the kind of a value, but for the digits that it adds to some numbers. */
    static String decoderType(Value value) {
        if (value instanceof NumberValue) {
            return "number";
        }
        return value instanceof Value.BooleanValue ? "bool" : jsonType(value);
    }

    private static String jsonType(Value value) {
        if (value instanceof Value.StringValue) {
            return "string";
        }
        if (value instanceof Value.BooleanValue) {
            return "boolean";
        }
        if (value instanceof Value.ListValue) {
            return "array";
        }
        return value instanceof Value.ObjectValue ? "object" : "null";
    }

    /** A number as Go's encoding/json writes it. */
    static String number(NumberValue number) {
        if (number instanceof Value.IntegerValue whole) {
            return Long.toString(whole.value());
        }
        return JsonText.number(number.asDouble());
    }

    /** A scalar as a field error of Kubernetes shows it; a list or object by its kind only. */
    static String shown(Value value) {
        if (value instanceof Value.StringValue text) {
            return quote(text.value());
        }
        if (value instanceof NumberValue number) {
            return number(number);
        }
        if (value instanceof Value.BooleanValue flag) {
            return Boolean.toString(flag.value());
        }
        return value instanceof Value.NullValue ? "null" : jsonType(value);
    }
}
