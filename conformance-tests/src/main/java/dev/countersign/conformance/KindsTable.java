package dev.countersign.conformance;

import dev.countersign.admission.GroupVersionKind;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.match.KindMatch;
import dev.countersign.policy.KindSelector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code kinds.jsonl}: selectors of kinds. */
final class KindsTable implements TableRunner {
    @Override
    public String file() {
        return "kinds.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        Optional<String> selector = question.text("selector");
        if (selector.isPresent()) {
            KindSelector parsed = KindSelector.parse(selector.get());
            Map<String, Value> parts = new LinkedHashMap<>();
            parts.put("group", Value.of(parsed.group()));
            parts.put("version", Value.of(parsed.version()));
            parts.put("kind", Value.of(parsed.kind()));
            parts.put("subresource", Value.of(parsed.subresource()));
            return new Out(new ObjectValue(parts));
        }
        Optional<String> contained = question.text("contains");
        if (contained.isPresent()) {
            return TableAnswer.of(KindSelector.containsKind(CaseFolder.texts(question, "kinds"), contained.get()));
        }
        return TableAnswer.of(KindMatch.matchesAny(
                CaseFolder.texts(question, "kinds"),
                new GroupVersionKind(
                        question.text("group").orElse(""),
                        question.text("version").orElse(""),
                        question.text("kind").orElse("")),
                question.text("subresource").orElse(""),
                question.get("allowEphemeralContainers").equals(Optional.of(Value.of(true)))));
    }
}
