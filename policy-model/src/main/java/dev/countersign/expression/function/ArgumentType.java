package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.StringValue;

/** The types that functions ask for. Whole numbers of Go's own integer types are no numbers here. */
enum ArgumentType {
    NUMBER("number"),
    STRING("string"),
    ARRAY("array"),
    OBJECT("object"),
    ARRAY_OF_NUMBERS("array[number]"),
    ARRAY_OF_STRINGS("array[string]"),
    REFERENCE("expref"),
    ANY("any");

    private final String goName;

    ArgumentType(String goName) {
        this.goName = goName;
    }

    /** The name in the fork. */
    String goName() {
        return goName;
    }

    boolean takes(Value value, Evaluation evaluation) throws EvaluationException {
        return switch (this) {
            case NUMBER -> value instanceof FloatValue;
            case STRING -> value instanceof StringValue;
            case ARRAY -> value instanceof ListValue;
            case OBJECT -> evaluation.goTypes().object(value) != null;
            case ARRAY_OF_NUMBERS -> isArrayOf(FloatValue.class, value, evaluation);
            case ARRAY_OF_STRINGS -> isArrayOf(StringValue.class, value, evaluation);
            case REFERENCE -> evaluation.goTypes().expression(value) != null;
            case ANY -> true;
        };
    }

    /** Whether a value is a list that holds nothing else. */
    static boolean isArrayOf(Class<? extends Value> type, Value value, Evaluation evaluation)
            throws EvaluationException {
        ListValue list = evaluation.goTypes().list(value);
        if (list == null) {
            return false;
        }
        evaluation.charge(list.items().size());
        return list.items().stream().allMatch(type::isInstance);
    }
}
