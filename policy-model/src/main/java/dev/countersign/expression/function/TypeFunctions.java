package dev.countersign.expression.function;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.BooleanValue;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NullValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.value.GoNumber;
import java.util.List;
import java.util.Optional;

/** {@code not_null to_array to_boolean to_number to_string type}. */
final class TypeFunctions {
    static final List<JmesFunction> ALL = List.of(
            JmesFunction.variadic("not_null", TypeFunctions::notNull, ArgumentType.ANY),
            JmesFunction.of("to_array", TypeFunctions::toArray, ArgumentType.ANY),
            JmesFunction.of("to_boolean", TypeFunctions::toBoolean, ArgumentType.STRING),
            JmesFunction.of("to_number", TypeFunctions::toNumber, ArgumentType.ANY),
            JmesFunction.of("to_string", TypeFunctions::toText, ArgumentType.ANY),
            JmesFunction.of("type", TypeFunctions::type, ArgumentType.ANY));

    private TypeFunctions() {}

    private static Value notNull(Call call) {
        for (Value argument : call.arguments()) {
            if (!(argument instanceof NullValue)) {
                return argument;
            }
        }
        return Value.NULL;
    }

    private static Value toArray(Call call) throws EvaluationException {
        ListValue list = call.evaluation().goTypes().list(call.get(0));
        return list == null ? call.built(List.of(call.get(0))) : list;
    }

    private static Value toBoolean(Call call) throws EvaluationException {
        String text = call.text(0);
        return switch (StringFunctions.lowerCase(text)) {
            case "true" -> Value.of(true);
            case "false" -> Value.of(false);
            default -> throw call.error("lowercase argument must be 'true' or 'false' (provided: '" + text + "')");
        };
    }

    private static Value toNumber(Call call) throws EvaluationException {
        Value value = call.get(0);
        if (value instanceof StringValue text) {
            Optional<Double> number = GoNumber.readFloat(text.value());
            return number.isPresent() ? Values.number(number.get()) : Value.NULL;
        }
        return type(value, call.evaluation()).equals("number") ? value : Value.NULL;
    }

    private static Value toText(Call call) throws EvaluationException {
        Value value = call.get(0);
        if (value instanceof StringValue) {
            return value;
        }
        call.evaluation().measure(value);
        Value settled = call.evaluation().arranged(value);
        requireFinite(settled);
        return call.built(JsonText.compact(settled));
    }

    private static void requireFinite(Value value) throws EvaluationException {
        if (value instanceof FloatValue number) {
            if (!Double.isFinite(number.value())) {
                throw EvaluationException.error("json: unsupported value: " + GoNumber.text(number.value()));
            }
        } else if (value instanceof ListValue list) {
            for (Value item : list.items()) {
                requireFinite(item);
            }
        } else if (value instanceof ObjectValue object) {
            for (Value member : Values.sorted(object).values()) {
                requireFinite(member);
            }
        }
    }

    private static Value type(Call call) throws EvaluationException {
        return Value.of(type(call.get(0), call.evaluation()));
    }

    /** Go's other types (whole numbers, references, the list of {@code items}) have no name. */
    private static String type(Value value, Evaluation evaluation) throws EvaluationException {
        if (value instanceof NullValue) {
            return "null";
        }
        if (value instanceof FloatValue) {
            return "number";
        }
        if (value instanceof StringValue) {
            return "string";
        }
        if (value instanceof BooleanValue) {
            return "boolean";
        }
        if (evaluation.goTypes().list(value) != null) {
            return "array";
        }
        if (evaluation.goTypes().object(value) != null) {
            return "object";
        }
        throw EvaluationException.error("unknown type");
    }
}
