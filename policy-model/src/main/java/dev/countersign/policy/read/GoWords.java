package dev.countersign.policy.read;

import dev.countersign.document.GoText;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.NumberValue;

/** Words that Go and its libraries use for values. */
final class GoWords {
    private GoWords() {}

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

    /** A value as a field error of Kubernetes shows it: a text in Go's quotes, anything else as JSON. */
    static String shown(Value value) {
        if (value instanceof Value.StringValue text) {
            return GoText.quote(text.value());
        }
        return value instanceof NumberValue number ? number(number) : JsonText.compact(value);
    }
}
