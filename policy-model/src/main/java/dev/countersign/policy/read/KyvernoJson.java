package dev.countersign.policy.read;

import dev.countersign.document.Value;
import dev.countersign.policy.Rule;
import java.util.Optional;

/**
 * JSON as Kyverno's own types read and write it: members in the order of the types, empty ones left out, unknown ones
 * passed over, without the schema and defaults of the CustomResourceDefinition. Stateless and thread-safe.
 */
public final class KyvernoJson {
    private KyvernoJson() {}

    /**
     * A rule from JSON that was {@link Rule#document()} and has been changed since, by variable substitution or
     * auto-generation. A switch that is absent is false, as in Go.
     *
     * @throws JsonMismatchException where a value has become one of another kind
     */
    public static Rule rule(Value.ObjectValue document) throws JsonMismatchException {
        Value.ObjectValue decoded = GoDecoder.decode(document, RuleSchema.V1);
        return RuleModel.rule(new Members(withZeros(decoded)), RuleSchema.V1);
    }

    /** A rule, written. */
    public static Value.ObjectValue writtenRule(Value.ObjectValue rule) {
        return GoJson.object(rule, RuleSchema.V1);
    }

    /** An entry of {@code verifyImages}, written. */
    public static Value.ObjectValue writtenImageVerification(Value.ObjectValue entry) {
        return GoJson.object(entry, VerifyImagesSchema.V1);
    }

    /** The attestor set that a nested {@code attestor} says, written; empty where Kyverno cannot read it. */
    public static Optional<Value.ObjectValue> writtenAttestorSet(Value raw) {
        try {
            return Optional.of(GoJson.object(GoDecoder.attestorSet(raw), AttestorsSchema.SET));
        } catch (JsonMismatchException unreadable) {
            return Optional.empty();
        }
    }

    /** The rule with its absent switches written out, because the model knows the schema's defaults for them. */
    private static Value.ObjectValue withZeros(Value.ObjectValue rule) {
        Value written = new Value.ListValue(rule.list("verifyImages").stream()
                .map(entry -> entry instanceof Value.ObjectValue object ? zeros(object) : entry)
                .toList());
        return rule.get("verifyImages").isPresent() ? rule.with("verifyImages", written) : rule;
    }

    private static Value.ObjectValue zeros(Value.ObjectValue entry) {
        Value.ObjectValue filled = entry;
        for (Field field : VerifyImagesSchema.V1.fields()) {
            if (field.schema() instanceof Schema.Flag && entry.get(field.name()).isEmpty()) {
                filled = filled.with(field.name(), Value.of(false));
            }
        }
        return filled;
    }
}
