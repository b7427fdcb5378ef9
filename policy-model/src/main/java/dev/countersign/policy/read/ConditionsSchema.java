package dev.countersign.policy.read;

import static dev.countersign.policy.read.Schema.any;
import static dev.countersign.policy.read.Schema.field;
import static dev.countersign.policy.read.Schema.object;
import static dev.countersign.policy.read.Schema.text;

import dev.countersign.policy.Conditions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Conditions: {@code any} and {@code all} with their comparisons. */
final class ConditionsSchema {

    /** Operators that have a better spelling, with what to write instead. */
    static final Map<String, String> DISCOURAGED_OPERATORS = Map.of(
            "In", "Use AnyIn or AllIn",
            "NotIn", "Use AnyNotIn or AllNotIn",
            "Equal", "Use Equals",
            "NotEqual", "Use NotEquals");

    /** The schema lacks two old spellings. */
    private static final List<String> OPERATORS = Conditions.OPERATORS.stream()
            .filter(operator -> !operator.equals("Equal") && !operator.equals("NotEqual"))
            .toList();

    private static final List<String> NEWER_OPERATORS = OPERATORS.stream()
            .filter(operator -> !DISCOURAGED_OPERATORS.containsKey(operator))
            .toList();

    /** Conditions of an attestation, in every version. */
    static final Schema.Node ATTESTATION = anyAll(condition(OPERATORS));

    /** Preconditions of {@code v2beta1} and conditions of exceptions: without the deprecated operators. */
    static final Schema.Node NEWER = anyAll(condition(NEWER_OPERATORS));

    /** One comparison, whose operator is any text: what Kyverno's own types demand where no schema is. */
    static final Schema.Node LOOSE_CONDITION = condition(List.of());

    /** {@code any} and {@code all} of such comparisons. */
    static final Schema.Node LOOSE = anyAll(LOOSE_CONDITION);

    private ConditionsSchema() {}

    private static Schema.Node anyAll(Schema.Node condition) {
        return object(
                "AnyAllConditions",
                field("any", new Schema.ListOf(condition)),
                field("all", new Schema.ListOf(condition)));
    }

    private static Schema.Node condition(List<String> operators) {
        return object(
                "Condition",
                field("key", any()),
                field("operator", new Schema.Text(operators, DISCOURAGED_OPERATORS, OptionalInt.empty())),
                field("value", any()),
                field("message", text()));
    }
}
