package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.value.GoNumber;
import java.util.List;

/** One call of a function, its arguments checked. */
record Call(String function, List<Value> arguments, Evaluation evaluation) {

    Value get(int i) {
        return arguments.get(i);
    }

    /** An argument whose type is string. */
    String text(int i) throws EvaluationException {
        if (get(i) instanceof StringValue text) {
            evaluation.chargeText(text.value().length());
            return text.value();
        }
        throw notOfType(i, "String");
    }

    /** An argument whose type is number. */
    double number(int i) throws EvaluationException {
        if (get(i) instanceof FloatValue number) {
            return number.value();
        }
        throw notOfType(i, "Number");
    }

    /** An argument whose type is string or number, as a text; numbers lose what 32 bits do not hold. */
    String textOrNumber(int i) throws EvaluationException {
        return get(i) instanceof FloatValue number ? GoNumber.plainOf32Bits(number.value()) : text(i);
    }

    /** An argument whose type is object. */
    ObjectValue object(int i) throws EvaluationException {
        ObjectValue object = evaluation.goTypes().object(get(i));
        if (object == null) {
            throw notOfType(i, "Object");
        }
        return object;
    }

    /** The items of an argument that Kyverno takes for a {@code []interface{}} without asking. */
    List<Value> items(int i) throws EvaluationException {
        ListValue list = evaluation.goTypes().list(get(i));
        if (list == null) {
            throw EvaluationException.panic(
                    function + " does not take the list that items() returns: use items(…)[*] instead");
        }
        List<Value> items = evaluation.items(list);
        evaluation.charge(items.size());
        return items;
    }

    /** An argument whose type is expref. */
    Expression reference(int i) throws EvaluationException {
        Expression reference = evaluation.goTypes().expression(get(i));
        if (reference == null) {
            throw notOfType(i, "Expression");
        }
        return reference;
    }

    /** A text that the function built. */
    Value built(String text) throws EvaluationException {
        evaluation.growText(text.length());
        return Value.of(text);
    }

    /** A list that the function built. */
    ListValue built(List<Value> items) throws EvaluationException {
        evaluation.build(items.size());
        return new ListValue(items);
    }

    /** An error with the function's name in front. */
    EvaluationException error(String detail) {
        return EvaluationException.of(function, detail);
    }

    /** Kyverno's text for an argument of the wrong type. */
    EvaluationException notOfType(int i, String type) {
        return error("argument #" + (i + 1) + " is not of type " + type);
    }
}
