package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Located;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicySpec;
import dev.countersign.policy.Rule;
import dev.countersign.policy.autogen.AutogenRules;
import dev.countersign.policy.read.JsonMismatchException;
import dev.countersign.policy.read.KyvernoJson;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code autogen.jsonl}: the rules that are made for pod controllers. */
final class AutogenTable implements TableRunner {
    /** What the reader reads in place of the rules: those of the table did not pass the CustomResourceDefinition. */
    private static final Value SOME_RULE = Json.readObject(
            "{\"name\":\"r\",\"match\":{\"any\":[{\"resources\":{\"kinds\":[\"Pod\"]}}]},\"verifyImages\":[{}]}");

    @Override
    public String file() {
        return "autogen.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        ObjectValue document = question.object("policy").orElse(Value.EMPTY_OBJECT);
        ObjectValue spec = document.object("spec").orElse(Value.EMPTY_OBJECT);
        ObjectValue readable = document.with("spec", spec.with("rules", new ListValue(List.of(SOME_RULE))));
        PolicyReading reading =
                PolicyReader.read("policy.json", Json.write(readable).getBytes(StandardCharsets.UTF_8));
        if (reading.policies().isEmpty()) {
            return new Failed(reading.issues().toString());
        }
        Policy policy;
        try {
            policy = with(rules(spec), source(document), reading.policies().get(0));
        } catch (JsonMismatchException e) {
            return new Failed(String.valueOf(e.getMessage()));
        }
        String kind = question.text("kind").orElse("");
        List<Rule> rules = kind.isEmpty() ? AutogenRules.compute(policy) : AutogenRules.forKind(policy, kind);
        return new Out(new ListValue(rules.stream()
                .map(rule -> (Value) KyvernoJson.writtenRule(rule.document()))
                .toList()));
    }

    private static List<Rule> rules(ObjectValue spec) throws JsonMismatchException {
        List<Rule> rules = new ArrayList<>();
        for (Value rule : spec.list("rules")) {
            rules.add(KyvernoJson.rule(rule instanceof ObjectValue object ? object : Value.EMPTY_OBJECT));
        }
        return rules;
    }

    private static Located.LocatedObject source(ObjectValue document) {
        byte[] bytes = Json.write(document).getBytes(StandardCharsets.UTF_8);
        return (Located.LocatedObject) DocumentReader.read("policy.json", bytes, DocumentLimits.POLICIES)
                .roots()
                .get(0);
    }

    private static Policy with(List<Rule> rules, Located.LocatedObject source, Policy policy) {
        PolicySpec spec = policy.spec();
        return new Policy(
                policy.kind(),
                policy.apiVersion(),
                policy.metadata(),
                new PolicySpec(
                        rules,
                        spec.applyRules(),
                        spec.failurePolicy(),
                        spec.validationFailureAction(),
                        spec.validationFailureActionOverrides(),
                        spec.admission(),
                        spec.background(),
                        spec.emitWarning(),
                        spec.webhookTimeoutSeconds(),
                        spec.webhookConfiguration()),
                source);
    }
}
