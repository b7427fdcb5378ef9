package dev.countersign.expression.jmespath;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.expression.function.Evaluation;
import dev.countersign.expression.function.EvaluationException;
import dev.countersign.expression.function.Values;
import java.util.List;

/** The parts of an expression that decide. Chains of one operator are kept flat, so that long ones need no depth. */
final class LogicNodes {
    private LogicNodes() {}

    /** One of this file. */
    sealed interface LogicNode extends Node {}

    /** The first value that is not false, or the last one. */
    record Or(List<Node> parts) implements LogicNode {
        Or {
            parts = List.copyOf(parts);
        }

        static Or of(Node left, Node right) {
            return new Or(Nodes.joined(left instanceof Or or ? or.parts() : List.of(left), right));
        }

        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            Value value = Value.NULL;
            for (int i = 0; i < parts.size(); i++) {
                value = evaluation.value(parts.get(i), current);
                if (!Values.isFalse(value, evaluation)) {
                    break;
                }
            }
            return value;
        }

        @Override
        public String goText() {
            return folded(15, parts);
        }
    }

    /** The first value that is false, or the last one; only a missing key in the last part shows. */
    record And(List<Node> parts) implements LogicNode {
        And {
            parts = List.copyOf(parts);
        }

        static And of(Node left, Node right) {
            return new And(Nodes.joined(left instanceof And and ? and.parts() : List.of(left), right));
        }

        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            int last = parts.size() - 1;
            for (int i = 0; i < last; i++) {
                Value value = evaluation.value(parts.get(i), current);
                if (Values.isFalse(value, evaluation)) {
                    return value;
                }
            }
            return evaluation.evaluate(parts.get(last), current);
        }

        @Override
        public String goText() {
            return folded(16, parts);
        }
    }

    /** Whether a value is false; a missing key is. */
    record Not(Node operand) implements LogicNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            return Value.of(Values.isFalse(evaluation.value(operand, current), evaluation));
        }

        @Override
        public String goText() {
            return Node.goText(17, operand);
        }
    }

    /** Each part over the value of the one before. A missing key reads as null. */
    record Pipe(List<Node> parts) implements LogicNode {
        Pipe {
            parts = List.copyOf(parts);
        }

        static Pipe of(Node left, Node right) {
            return new Pipe(Nodes.joined(left instanceof Pipe pipe ? pipe.parts() : List.of(left), right));
        }

        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            Value value = current;
            for (int i = 0; i < parts.size(); i++) {
                value = evaluation.value(parts.get(i), value);
            }
            return value;
        }

        @Override
        public String goText() {
            return folded(18, parts);
        }
    }

    /** Equality of any two values, or order of two floats; order of anything else is null. */
    record Comparison(TokenKind operator, Node left, Node right) implements LogicNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            Value a = evaluation.value(left, current);
            Value b = evaluation.value(right, current);
            if (operator == TokenKind.EQUAL || operator == TokenKind.NOT_EQUAL) {
                return Value.of(Values.deepEqual(a, b, evaluation) == (operator == TokenKind.EQUAL));
            }
            if (!(a instanceof FloatValue x) || !(b instanceof FloatValue y)) {
                return Value.NULL;
            }
            return Value.of(
                    switch (operator) {
                        case LESS -> x.value() < y.value();
                        case LESS_OR_EQUAL -> x.value() <= y.value();
                        case GREATER -> x.value() > y.value();
                        default -> x.value() >= y.value();
                    });
        }

        @Override
        public String goText() {
            return Node.goText(1, Integer.toString(operator.ordinal()), List.of(left.goText(), right.goText()));
        }
    }

    private static String folded(int number, List<Node> parts) {
        String text = parts.get(0).goText();
        for (Node right : parts.subList(1, parts.size())) {
            text = Node.goText(number, "<nil>", List.of(text, right.goText()));
        }
        return text;
    }
}
