package dev.countersign.expression.function;

import dev.countersign.document.Value;
import java.util.List;

/**
 * A function of the language: its name, the types of its parameters, and what it does. Immutable and thread-safe.
 *
 * @param variadic whether there may be more arguments than parameters; then, as in the fork, no type is checked
 */
public record JmesFunction(String name, List<Parameter> parameters, boolean variadic, Body body) {
    public JmesFunction {
        parameters = List.copyOf(parameters);
    }

    /** What a function does with arguments whose types were checked. */
    @FunctionalInterface
    interface Body {
        Value apply(Call call) throws EvaluationException;
    }

    static JmesFunction of(String name, Body body, ArgumentType... parameters) {
        return of(name, body, List.of(parameters).stream().map(Parameter::of).toList());
    }

    static JmesFunction of(String name, Body body, List<Parameter> parameters) {
        return new JmesFunction(name, parameters, false, body);
    }

    static JmesFunction variadic(String name, Body body, ArgumentType parameter) {
        return new JmesFunction(name, List.of(Parameter.of(parameter)), true, body);
    }

    /**
     * The function's value.
     *
     * @throws EvaluationException where number or types of the arguments are wrong, or the function fails
     */
    public Value call(List<Value> arguments, Evaluation evaluation) throws EvaluationException {
        check(arguments, evaluation);
        return body.apply(new Call(name, arguments, evaluation));
    }

    private void check(List<Value> arguments, Evaluation evaluation) throws EvaluationException {
        if (parameters.isEmpty()) {
            return;
        }
        if (variadic) {
            if (arguments.size() < parameters.size()) {
                throw EvaluationException.error("Invalid arity.");
            }
            return;
        }
        if (arguments.size() != parameters.size()) {
            throw EvaluationException.error("incorrect number of args");
        }
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).check(arguments.get(i), evaluation);
        }
    }

    /** The types that one argument may have. */
    record Parameter(List<ArgumentType> types) {
        Parameter {
            types = List.copyOf(types);
        }

        static Parameter of(ArgumentType... types) {
            return new Parameter(List.of(types));
        }

        private void check(Value argument, Evaluation evaluation) throws EvaluationException {
            for (ArgumentType type : types) {
                if (type.takes(argument, evaluation)) {
                    return;
                }
            }
            String expected = String.join(
                    ", ",
                    types.stream().map(type -> "\"" + type.goName() + "\"").toList());
            throw EvaluationException.error("Invalid type for: " + GoPrint.value(argument, evaluation)
                    + ", expected: []jmespath.JpType{" + expected + "}");
        }
    }
}
