package dev.countersign.policy.write;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.Attestation;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.ImageValidation;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A rule as it would be read. {@link Rule#document()} is nearly that: Kyverno's own JSON leaves out an empty text or map even where it
 * means something else than none, and writes out empty members that mean nothing.
 */
final class RuleDocument {
    private static final Value EMPTY = Value.of("");
    private static final Value NONE = new Value.ListValue(List.of());

    private RuleDocument() {}

    static ObjectValue of(Rule rule) {
        ObjectValue document = rule.document();
        document = with(document, "match", match -> match(match, rule.match()));
        if (rule.exclude().isPresent()) {
            Match exclude = rule.exclude().get();
            document = with(document, "exclude", stated -> match(stated, exclude));
        }
        if (rule.preconditions().isPresent()) {
            Conditions preconditions = rule.preconditions().get();
            document = with(document, "preconditions", stated -> conditions(stated, preconditions));
        }
        return with(document, "verifyImages", entries -> zipped(entries, rule.verifyImages(), RuleDocument::entry));
    }

    private static Value match(Value stated, Match match) {
        if (!(stated instanceof ObjectValue object)) {
            return stated;
        }
        ObjectValue filled = filters(object, "any", match.any());
        filled = filters(filled, "all", match.all());
        filled = (ObjectValue) filter(filled, match.inline());
        return withoutEmpty(filled, "resources");
    }

    private static ObjectValue filters(ObjectValue match, String field, List<ResourceFilter> filters) {
        return with(match, field, stated -> zipped(stated, filters, RuleDocument::filter));
    }

    /** No annotations and an empty map of them differ: the second switches generated rules off. */
    private static Value filter(Value stated, ResourceFilter filter) {
        boolean empty = filter.resources().annotations().filter(Map::isEmpty).isPresent();
        return empty && stated instanceof ObjectValue object
                ? object.with(
                        "resources",
                        object.object("resources").orElse(Value.EMPTY_OBJECT).with("annotations", Value.EMPTY_OBJECT))
                : stated;
    }

    /** No {@code any} and an empty one differ: the second does not hold. */
    private static Value conditions(Value stated, Conditions conditions) {
        if (!(stated instanceof ObjectValue object) || !(conditions instanceof Conditions.AnyAllConditions blocks)) {
            return stated;
        }
        ObjectValue filled = blocks.any().filter(List::isEmpty).isPresent() ? object.with("any", NONE) : object;
        return blocks.all().filter(List::isEmpty).isPresent() ? filled.with("all", NONE) : filled;
    }

    private static Value entry(Value stated, ImageVerification entry) {
        if (!(stated instanceof ObjectValue object)) {
            return stated;
        }
        ObjectValue filled = with(object, "attestors", sets -> each(sets, RuleDocument::set));
        filled = with(
                filled,
                "attestations",
                attestations -> zipped(attestations, entry.attestations(), RuleDocument::attestation));
        filled = with(filled, "validate", validation -> validation(validation, entry));
        return withoutEmpty(filled, "validate");
    }

    private static Value validation(Value stated, ImageVerification entry) {
        Optional<Conditions> conditions =
                entry.validation().flatMap(ImageValidation::deny).flatMap(ImageValidation.Deny::conditions);
        return conditions.isPresent() && stated instanceof ObjectValue validation
                ? with(
                        validation,
                        "deny",
                        deny -> deny instanceof ObjectValue object
                                ? with(object, "conditions", written -> conditions(written, conditions.get()))
                                : deny)
                : stated;
    }

    private static Value attestation(Value stated, Attestation attestation) {
        if (!(stated instanceof ObjectValue object)) {
            return stated;
        }
        ObjectValue filled = with(object, "attestors", sets -> each(sets, RuleDocument::set));
        filled = with(filled, "conditions", list -> zipped(list, attestation.conditions(), RuleDocument::conditions));
        for (String name : List.of("attestors", "predicateType", "type")) {
            filled = withoutEmpty(filled, name);
        }
        return filled;
    }

    private static Value set(Value stated) {
        return stated instanceof ObjectValue set
                ? with(set, "entries", entries -> each(entries, RuleDocument::attestor))
                : stated;
    }

    /** Where the default of an algorithm is not written, the document states an empty one. */
    private static Value attestor(Value stated) {
        if (!(stated instanceof ObjectValue attestor)) {
            return stated;
        }
        ObjectValue filled =
                with(attestor, "keys", keys -> keys instanceof ObjectValue object ? withAlgorithm(object) : keys);
        return withAlgorithm(filled);
    }

    private static ObjectValue withAlgorithm(ObjectValue object) {
        String algorithm = "signatureAlgorithm";
        return object.get(algorithm).isPresent() ? object : object.with(algorithm, EMPTY);
    }

    private static ObjectValue with(ObjectValue object, String name, UnaryOperator<Value> change) {
        return object.get(name)
                .map(found -> object.with(name, change.apply(found)))
                .orElse(object);
    }

    private static <T> Value zipped(Value list, List<T> model, BiFunction<Value, T, Value> change) {
        if (!(list instanceof Value.ListValue stated)) {
            return list;
        }
        List<Value> filled = new ArrayList<>(stated.items());
        for (int i = 0; i < Math.min(filled.size(), model.size()); i++) {
            filled.set(i, change.apply(filled.get(i), model.get(i)));
        }
        return new Value.ListValue(filled);
    }

    private static Value each(Value list, UnaryOperator<Value> change) {
        return list instanceof Value.ListValue items
                ? new Value.ListValue(items.items().stream().map(change).toList())
                : list;
    }

    private static ObjectValue withoutEmpty(ObjectValue object, String name) {
        Value found = object.get(name).orElse(Value.NULL);
        boolean empty = found.equals(Value.NULL) || found.equals(EMPTY) || found.equals(Value.EMPTY_OBJECT);
        if (!empty) {
            return object;
        }
        Map<String, Value> members = new LinkedHashMap<>(object.members());
        members.remove(name);
        return new ObjectValue(members);
    }
}
