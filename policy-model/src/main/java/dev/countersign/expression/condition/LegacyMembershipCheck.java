package dev.countersign.expression.condition;

import dev.countersign.document.Value;
import dev.countersign.document.Value.BooleanValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NumberValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.value.GoText;
import dev.countersign.image.Wildcard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The deprecated {@code In} and {@code NotIn}. */
final class LegacyMembershipCheck {
    private LegacyMembershipCheck() {}

    /**
     * Whether the operator holds.
     *
     * @param negated {@code NotIn}
     * @throws ConditionException for a list key with an item that is no text, which makes Kyverno crash
     */
    static boolean holds(Value key, boolean negated, Value value) throws ConditionException {
        if (key instanceof ListValue list) {
            return forList(texts(list), negated, value);
        }
        if (!(key instanceof StringValue || key instanceof NumberValue || key instanceof BooleanValue)) {
            return false;
        }
        return contains(value, GoText.print(key))
                .filter(found -> found != negated)
                .isPresent();
    }

    private static List<String> texts(ListValue list) throws ConditionException {
        List<String> texts = new ArrayList<>();
        for (Value item : list.items()) {
            if (!(item instanceof StringValue text)) {
                throw new ConditionException(
                        "the operators In and NotIn take lists of texts only; use AnyIn, AllIn, AnyNotIn or AllNotIn");
            }
            texts.add(text.value());
        }
        return texts;
    }

    private static Optional<Boolean> contains(Value value, String key) {
        if (value instanceof ListValue list) {
            return Optional.of(list.items().stream().anyMatch(item -> MembershipCheck.alike(GoText.print(item), key)));
        }
        if (!(value instanceof StringValue text)) {
            return Optional.empty();
        }
        return Wildcard.matches(text.value(), key)
                ? Optional.of(true)
                : TextList.read(text.value()).map(values -> values.contains(key));
    }

    private static boolean forList(List<String> keys, boolean negated, Value value) {
        Optional<List<String>> values = Optional.empty();
        if (value instanceof StringValue text) {
            if (keys.equals(List.of(text.value()))) {
                // So does Kyverno's NotIn.
                return true;
            }
            values = TextList.read(text.value());
        } else if (value instanceof ListValue list
                && list.items().stream().allMatch(item -> item instanceof StringValue)) {
            values = Optional.of(list.items().stream().map(GoText::print).toList());
        }
        return values.map(found -> new HashSet<>(found).containsAll(keys) != negated)
                .orElse(false);
    }
}
