package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.policy.autogen.AutogenRules;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code autogen.jsonl}: the rules that are made for pod controllers. */
final class AutogenTable implements TableRunner {
    @Override
    public String file() {
        return "autogen.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        byte[] document =
                Json.write(question.object("policy").orElse(Value.EMPTY_OBJECT)).getBytes(StandardCharsets.UTF_8);
        PolicyReading reading = PolicyReader.read("policy.json", document);
        if (reading.policies().isEmpty()) {
            return new Failed(reading.issues().toString());
        }
        Policy policy = reading.policies().get(0);
        String kind = question.text("kind").orElse("");
        List<Rule> rules = kind.isEmpty() ? AutogenRules.compute(policy) : AutogenRules.forKind(policy, kind);
        return new Out(new ListValue(
                rules.stream().map(rule -> (Value) rule.document()).toList()));
    }
}
