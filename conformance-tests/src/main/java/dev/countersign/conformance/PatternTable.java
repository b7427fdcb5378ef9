package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.pattern.PatternCheck;
import dev.countersign.expression.pattern.PatternOperator;
import java.util.Optional;

/** {@code pattern.jsonl}: whether a value fits a pattern, and with which operator a pattern begins. */
final class PatternTable implements TableRunner {
    @Override
    public String file() {
        return "pattern.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        Optional<String> text = question.text("operatorOf");
        if (text.isPresent()) {
            return TableAnswer.of(PatternOperator.of(text.get()).text());
        }
        return TableAnswer.of(PatternCheck.matches(side(question, "value"), side(question, "pattern")));
    }

    private static Value side(ObjectValue question, String name) {
        Value value = question.get(name).orElse(Value.NULL);
        return question.get("int64").isPresent() ? value : TableNumbers.floats(value);
    }
}
