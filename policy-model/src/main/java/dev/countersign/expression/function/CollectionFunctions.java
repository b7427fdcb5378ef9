package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.function.JmesFunction.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code contains keys length map merge reverse values}. */
final class CollectionFunctions {
    private static final Parameter ARRAY_OR_STRING = Parameter.of(ArgumentType.ARRAY, ArgumentType.STRING);

    static final List<JmesFunction> ALL = List.of(
            JmesFunction.of(
                    "contains",
                    CollectionFunctions::contains,
                    List.of(ARRAY_OR_STRING, Parameter.of(ArgumentType.ANY))),
            JmesFunction.of("keys", CollectionFunctions::keys, ArgumentType.OBJECT),
            JmesFunction.of("values", CollectionFunctions::values, ArgumentType.OBJECT),
            JmesFunction.of(
                    "length",
                    CollectionFunctions::length,
                    List.of(Parameter.of(ArgumentType.STRING, ArgumentType.ARRAY, ArgumentType.OBJECT))),
            JmesFunction.of("map", CollectionFunctions::map, ArgumentType.REFERENCE, ArgumentType.ARRAY),
            JmesFunction.variadic("merge", CollectionFunctions::merge, ArgumentType.OBJECT),
            JmesFunction.of("reverse", CollectionFunctions::reverse, List.of(ARRAY_OR_STRING)));

    private CollectionFunctions() {}

    private static Value contains(Call call) throws EvaluationException {
        Value wanted = call.get(1);
        if (call.get(0) instanceof StringValue) {
            return Value.of(wanted instanceof StringValue && call.text(0).contains(call.text(1)));
        }
        for (Value item : call.items(0)) {
            if (isComposite(item, wanted, call.evaluation().goTypes())) {
                throw EvaluationException.panic("contains cannot compare lists or objects: use a filter instead");
            }
            if (Values.deepEqual(item, wanted, call.evaluation())) {
                return Value.of(true);
            }
        }
        return Value.of(false);
    }

    /** Go compares two lists, or two objects, of one type at the price of a panic. */
    private static boolean isComposite(Value left, Value right, GoTypes types) {
        if (left instanceof ListValue && right instanceof ListValue) {
            return types.isObjectList(left) == types.isObjectList(right);
        }
        return left instanceof ObjectValue
                && right instanceof ObjectValue
                && (types.object(left) == null) == (types.object(right) == null);
    }

    private static Value keys(Call call) throws EvaluationException {
        List<Value> keys = new ArrayList<>();
        Values.sorted(call.object(0)).keySet().forEach(key -> keys.add(Value.of(key)));
        return call.built(keys);
    }

    private static Value values(Call call) throws EvaluationException {
        return call.built(List.copyOf(Values.sorted(call.object(0)).values()));
    }

    private static Value length(Call call) throws EvaluationException {
        Value value = call.get(0);
        if (value instanceof ListValue list) {
            return Values.number(list.items().size());
        }
        if (value instanceof StringValue) {
            String text = call.text(0);
            return Values.number(text.codePointCount(0, text.length()));
        }
        return Values.number(call.object(0).members().size());
    }

    private static Value map(Call call) throws EvaluationException {
        Expression expression = call.reference(0);
        List<Value> mapped = new ArrayList<>();
        for (Value item : call.items(1)) {
            mapped.add(call.evaluation().value(expression, item));
        }
        return call.built(mapped);
    }

    private static Value merge(Call call) throws EvaluationException {
        Map<String, Value> merged = new LinkedHashMap<>();
        for (Value argument : call.arguments()) {
            ObjectValue object = call.evaluation().goTypes().object(argument);
            if (object == null) {
                throw EvaluationException.panic("merge takes nothing but objects");
            }
            call.evaluation().build(object.members().size());
            merged.putAll(object.members());
        }
        return new ObjectValue(merged);
    }

    private static Value reverse(Call call) throws EvaluationException {
        if (call.get(0) instanceof StringValue) {
            int[] codePoints = call.text(0).codePoints().toArray();
            StringBuilder reversed = new StringBuilder();
            for (int i = codePoints.length - 1; i >= 0; i--) {
                reversed.appendCodePoint(codePoints[i]);
            }
            return call.built(reversed.toString());
        }
        List<Value> items = new ArrayList<>(call.items(0));
        Collections.reverse(items);
        return call.built(items);
    }
}
