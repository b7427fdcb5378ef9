package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.function.JmesFunction.Parameter;
import java.util.ArrayList;
import java.util.List;

/** {@code max_by min_by sort sort_by}. */
final class OrderFunctions {
    static final List<JmesFunction> ALL = List.of(
            JmesFunction.of("max_by", call -> extremeBy(call, 1), ArgumentType.ARRAY, ArgumentType.REFERENCE),
            JmesFunction.of("min_by", call -> extremeBy(call, -1), ArgumentType.ARRAY, ArgumentType.REFERENCE),
            JmesFunction.of(
                    "sort",
                    OrderFunctions::sort,
                    List.of(Parameter.of(ArgumentType.ARRAY_OF_STRINGS, ArgumentType.ARRAY_OF_NUMBERS))),
            JmesFunction.of("sort_by", OrderFunctions::sortBy, ArgumentType.ARRAY, ArgumentType.REFERENCE));

    private static final String NEITHER = "invalid type, must be number of string";

    private OrderFunctions() {}

    /** A new list; the one given stays. */
    private static Value sort(Call call) throws EvaluationException {
        List<Value> items = new ArrayList<>(call.items(0));
        call.evaluation().charge(items.size() * (long) bits(items.size()));
        items.sort((a, b) -> isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0);
        return call.built(items);
    }

    /** Sorts the very list that is given, for everybody who holds it, as Kyverno does. */
    private static Value sortBy(Call call) throws EvaluationException {
        List<Value> items = call.items(0);
        Value list = call.get(0);
        if (items.size() < 2 || !(list instanceof ListValue sorted)) {
            return list;
        }
        Expression expression = call.reference(1);
        List<Keyed> keyed = new ArrayList<>(items.size());
        boolean mixed = false;
        for (Value item : items) {
            if (mixed) {
                keyed.add(new Keyed(item, Value.NULL));
                continue;
            }
            Value key = call.evaluation().value(expression, item);
            if (keyed.isEmpty() && !(key instanceof FloatValue) && !(key instanceof StringValue)) {
                throw EvaluationException.error(NEITHER);
            }
            mixed = !keyed.isEmpty()
                    && !key.getClass().equals(keyed.get(0).key().getClass());
            keyed.add(new Keyed(item, key));
        }
        if (mixed) {
            throw EvaluationException.error("error in sort_by comparison");
        }
        call.evaluation().charge(items.size() * (long) bits(items.size()));
        keyed.sort((a, b) -> isLess(a.key(), b.key()) ? -1 : isLess(b.key(), a.key()) ? 1 : 0);
        call.evaluation().goTypes().sort(sorted, keyed.stream().map(Keyed::item).toList());
        return list;
    }

    private record Keyed(Value item, Value key) {}

    private static Value extremeBy(Call call, int direction) throws EvaluationException {
        List<Value> items = call.items(0);
        if (items.size() < 2) {
            return items.isEmpty() ? Value.NULL : items.get(0);
        }
        Expression expression = call.reference(1);
        Value best = items.get(0);
        Value bestKey = call.evaluation().value(expression, best);
        if (!(bestKey instanceof FloatValue) && !(bestKey instanceof StringValue)) {
            throw EvaluationException.error(NEITHER);
        }
        for (Value item : items.subList(1, items.size())) {
            Value key = call.evaluation().value(expression, item);
            if (!key.getClass().equals(bestKey.getClass())) {
                throw EvaluationException.error(
                        "invalid type, must be " + (bestKey instanceof FloatValue ? "number" : "string"));
            }
            if (direction > 0 ? isLess(bestKey, key) : isLess(key, bestKey)) {
                best = item;
                bestKey = key;
            }
        }
        return best;
    }

    private static boolean isLess(Value left, Value right) {
        if (left instanceof FloatValue a && right instanceof FloatValue b) {
            return a.value() < b.value() || (Double.isNaN(a.value()) && !Double.isNaN(b.value()));
        }
        return left instanceof StringValue a
                && right instanceof StringValue b
                && Values.BYTE_ORDER.compare(a.value(), b.value()) < 0;
    }

    private static int bits(int size) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(size);
    }
}
