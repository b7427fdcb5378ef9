package dev.countersign.policy.read;

import dev.countersign.document.Value;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.Conditions.AnyAllConditions;
import dev.countersign.policy.Conditions.Condition;
import java.util.List;
import java.util.Optional;

/** Checked conditions to the model. */
final class ConditionsModel {
    private ConditionsModel() {}

    static Conditions conditions(Value value) {
        return value instanceof Value.ListValue list
                ? new Conditions.ConditionList(Members.objects(list.items(), ConditionsModel::condition))
                : anyAll(new Members(value instanceof Value.ObjectValue object ? object : Value.EMPTY_OBJECT));
    }

    static AnyAllConditions anyAll(Members members) {
        return new AnyAllConditions(block(members, "any"), block(members, "all"));
    }

    private static Optional<List<Condition>> block(Members members, String name) {
        return members.any(name).isEmpty()
                ? Optional.empty()
                : Optional.of(members.objects(name, ConditionsModel::condition));
    }

    private static Condition condition(Members members) {
        return new Condition(
                members.any("key"), members.text("operator"), members.any("value"), members.text("message"));
    }
}
