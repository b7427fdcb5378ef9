package dev.countersign.policy;

import dev.countersign.document.Value;
import java.util.List;
import java.util.Optional;

/** Preconditions, deny conditions or conditions of an attestation. Immutable. */
public sealed interface Conditions {

    /** The operators that Kyverno admits; it lists them itself in the random order of a Go map. */
    List<String> OPERATORS = List.of(
            "Equal",
            "Equals",
            "NotEqual",
            "NotEquals",
            "In",
            "AnyIn",
            "AllIn",
            "NotIn",
            "AnyNotIn",
            "AllNotIn",
            "GreaterThanOrEquals",
            "GreaterThan",
            "LessThanOrEquals",
            "LessThan",
            "DurationGreaterThanOrEquals",
            "DurationGreaterThan",
            "DurationLessThanOrEquals",
            "DurationLessThan");

    /**
     * An object with {@code any} and {@code all}; both must hold.
     *
     * @param any absent and empty differ: an empty list is false where it is used as written
     * @param all absent is as empty
     */
    record AnyAllConditions(Optional<List<Condition>> any, Optional<List<Condition>> all) implements Conditions {
        public AnyAllConditions {
            any = any.map(List::copyOf);
            all = all.map(List::copyOf);
        }
    }

    /** The older form: a list, of which all must hold. */
    record ConditionList(List<Condition> conditions) implements Conditions {
        public ConditionList {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * One comparison.
     *
     * @param key any JSON; absent where the document states none
     * @param operator as written
     * @param value any JSON; absent where the document states none
     * @param message told with the outcome; empty when absent
     */
    record Condition(Optional<Value> key, String operator, Optional<Value> value, String message) {}
}
