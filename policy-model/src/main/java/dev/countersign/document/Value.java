package dev.countersign.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One JSON value without a place. Immutable, compared by content; members of an object keep their order but equality
 * does not depend on it.
 *
 * <p>Whole numbers and fractions are kept apart ({@link IntegerValue}, {@link FloatValue}), because Kyverno's answers
 * depend on which of the two Go types a number has (policies hold float64, Kubernetes objects int64).
 */
public sealed interface Value {

    /** JSON's {@code null}. */
    record NullValue() implements Value {}

    /** {@code true} or {@code false}. */
    record BooleanValue(boolean value) implements Value {}

    /** A text. */
    record StringValue(String value) implements Value {}

    /** A number. */
    sealed interface NumberValue extends Value {
        /** The number as a double; whole numbers above 2^53 lose digits. */
        double asDouble();
    }

    /** A whole number that fits 64 bits, as Go's {@code int64}. */
    record IntegerValue(long value) implements NumberValue {
        @Override
        public double asDouble() {
            return value;
        }
    }

    /** Any other number, as Go's {@code float64}. */
    record FloatValue(double value) implements NumberValue {
        @Override
        public double asDouble() {
            return value;
        }
    }

    /** A list. */
    record ListValue(List<Value> items) implements Value {
        public ListValue {
            items = List.copyOf(items);
        }
    }

    /** An object; members keep the order of the source. */
    record ObjectValue(Map<String, Value> members) implements Value {
        public ObjectValue {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The member of that name, if there is one (it may be {@link NullValue}). */
        public Optional<Value> get(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** The member of that name, if it is an object. */
        public Optional<ObjectValue> object(String name) {
            return members.get(name) instanceof ObjectValue found ? Optional.of(found) : Optional.empty();
        }

        /** The member of that name, if it is a list; else an empty list. */
        public List<Value> list(String name) {
            return members.get(name) instanceof ListValue found ? found.items() : List.of();
        }

        /** The member of that name, if it is a text. */
        public Optional<String> text(String name) {
            return members.get(name) instanceof StringValue found ? Optional.of(found.value()) : Optional.empty();
        }

        /** The texts among the members of the object of that name. */
        public Map<String, String> texts(String name) {
            Map<String, String> texts = new LinkedHashMap<>();
            object(name).ifPresent(found -> found.members().forEach((key, value) -> {
                if (value instanceof StringValue text) {
                    texts.put(key, text.value());
                }
            }));
            return Collections.unmodifiableMap(texts);
        }

        /** This object with one member set or replaced. */
        public ObjectValue with(String name, Value value) {
            Map<String, Value> changed = new LinkedHashMap<>(members);
            changed.put(name, value);
            return new ObjectValue(changed);
        }
    }

    /** JSON's {@code null}. */
    Value NULL = new NullValue();

    /** The empty object. */
    ObjectValue EMPTY_OBJECT = new ObjectValue(Map.of());

    /** A text. */
    static StringValue of(String value) {
        return new StringValue(value);
    }

    /** A whole number. */
    static IntegerValue of(long value) {
        return new IntegerValue(value);
    }

    /** A truth value. */
    static BooleanValue of(boolean value) {
        return new BooleanValue(value);
    }

    /** A list of texts. */
    static ListValue ofTexts(List<String> texts) {
        List<Value> items = new ArrayList<>(texts.size());
        texts.forEach(text -> items.add(of(text)));
        return new ListValue(items);
    }
}
