package dev.countersign.expression.condition;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.IntegerValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.value.GoDuration;
import dev.countersign.expression.value.GoNumber;
import java.util.Optional;

/** Numbers and durations of conditions. */
final class Numbers {
    private Numbers() {}

    /** Two lengths of time. */
    record DurationPair(GoDuration key, GoDuration value) {}

    /**
     * Key and value as durations, if at least one is the text of a duration other than {@code 0}; the other may be such a
     * text or a number of seconds.
     */
    static Optional<DurationPair> durations(Value key, Value value) {
        Optional<GoDuration> keyText = durationText(key);
        Optional<GoDuration> valueText = durationText(value);
        if (keyText.isEmpty() && valueText.isEmpty()) {
            return Optional.empty();
        }
        return keyText.or(() -> seconds(key))
                .flatMap(one -> valueText.or(() -> seconds(value)).map(other -> new DurationPair(one, other)));
    }

    private static Optional<GoDuration> durationText(Value value) {
        return value instanceof StringValue text && !text.value().equals("0")
                ? GoDuration.read(text.value())
                : Optional.empty();
    }

    /** A number as whole seconds. */
    static Optional<GoDuration> seconds(Value value) {
        if (value instanceof IntegerValue number) {
            return Optional.of(GoDuration.ofSeconds(number.value()));
        }
        return value instanceof FloatValue number
                ? Optional.of(GoDuration.ofSeconds(GoNumber.toLong(number.value())))
                : Optional.empty();
    }
}
