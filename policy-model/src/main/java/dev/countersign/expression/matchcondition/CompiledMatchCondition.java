package dev.countersign.expression.matchcondition;

import dev.countersign.document.Value;
import java.util.Map;

/** One compiled match condition. Thread-safe; evaluation does no I/O, is bounded, and throws on no value, however hostile. */
public interface CompiledMatchCondition {

    /**
     * Evaluates the condition.
     *
     * @param variables the values of {@code object}, {@code oldObject}, {@code request} and {@code namespaceObject}
     */
    Outcome evaluate(Map<String, Value> variables);

    /** What a condition, or all conditions of a policy, came to. */
    sealed interface Outcome {
        /** The condition holds. */
        record Holds() implements Outcome {}

        /** The condition does not hold. */
        record DoesNotHold() implements Outcome {}

        /**
         * Nobody can tell.
         *
         * @param message why
         */
        record Failed(String message) implements Outcome {}
    }
}
