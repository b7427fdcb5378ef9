package dev.countersign.expression.condition;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.condition.ConditionBlock.Prepared;
import dev.countersign.expression.substitution.Substituted;
import dev.countersign.expression.substitution.Substitution;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.policy.Conditions.AnyAllConditions;
import dev.countersign.policy.Conditions.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Conditions of an attestation: a list of any/all objects, of which all must hold. Variables are replaced in the whole list
 * first, messages and operators included, and then once more in keys and values; what came from an attestation is left alone
 * the second time. Stateless and thread-safe.
 */
public final class AttestationConditions {
    private AttestationConditions() {}

    /**
     * Evaluates the list. An empty {@code any} counts as absent.
     *
     * @throws ConditionException with Kyverno's text
     */
    public static ConditionResult evaluate(List<AnyAllConditions> conditions, Substitution substitution)
            throws ConditionException {
        Substituted substituted;
        try {
            substituted = substitution.substitute(document(conditions), Set.of());
        } catch (SubstitutionException e) {
            throw new ConditionException(
                    "failed to substitute variables in attestation conditions: " + e.getMessage(), e);
        }
        List<String> messages = new ArrayList<>();
        List<Value> blocks = substituted.value() instanceof ListValue list ? list.items() : List.of();
        for (int i = 0; i < blocks.size(); i++) {
            ConditionResult result = evaluate(blocks.get(i), "/" + i, substituted, substitution);
            if (!result.holds()) {
                return result;
            }
            messages.add(result.message());
        }
        return new ConditionResult(true, ConditionBlock.joined(messages, ";"));
    }

    private static ConditionResult evaluate(
            Value block, String path, Substituted substituted, Substitution substitution) throws ConditionException {
        ObjectValue object = block instanceof ObjectValue found ? found : Value.EMPTY_OBJECT;
        List<Prepared> any = prepared(object.list("any"), path + "/any", substituted);
        List<Prepared> all = prepared(object.list("all"), path + "/all", substituted);
        return ConditionBlock.evaluate(!any.isEmpty(), any, all, substitution);
    }

    private static List<Prepared> prepared(List<Value> conditions, String path, Substituted substituted)
            throws ConditionException {
        List<Prepared> prepared = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            ObjectValue condition = conditions.get(i) instanceof ObjectValue found ? found : Value.EMPTY_OBJECT;
            String here = path + "/" + i;
            prepared.add(new Prepared(
                    PolicyNumbers.of(condition.get("key").orElse(Value.NULL)),
                    substituted.dataBelow(here + "/key"),
                    text(condition, "operator"),
                    PolicyNumbers.of(condition.get("value").orElse(Value.NULL)),
                    substituted.dataBelow(here + "/value"),
                    text(condition, "message")));
        }
        return prepared;
    }

    private static String text(ObjectValue condition, String name) throws ConditionException {
        Value value = condition.get(name).orElse(Value.NULL);
        if (value instanceof StringValue found) {
            return found.value();
        }
        if (value instanceof Value.NullValue) {
            return "";
        }
        String kind = value instanceof ListValue
                ? "array"
                : value instanceof ObjectValue ? "object" : value instanceof Value.BooleanValue ? "bool" : "number";
        throw new ConditionException("failed to substitute variables in attestation conditions: json: cannot unmarshal "
                + kind + " into Go struct field Condition." + name + " of type "
                + (name.equals("operator") ? "v1.ConditionOperator" : "string"));
    }

    /** As Go writes the conditions: without what is empty. */
    private static Value document(List<AnyAllConditions> conditions) {
        List<Value> blocks = new ArrayList<>();
        for (AnyAllConditions block : conditions) {
            Map<String, Value> members = new LinkedHashMap<>();
            block.any().filter(list -> !list.isEmpty()).ifPresent(list -> members.put("any", list(list)));
            block.all().filter(list -> !list.isEmpty()).ifPresent(list -> members.put("all", list(list)));
            blocks.add(new ObjectValue(members));
        }
        return new ListValue(blocks);
    }

    private static Value list(List<Condition> conditions) {
        List<Value> items = new ArrayList<>();
        for (Condition condition : conditions) {
            Map<String, Value> members = new LinkedHashMap<>();
            condition.key().ifPresent(key -> members.put("key", key));
            if (!condition.operator().isEmpty()) {
                members.put("operator", Value.of(condition.operator()));
            }
            condition.value().ifPresent(value -> members.put("value", value));
            if (!condition.message().isEmpty()) {
                members.put("message", Value.of(condition.message()));
            }
            items.add(new ObjectValue(members));
        }
        return new ListValue(items);
    }
}
