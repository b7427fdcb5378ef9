package dev.countersign.expression.jmespath;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.Evaluation;
import dev.countersign.expression.function.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The parts of an expression that lead from a value to a value inside of it. */
final class PathNodes {
    private PathNodes() {}

    /** One of this file. */
    sealed interface PathNode extends Node {}

    /** A member by name. Absent from an object is an error, absent for lack of an object is null. */
    record Field(String name) implements PathNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) {
            ObjectValue object = evaluation.goTypes().object(current);
            if (object == null) {
                return Value.NULL;
            }
            Value member = object.members().get(name);
            return member == null ? evaluation.notFound(name) : member;
        }

        @Override
        public String goText() {
            return Node.goText(5, name, List.of());
        }
    }

    /** An item by number, from the end where negative; null where there is none. */
    record Index(long number) implements PathNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) {
            if (!(current instanceof ListValue list)) {
                return Value.NULL;
            }
            List<Value> items = evaluation.items(list);
            long index = number < 0 ? number + items.size() : number;
            return index >= 0 && index < items.size() ? items.get((int) index) : Value.NULL;
        }

        @Override
        public String goText() {
            return Node.goText(9, Long.toString(number), List.of());
        }
    }

    /** Every so many items from one place to another, as in Python. */
    record Slice(OptionalLong start, OptionalLong stop, OptionalLong step) implements PathNode {
        static final int PARTS = 3;

        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            if (!(current instanceof ListValue list)) {
                return Value.NULL;
            }
            List<Value> items = evaluation.items(list);
            long by = step.orElse(1);
            if (by == 0) {
                throw EvaluationException.error("Invalid slice, step cannot be 0");
            }
            int length = items.size();
            long from = start.isPresent() ? capped(length, start.getAsLong(), by) : by < 0 ? length - 1 : 0;
            long to = stop.isPresent() ? capped(length, stop.getAsLong(), by) : by < 0 ? -1 : length;
            List<Value> taken = new ArrayList<>();
            // A step that leaves 64 bits makes Kyverno panic; ours ends there.
            for (long i = from; (by > 0 ? i < to : i > to) && i >= 0 && i < length; i += by) {
                evaluation.charge(1);
                taken.add(items.get((int) i));
            }
            return new ListValue(taken);
        }

        /** Go prints where in memory a number is. */
        private static String address(OptionalLong part) {
            return part.isPresent() ? "<addr>" : "<nil>";
        }

        private static long capped(int length, long asked, long step) {
            long place = asked;
            if (place < 0) {
                place += length;
                return place < 0 ? (step < 0 ? -1 : 0) : place;
            }
            return place >= length ? (step < 0 ? length - 1 : length) : place;
        }

        @Override
        public String goText() {
            return Node.goText(21, "[" + address(start) + " " + address(stop) + " " + address(step) + "]", List.of());
        }
    }

    /**
     * Parts each applied to the value of the one before; a missing key ends it.
     *
     * @param parts at least two. {@code a.b} and {@code a[0]} are kept in one flat list, so that long paths need no depth
     */
    record Path(List<Node> parts) implements PathNode {
        Path {
            parts = List.copyOf(parts);
        }

        static Path of(Node left, Node right) {
            return new Path(Nodes.joined(left instanceof Path path ? path.parts() : List.of(left), right));
        }

        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            Value value = current;
            for (int i = 0; i < parts.size(); i++) {
                value = evaluation.evaluate(parts.get(i), value);
                if (Evaluation.isNotFound(value)) {
                    return value;
                }
            }
            return value;
        }

        @Override
        public String goText() {
            String text = parts.get(0).goText();
            for (Node right : parts.subList(1, parts.size())) {
                int number = right instanceof Index || right instanceof Slice ? 10 : 20;
                text = Node.goText(number, "<nil>", List.of(text, right.goText()));
            }
            return text;
        }
    }
}
