package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.match.LabelMatch;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.LabelSelector;
import dev.countersign.policy.read.JsonMismatchException;
import java.util.Optional;

/** {@code labels.jsonl}: selectors of labels, wildcards over annotations and names. */
final class LabelsTable implements TableRunner {
    @Override
    public String file() {
        return "labels.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        Optional<String> namePattern = question.text("namePattern");
        if (namePattern.isPresent()) {
            return TableAnswer.of(
                    Wildcard.matches(namePattern.get(), question.text("name").orElse("")));
        }
        if (question.get("annotations").isPresent()) {
            return TableAnswer.of(LabelMatch.annotations(question.texts("annotations"), question.texts("actual")));
        }
        Optional<LabelSelector> selector;
        try {
            selector = selector(question);
        } catch (JsonMismatchException e) {
            return TableRules.failed(e, "match.resources.selector");
        }
        if (selector.isEmpty()) {
            // Kubernetes' selector of nothing; a rule without a selector is not asked.
            return TableAnswer.of(false);
        }
        LabelMatch.Outcome outcome = LabelMatch.selects(selector.get(), question.texts("labels"));
        return outcome.error().isPresent() ? new Failed(outcome.error().get()) : TableAnswer.of(outcome.matches());
    }

    private static Optional<LabelSelector> selector(ObjectValue question) throws JsonMismatchException {
        ObjectValue resources =
                Value.EMPTY_OBJECT.with("selector", question.get("selector").orElse(Value.NULL));
        ObjectValue match = Value.EMPTY_OBJECT.with("resources", resources);
        return TableRules.of(Value.EMPTY_OBJECT.with("match", match), "match")
                .match()
                .inline()
                .resources()
                .selector();
    }
}
