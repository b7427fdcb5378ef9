package dev.countersign.expression.condition;

import dev.countersign.document.Value;
import dev.countersign.document.Value.NumberValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.value.GoDuration;
import dev.countersign.expression.value.GoNumber;
import dev.countersign.expression.value.Quantity;
import dev.countersign.expression.value.SemanticVersion;
import java.util.Optional;

/** {@code GreaterThan} and its like: how a key stands to a value. What cannot be compared gives no answer. */
final class OrderCheck {
    /** Neither less, nor equal, nor greater: the answer for NaN. */
    private static final Optional<Integer> NONE = Optional.empty();

    private OrderCheck() {}

    /** The sign of key minus value, for the operators over all kinds of values. */
    static Optional<Integer> compare(Value key, Value value) {
        if (key instanceof NumberValue number) {
            return compareNumber(number, value);
        }
        return key instanceof StringValue text ? compareText(text.value(), value) : NONE;
    }

    /** The sign of key minus value, for the operators over durations; numbers are seconds. */
    static Optional<Integer> compareDurations(Value key, Value value) {
        return duration(key).flatMap(one -> duration(value).map(one::compareTo));
    }

    private static Optional<GoDuration> duration(Value value) {
        return value instanceof StringValue text ? GoDuration.read(text.value()) : Numbers.seconds(value);
    }

    private static Optional<Integer> compareNumber(NumberValue key, Value value) {
        if (value instanceof NumberValue number) {
            return compare(key.asDouble(), number.asDouble());
        }
        if (!(value instanceof StringValue text)) {
            return NONE;
        }
        Optional<Numbers.DurationPair> durations = Numbers.durations(key, value);
        return durations.isPresent()
                ? compare(durations.get())
                : GoNumber.readFloat(text.value()).flatMap(number -> compare(key.asDouble(), number));
    }

    private static Optional<Integer> compareText(String key, Value value) {
        Optional<Numbers.DurationPair> durations = Numbers.durations(Value.of(key), value);
        if (durations.isPresent()) {
            return compare(durations.get());
        }
        Optional<String> text = value instanceof StringValue found ? Optional.of(found.value()) : Optional.empty();
        Optional<Quantity> quantity = Quantity.read(key);
        Optional<Quantity> other = text.flatMap(Quantity::read);
        if (quantity.isPresent() && other.isPresent()) {
            return Optional.of(quantity.get().compareTo(other.get()));
        }
        Optional<Double> number = GoNumber.readFloat(key);
        if (number.isPresent()) {
            return compareNumber(new Value.FloatValue(number.get()), value);
        }
        return SemanticVersion.read(key)
                .flatMap(version -> text.flatMap(SemanticVersion::read).map(version::compareTo));
    }

    private static Optional<Integer> compare(Numbers.DurationPair durations) {
        return compare(durations.key().seconds(), durations.value().seconds());
    }

    private static Optional<Integer> compare(double key, double value) {
        if (key == value) {
            return Optional.of(0);
        }
        if (key < value) {
            return Optional.of(-1);
        }
        return key > value ? Optional.of(1) : NONE;
    }
}
