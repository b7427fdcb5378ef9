package dev.countersign.conformance;

import dev.countersign.document.Value.ObjectValue;
import dev.countersign.image.Wildcard;

/** {@code wildcard.jsonl}: whether a text matches a pattern. */
final class WildcardTable implements TableRunner {
    @Override
    public String file() {
        return "wildcard.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        return TableAnswer.of(Wildcard.matches(
                question.text("pattern").orElse(""), question.text("text").orElse("")));
    }
}
