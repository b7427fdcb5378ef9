package dev.countersign.expression.condition;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.IntegerValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.value.GoNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers of a policy's conditions as Kyverno reads them: a lone number is a float, whole numbers inside are int64. */
final class PolicyNumbers {
    private PolicyNumbers() {}

    static Value of(Value value) {
        return value instanceof IntegerValue number ? new FloatValue(number.asDouble()) : inside(value);
    }

    private static Value inside(Value value) {
        if (value instanceof ListValue list) {
            List<Value> items =
                    list.items().stream().map(PolicyNumbers::element).toList();
            return items.equals(list.items()) ? list : new ListValue(items);
        }
        if (value instanceof ObjectValue object) {
            Map<String, Value> members = new LinkedHashMap<>();
            object.members().forEach((key, member) -> members.put(key, element(member)));
            return members.equals(object.members()) ? object : new ObjectValue(members);
        }
        return value;
    }

    private static Value element(Value value) {
        if (value instanceof FloatValue number) {
            Optional<Long> whole = GoNumber.readInt(JsonText.number(number.value()));
            return whole.isPresent() ? Value.of(whole.get()) : number;
        }
        return inside(value);
    }
}
