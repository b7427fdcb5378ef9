package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.value.GoDuration;
import dev.countersign.expression.value.Quantity;
import dev.countersign.expression.value.SemanticVersion;
import dev.countersign.expression.value.ValueFormatException;
import java.util.Map;
import java.util.Optional;

/** {@code durations-quantities.jsonl}: durations, quantities and versions, alone or compared. */
final class ValueTable implements TableRunner {
    @Override
    public String file() {
        return "durations-quantities.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        Optional<String> other = question.text("compareTo");
        try {
            if (question.text("duration").isPresent()) {
                return duration(GoDuration.parse(question.text("duration").get()));
            }
            if (question.text("quantity").isPresent()) {
                Quantity quantity = Quantity.parse(question.text("quantity").get());
                return other.isPresent() ? compared(quantity, Quantity.parse(other.get())) : quantity(quantity);
            }
            SemanticVersion version =
                    SemanticVersion.parse(question.text("semver").orElse(""));
            return other.isPresent()
                    ? new TableAnswer.Out(Value.of(version.compareTo(SemanticVersion.parse(other.get()))))
                    : TableAnswer.of(version.toString());
        } catch (ValueFormatException e) {
            return new TableAnswer.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static TableAnswer duration(GoDuration duration) {
        return new TableAnswer.Out(new ObjectValue(Map.of(
                "nanoseconds", Value.of(duration.nanoseconds()),
                "seconds", new Value.FloatValue(duration.seconds()),
                "string", Value.of(duration.toString()))));
    }

    private static TableAnswer quantity(Quantity quantity) {
        return new TableAnswer.Out(new ObjectValue(Map.of(
                "string", Value.of(quantity.toString()),
                "format", Value.of(quantity.format().text()),
                "float", new Value.FloatValue(quantity.toDouble()),
                "sign", Value.of(quantity.sign()))));
    }

    private static TableAnswer compared(Quantity quantity, Quantity other) throws ValueFormatException {
        return new TableAnswer.Out(new ObjectValue(Map.of(
                "cmp", Value.of(quantity.compareTo(other)),
                "equal", Value.of(quantity.equals(other)),
                "add", Value.of(quantity.plus(other).toString()),
                "sub", Value.of(quantity.minus(other).toString()))));
    }
}
