package dev.countersign.expression.jmespath;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.Evaluation;
import dev.countersign.expression.function.EvaluationException;
import dev.countersign.expression.function.GoPrint;
import dev.countersign.expression.function.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of an expression that go over many values, or put values together. */
final class Nodes {
    /** The value itself, where the text says nothing. */
    static final Node IDENTITY = new Current(8);

    /** {@code @}. */
    static final Node CURRENT = new Current(2);

    /** What the fork makes of an index that it could not read. */
    static final Node EMPTY = new Empty();

    private Nodes() {}

    /** One of this file. */
    sealed interface SelectNode extends Node {}

    /** The value itself. */
    record Current(int number) implements SelectNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) {
            return current;
        }

        @Override
        public String goText() {
            return Node.goText(number);
        }
    }

    /** No expression at all. */
    record Empty() implements SelectNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            throw EvaluationException.error("Unknown AST node: ASTEmpty");
        }

        @Override
        public String goText() {
            return Node.goText(0);
        }
    }

    /** A value that the expression states. */
    record Literal(Value value) implements SelectNode {
        static Literal of(String text) {
            return new Literal(Value.of(text));
        }

        @Override
        public Value evaluate(Evaluation evaluation, Value current) {
            return value;
        }

        @Override
        public String goText() {
            return Node.goText(12, GoPrint.plain(value), List.of());
        }
    }

    /** An expression as a value, for functions. */
    record Reference(Node node) implements SelectNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) {
            return evaluation.goTypes().reference(node);
        }

        @Override
        public String goText() {
            return Node.goText(3, node);
        }
    }

    /** The right side over each item of a list; nulls are dropped. */
    record Projection(Node left, Node right) implements SelectNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            return evaluation.value(left, current) instanceof ListValue list
                    ? collected(evaluation, evaluation.items(list), right)
                    : Value.NULL;
        }

        @Override
        public String goText() {
            return Node.goText(19, left, right);
        }
    }

    /** The right side over each value of an object; nulls are dropped. Any error on the left reads as null. */
    record ValueProjection(Node left, Node right) implements SelectNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            ObjectValue object = evaluation.goTypes().object(evaluation.valueOrNull(left, current));
            if (object == null) {
                return Value.NULL;
            }
            // The fork goes over as many nulls first, by mistake; the right side may make values or errors of them.
            List<Value> values =
                    new ArrayList<>(Collections.nCopies(object.members().size(), Value.NULL));
            values.addAll(Values.sorted(object).values());
            return collected(evaluation, values, right);
        }

        @Override
        public String goText() {
            return Node.goText(22, left, right);
        }
    }

    /** As {@link Projection}, over the items for which the condition is not false. */
    record FilterProjection(Node left, Node right, Node condition) implements SelectNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            if (!(evaluation.valueOrNull(left, current) instanceof ListValue list)) {
                return Value.NULL;
            }
            List<Value> kept = new ArrayList<>();
            for (Value item : evaluation.items(list)) {
                if (!Values.isFalse(evaluation.value(condition, item), evaluation)) {
                    collect(evaluation, item, right, kept);
                }
            }
            return new ListValue(kept);
        }

        @Override
        public String goText() {
            return Node.goText(6, left, right, condition);
        }
    }

    /** The items of a list, where an item that is a list counts as its own items. */
    record Flatten(Node node) implements SelectNode {
        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            if (!(evaluation.valueOrNull(node, current) instanceof ListValue list)) {
                return Value.NULL;
            }
            evaluation.build(1);
            List<Value> flat = new ArrayList<>();
            for (Value item : evaluation.items(list)) {
                if (item instanceof ListValue inner) {
                    List<Value> items = evaluation.items(inner);
                    evaluation.charge(items.size());
                    flat.addAll(items);
                } else {
                    evaluation.charge(1);
                    flat.add(item);
                }
            }
            return new ListValue(flat);
        }

        @Override
        public String goText() {
            return Node.goText(7, node);
        }
    }

    /** {@code [a, b]}; null over null. */
    record ListOf(List<Node> items) implements SelectNode {
        ListOf {
            items = List.copyOf(items);
        }

        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            if (current instanceof Value.NullValue) {
                return Value.NULL;
            }
            evaluation.build(items.size());
            List<Value> values = new ArrayList<>(items.size());
            for (Node item : items) {
                values.add(evaluation.value(item, current));
            }
            return new ListValue(values);
        }

        @Override
        public String goText() {
            return Node.goText(14, "<nil>", items.stream().map(Node::goText).toList());
        }
    }

    /** A name and what it stands for. */
    record Member(String key, Node node) {
        String goText() {
            return Node.goText(11, key, List.of(node.goText()));
        }
    }

    /** {@code {k: a}}; null over null. Of members with one name the last counts. */
    record ObjectOf(List<Member> members) implements SelectNode {
        ObjectOf {
            members = List.copyOf(members);
        }

        @Override
        public Value evaluate(Evaluation evaluation, Value current) throws EvaluationException {
            if (current instanceof Value.NullValue) {
                return Value.NULL;
            }
            evaluation.build(members.size());
            Map<String, Value> values = new LinkedHashMap<>();
            for (Member member : members) {
                values.put(member.key(), evaluation.value(member.node(), current));
            }
            return new ObjectValue(values);
        }

        @Override
        public String goText() {
            return Node.goText(13, "<nil>", members.stream().map(Member::goText).toList());
        }
    }

    private static Value collected(Evaluation evaluation, List<Value> items, Node right) throws EvaluationException {
        List<Value> values = new ArrayList<>(items.size());
        for (Value item : items) {
            collect(evaluation, item, right, values);
        }
        return new ListValue(values);
    }

    private static void collect(Evaluation evaluation, Value item, Node right, List<Value> values)
            throws EvaluationException {
        Value value = evaluation.value(right, item);
        if (!(value instanceof Value.NullValue)) {
            values.add(value);
        }
    }

    /** A chain and one more part. */
    static List<Node> joined(List<Node> chain, Node part) {
        List<Node> parts = new ArrayList<>(chain.size() + 1);
        parts.addAll(chain);
        parts.add(part);
        return parts;
    }
}
