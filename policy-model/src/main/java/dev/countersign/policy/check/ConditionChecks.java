package dev.countersign.policy.check;

import dev.countersign.document.GoText;
import dev.countersign.document.Value;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.Conditions.AnyAllConditions;
import dev.countersign.policy.Conditions.Condition;
import dev.countersign.policy.Conditions.ConditionList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Preconditions, deny conditions and conditions of attestations. */
final class ConditionChecks {
    private static final Set<String> OPERATIONS = Set.of("CREATE", "UPDATE", "DELETE", "CONNECT");
    private static final String OPERATION_KEY = "{{request.operation}}";

    private ConditionChecks() {}

    /** Values, then operators; the fault's path is relative to the conditions' parent. */
    static Optional<Fault> check(Conditions conditions, String name) {
        if (conditions instanceof AnyAllConditions both) {
            return values(both.any().orElse(List.of()), name + ".any")
                    .or(() -> values(both.all().orElse(List.of()), name + ".all"))
                    .or(() -> operators(both, name));
        }
        List<Condition> list = ((ConditionList) conditions).conditions();
        return values(list, name).or(() -> operators(list, name));
    }

    /** Kyverno names conditions of {@code all} by the path of {@code any} here. */
    static Optional<Fault> operators(AnyAllConditions conditions, String name) {
        return operators(conditions.any().orElse(List.of()), name + ".any")
                .or(() -> operators(conditions.all().orElse(List.of()), name + ".any"));
    }

    private static Optional<Fault> operators(List<Condition> conditions, String path) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!Conditions.OPERATORS.contains(conditions.get(i).operator())) {
                String valid =
                        Conditions.OPERATORS.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
                return Optional.of(new Fault(
                        path + "[" + i + "].", "entered value of `operator` is invalid. valid values: " + valid));
            }
        }
        return Optional.empty();
    }

    private static Optional<Fault> values(List<Condition> conditions, String path) {
        for (int i = 0; i < conditions.size(); i++) {
            Optional<Fault> fault = value(conditions.get(i), path + "[" + i + "].");
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<Fault> value(Condition condition, String path) {
        Value key = condition.key().orElse(Value.NULL);
        Value value = condition.value().orElse(Value.NULL);
        if (key.equals(Value.NULL)
                || value.equals(Value.NULL)
                || condition.operator().isEmpty()) {
            return Optional.of(
                    new Fault(path, "entered value of `key`, `value` or `operator` is missing or misspelled"));
        }
        return key instanceof Value.StringValue text
                        && text.value().replace(" ", "").equals(OPERATION_KEY)
                ? operation(value, path)
                : Optional.empty();
    }

    private static Optional<Fault> operation(Value value, String path) {
        if (value instanceof Value.StringValue text) {
            String operation = text.value();
            boolean variable =
                    operation.length() >= "{{}}".length() && operation.startsWith("{{") && operation.endsWith("}}");
            return variable || OPERATIONS.contains(operation)
                    ? Optional.empty()
                    : Optional.of(new Fault(path + "value: " + operation, unknownOperation(operation)));
        }
        if (value instanceof Value.ListValue list) {
            for (int i = 0; i < list.items().size(); i++) {
                // Kyverno crashes at an item that is no text.
                String operation = list.items().get(i) instanceof Value.StringValue text ? text.value() : "";
                if (!OPERATIONS.contains(operation)) {
                    return Optional.of(new Fault(path + "value[" + i + "]", unknownOperation(operation)));
                }
            }
            return Optional.empty();
        }
        return Optional.of(new Fault(
                path + "value",
                "'value' field found to be of the type " + goKind(value)
                        + ". The provided value/values are expected to be either in the form of a string or list"));
    }

    private static String unknownOperation(String operation) {
        return "unknown value '" + operation + "' found under the 'value' field. Only the following values are allowed:"
                + " [CREATE, UPDATE, DELETE, CONNECT]";
    }

    private static String goKind(Value value) {
        if (value instanceof Value.BooleanValue) {
            return "bool";
        }
        return value instanceof Value.NumberValue ? "float64" : "map";
    }

    /** What is wrong, and its path as Kyverno writes it. */
    record Fault(String path, String message) {}
}
