package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.BooleanValue;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.function.JmesFunction.Parameter;
import dev.countersign.expression.value.GoNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code items label_match lookup object_from_lists}. */
final class LookupFunctions {
    private static final Parameter OBJECT_OR_ARRAY = Parameter.of(ArgumentType.OBJECT, ArgumentType.ARRAY);
    private static final Parameter TEXT = Parameter.of(ArgumentType.STRING);
    private static final String OBJECT_OR_ARRAY_NAME = "Object or Array";

    static final List<JmesFunction> ALL = List.of(
            JmesFunction.of("items", LookupFunctions::items, List.of(OBJECT_OR_ARRAY, TEXT, TEXT)),
            JmesFunction.of("label_match", LookupFunctions::labelMatch, ArgumentType.OBJECT, ArgumentType.OBJECT),
            JmesFunction.of(
                    "lookup",
                    LookupFunctions::lookup,
                    List.of(OBJECT_OR_ARRAY, Parameter.of(ArgumentType.STRING, ArgumentType.NUMBER))),
            JmesFunction.of(
                    "object_from_lists", LookupFunctions::objectFromLists, ArgumentType.ARRAY, ArgumentType.ARRAY));

    private LookupFunctions() {}

    /** One object for each member, sorted by name, or for each item. The list is of a type that few functions take. */
    private static Value items(Call call) throws EvaluationException {
        String keyName = call.text(1);
        String valueName = call.text(2);
        List<Value> items = new ArrayList<>();
        ObjectValue object = call.evaluation().goTypes().object(call.get(0));
        if (object != null) {
            Map<String, Value> ordered = new TreeMap<>(Values.BYTE_ORDER);
            ordered.putAll(object.members());
            ordered.forEach((key, value) -> items.add(pair(keyName, Value.of(key), valueName, value)));
        } else {
            int index = 0;
            for (Value value : array(call, 0, OBJECT_OR_ARRAY_NAME)) {
                items.add(pair(keyName, Values.number(index++), valueName, value));
            }
        }
        call.evaluation().build(items.size());
        return call.evaluation().goTypes().objectList(items);
    }

    private static Value pair(String keyName, Value key, String valueName, Value value) {
        Map<String, Value> pair = new LinkedHashMap<>();
        pair.put(keyName, key);
        pair.put(valueName, value);
        return new ObjectValue(pair);
    }

    private static Value labelMatch(Call call) throws EvaluationException {
        Map<String, Value> actual = call.object(1).members();
        for (Map.Entry<String, Value> wanted : call.object(0).members().entrySet()) {
            Value found = actual.get(wanted.getKey());
            if (found == null || !Values.deepEqual(wanted.getValue(), found, call.evaluation())) {
                return Value.of(false);
            }
        }
        return Value.of(true);
    }

    private static Value lookup(Call call) throws EvaluationException {
        ObjectValue object = call.evaluation().goTypes().object(call.get(0));
        if (object != null) {
            Value member = object.members().get(call.text(1));
            return member == null ? Value.NULL : member;
        }
        List<Value> items = array(call, 0, OBJECT_OR_ARRAY_NAME);
        double index = call.number(1);
        if (Double.isNaN(index) || Double.isInfinite(index) || index != Math.rint(index)) {
            throw call.error("argument #2: expected an integer number but got: " + GoNumber.text(index));
        }
        long place = GoNumber.toLong(index);
        if (place != index) {
            throw call.error("argument #2: number is outside the range of integer numbers: " + GoNumber.text(index));
        }
        return place >= 0 && place < items.size() ? items.get((int) place) : Value.NULL;
    }

    private static Value objectFromLists(Call call) throws EvaluationException {
        List<Value> keys = array(call, 0, "Array");
        List<Value> values = array(call, 1, "Array");
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            members.put(key(call, keys.get(i)), i < values.size() ? values.get(i) : Value.NULL);
        }
        call.evaluation().build(members.size());
        return new ObjectValue(members);
    }

    private static String key(Call call, Value value) throws EvaluationException {
        if (value instanceof StringValue text) {
            return text.value();
        }
        if (value instanceof FloatValue number) {
            return GoNumber.plainOf32Bits(number.value());
        }
        if (value instanceof BooleanValue truth) {
            return Boolean.toString(truth.value());
        }
        if (value instanceof Value.IntegerValue number
                && call.evaluation().goTypes().isInt(value)) {
            return Long.toString(number.value());
        }
        throw call.notOfType(0, "StringArray");
    }

    private static List<Value> array(Call call, int i, String type) throws EvaluationException {
        ListValue list = call.evaluation().goTypes().list(call.get(i));
        if (list == null) {
            throw call.notOfType(i, type);
        }
        call.evaluation().charge(list.items().size());
        return call.evaluation().items(list);
    }
}
