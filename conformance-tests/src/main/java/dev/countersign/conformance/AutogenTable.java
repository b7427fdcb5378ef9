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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code autogen.jsonl}: the rules that are made for pod controllers. */
final class AutogenTable implements TableRunner {
    private static final Map<String, Value> DEFAULTS = Map.of(
            "mutateDigest", Value.of(true),
            "verifyDigest", Value.of(true),
            "required", Value.of(true),
            "useCache", Value.of(true),
            "skipBackgroundRequests", Value.of(true),
            "signatureAlgorithm", Value.of("sha256"));

    /** Fields that Go writes even when they are false. */
    private static final Set<String> FALSE_IN_GO = Set.of("mutateDigest", "verifyDigest", "required", "useCache");

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
        return new Out(new ListValue(rules.stream()
                .map(rule -> withoutDefaults(rule.document(), question))
                .toList()));
    }

    /**
     * The policies of the table did not pass the CustomResourceDefinition, whose defaults our reader fills in: a default that the
     * question states nowhere is taken out again.
     */
    private static Value withoutDefaults(Value value, ObjectValue question) {
        if (value instanceof ListValue list) {
            return new ListValue(list.items().stream()
                    .map(item -> withoutDefaults(item, question))
                    .toList());
        }
        if (!(value instanceof ObjectValue object)) {
            return value;
        }
        Map<String, Value> members = new LinkedHashMap<>();
        object.members().forEach((key, member) -> {
            if (!member.equals(DEFAULTS.get(key)) || states(question, key)) {
                members.put(key, withoutDefaults(member, question));
            } else if (FALSE_IN_GO.contains(key)) {
                members.put(key, Value.of(false));
            }
        });
        return new ObjectValue(members);
    }

    private static boolean states(Value value, String key) {
        if (value instanceof ListValue list) {
            return list.items().stream().anyMatch(item -> states(item, key));
        }
        return value instanceof ObjectValue object
                && (object.members().containsKey(key)
                        || object.members().values().stream().anyMatch(member -> states(member, key)));
    }
}
