package dev.countersign.expression.condition;

import dev.countersign.document.Value;
import dev.countersign.document.Value.BooleanValue;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.IntegerValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NullValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.value.GoNumber;
import dev.countersign.expression.value.Quantity;
import dev.countersign.image.Wildcard;
import java.util.Map;
import java.util.Optional;

/** {@code Equals} and {@code NotEquals}. */
final class EqualityCheck {
    private EqualityCheck() {}

    /** Nothing equals a null key, and nothing differs from it either. */
    static boolean differ(Value key, Value value) {
        return !(key instanceof NullValue) && !equal(key, value);
    }

    static boolean equal(Value key, Value value) {
        if (key instanceof StringValue text) {
            return equalText(text.value(), value);
        }
        if (key instanceof BooleanValue) {
            return key.equals(value);
        }
        if (key instanceof IntegerValue number) {
            return equalInteger(number.value(), value);
        }
        if (key instanceof FloatValue number) {
            return equalFloat(number.value(), value);
        }
        return !(key instanceof NullValue) && same(key, value);
    }

    private static boolean equalText(String key, Value value) {
        Optional<Numbers.DurationPair> durations = Numbers.durations(Value.of(key), value);
        if (durations.isPresent()) {
            return durations.get().key().seconds() == durations.get().value().seconds();
        }
        if (!(value instanceof StringValue text)) {
            return false;
        }
        Optional<Quantity> quantity = Quantity.read(key);
        if (quantity.isPresent()) {
            return Quantity.read(text.value()).equals(quantity);
        }
        return Wildcard.matches(text.value(), key);
    }

    private static boolean equalInteger(long key, Value value) {
        if (value instanceof IntegerValue number) {
            return number.value() == key;
        }
        if (value instanceof FloatValue number) {
            return GoNumber.isWhole(number.value()) && GoNumber.toLong(number.value()) == key;
        }
        return value instanceof StringValue text
                && GoNumber.readInt(text.value()).filter(found -> found == key).isPresent();
    }

    private static boolean equalFloat(double key, Value value) {
        if (value instanceof IntegerValue number) {
            return GoNumber.isWhole(key) && GoNumber.toLong(key) == number.value();
        }
        if (value instanceof FloatValue number) {
            return number.value() == key;
        }
        return value instanceof StringValue text
                && GoNumber.readFloat(text.value())
                        .filter(found -> found == key)
                        .isPresent();
    }

    /** As {@code reflect.DeepEqual}: a whole number and a float are never the same. */
    private static boolean same(Value one, Value other) {
        if (one instanceof FloatValue a && other instanceof FloatValue b) {
            return a.value() == b.value();
        }
        if (one instanceof ListValue a && other instanceof ListValue b) {
            if (a.items().size() != b.items().size()) {
                return false;
            }
            for (int i = 0; i < a.items().size(); i++) {
                if (!same(a.items().get(i), b.items().get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one instanceof ObjectValue a && other instanceof ObjectValue b) {
            return a.members().size() == b.members().size() && sameMembers(a, b);
        }
        return one.equals(other);
    }

    private static boolean sameMembers(ObjectValue one, ObjectValue other) {
        for (Map.Entry<String, Value> member : one.members().entrySet()) {
            Optional<Value> counterpart = other.get(member.getKey());
            if (counterpart.isEmpty() || !same(member.getValue(), counterpart.get())) {
                return false;
            }
        }
        return true;
    }
}
