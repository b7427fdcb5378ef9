package dev.countersign.expression.jmespath;

import dev.countersign.document.Value;
import dev.countersign.expression.function.Evaluation;
import dev.countersign.expression.function.EvaluationException;
import dev.countersign.expression.function.FunctionTable;
import dev.countersign.expression.function.JmesFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function over arguments, looked up when the expression was compiled.
 *
 * @param name what stood before the parenthesis; absent where that was no name, which fails when it is evaluated
 * @param function the function of that name, if there is one
 */
record CallNode(Optional<String> name, Optional<JmesFunction> function, List<Node> arguments) implements Node {
    CallNode {
        arguments = List.copyOf(arguments);
    }

    static CallNode of(Node named, List<Node> arguments) {
        Optional<String> name = nameOf(named);
        return new CallNode(name, name.flatMap(FunctionTable::find), arguments);
    }

    /** The fork takes the value of any node for the name, if that value is a text. */
    private static Optional<String> nameOf(Node node) {
        if (node instanceof PathNodes.Field field) {
            return Optional.of(field.name());
        }
        if (node instanceof CallNode call) {
            return call.name();
        }
        if (node instanceof Nodes.Literal literal && literal.value() instanceof Value.StringValue text) {
            return Optional.of(text.value());
        }
        return Optional.empty();
    }

    @Override
    public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
        if (name.isEmpty()) {
            throw EvaluationException.error("invalid node value type");
        }
        List<Value> values = new ArrayList<>(arguments.size());
        for (Node argument : arguments) {
            values.add(evaluation.value(argument, current));
        }
        if (function.isEmpty()) {
            throw EvaluationException.error("unknown function: " + name.get());
        }
        return function.get().call(values, evaluation);
    }

    @Override
    public String goText() {
        return Node.goText(
                4, name.orElse("<nil>"), arguments.stream().map(Node::goText).toList());
    }
}
