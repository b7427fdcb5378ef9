package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.expression.value.ValueFormatException;
import java.util.List;

/** {@code add divide modulo multiply subtract sum}, over numbers, quantities and durations. */
final class ArithmeticFunctions {
    static final List<JmesFunction> ALL = List.of(
            of("add", Operand::plus),
            of("divide", Operand::dividedBy),
            of("modulo", Operand::modulo),
            of("multiply", Operand::times),
            of("subtract", Operand::minus),
            JmesFunction.of("sum", ArithmeticFunctions::sum, ArgumentType.ARRAY));

    private ArithmeticFunctions() {}

    /** One of the five operations. */
    @FunctionalInterface
    private interface Operation {
        Value apply(Operand left, Operand right, Call call) throws EvaluationException, ValueFormatException;
    }

    private static JmesFunction of(String name, Operation operation) {
        return JmesFunction.of(
                name, call -> apply(operation, call.get(0), call.get(1), call), ArgumentType.ANY, ArgumentType.ANY);
    }

    /** A list of one is taken as it is, whatever it holds. */
    private static Value sum(Call call) throws EvaluationException {
        List<Value> items =
                call.get(0) instanceof ListValue list ? call.evaluation().items(list) : List.of();
        if (items.isEmpty()) {
            throw call.error("at least one element in the array is required");
        }
        Value sum = items.get(0);
        for (Value item : items.subList(1, items.size())) {
            call.evaluation().charge(1);
            sum = apply(Operand::plus, sum, item, call);
        }
        return sum;
    }

    private static Value apply(Operation operation, Value left, Value right, Call call) throws EvaluationException {
        try {
            return operation.apply(Operand.of(left, call), Operand.of(right, call), call);
        } catch (ValueFormatException bad) {
            throw EvaluationException.error(String.valueOf(bad.getMessage()));
        }
    }
}
