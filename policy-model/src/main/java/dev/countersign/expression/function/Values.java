package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.BooleanValue;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NullValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the language asks of values. Stateless and thread-safe. */
public final class Values {
    /** The order of Go's strings: by bytes of UTF-8, that is by code points. */
    static final Comparator<String> BYTE_ORDER = Values::compareBytes;

    private Values() {}

    /**
     * The members of an object by the bytes of their names, so that no answer depends on the order in which somebody wrote them; in Go
     * it is random.
     */
    public static Map<String, Value> sorted(ObjectValue object) {
        if (object.members().size() < 2) {
            return object.members();
        }
        Map<String, Value> sorted = new TreeMap<>(BYTE_ORDER);
        sorted.putAll(object.members());
        return sorted;
    }

    private static int compareBytes(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogate = Character.isSurrogate(a);
                return surrogate == Character.isSurrogate(b) ? Character.compare(a, b) : surrogate ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** A number as Go's float64. */
    static FloatValue number(double value) {
        return new FloatValue(value);
    }

    /** Whether a value counts as false: false, null, and what is empty. Zero does not. */
    public static boolean isFalse(Value value, Evaluation evaluation) {
        if (value instanceof ObjectValue object) {
            return object.members().isEmpty() && evaluation.goTypes().expression(value) == null;
        }
        return value instanceof NullValue
                || (value instanceof BooleanValue truth && !truth.value())
                || (value instanceof StringValue text && text.value().isEmpty())
                || (value instanceof ListValue list && list.items().isEmpty());
    }

    /** As Go's {@code reflect.DeepEqual}: numbers of different types differ, and so do a list and one of {@code items}. */
    public static boolean deepEqual(Value left, Value right, Evaluation evaluation) throws EvaluationException {
        return deepEqual(left, right, evaluation, 0);
    }

    private static boolean deepEqual(Value left, Value right, Evaluation evaluation, int level)
            throws EvaluationException {
        evaluation.charge(1);
        if (level > Evaluation.MAX_VALUE_DEPTH) {
            throw EvaluationException.limit("the value nests deeper than " + Evaluation.MAX_VALUE_DEPTH + " levels");
        }
        if (left instanceof ListValue a) {
            return right instanceof ListValue b && listsEqual(a, b, evaluation, level);
        }
        if (left instanceof ObjectValue a) {
            return right instanceof ObjectValue b && objectsEqual(a, b, evaluation, level);
        }
        if (left instanceof FloatValue a) {
            return right instanceof FloatValue b && a.value() == b.value();
        }
        if (left instanceof StringValue a) {
            evaluation.chargeText(a.value().length());
        }
        return left.equals(right)
                && evaluation.goTypes().isInt(left) == evaluation.goTypes().isInt(right);
    }

    private static boolean listsEqual(ListValue left, ListValue right, Evaluation evaluation, int level)
            throws EvaluationException {
        GoTypes types = evaluation.goTypes();
        List<Value> a = evaluation.items(left);
        List<Value> b = evaluation.items(right);
        if (types.isObjectList(left) != types.isObjectList(right) || a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!deepEqual(a.get(i), b.get(i), evaluation, level + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean objectsEqual(ObjectValue left, ObjectValue right, Evaluation evaluation, int level)
            throws EvaluationException {
        Expression a = evaluation.goTypes().expression(left);
        Expression b = evaluation.goTypes().expression(right);
        if (a != null || b != null) {
            return a != null && b != null && a.goText().equals(b.goText());
        }
        if (left.members().size() != right.members().size()) {
            return false;
        }
        for (Map.Entry<String, Value> member : left.members().entrySet()) {
            Value other = right.members().get(member.getKey());
            if (other == null || !deepEqual(member.getValue(), other, evaluation, level + 1)) {
                return false;
            }
        }
        return true;
    }
}
