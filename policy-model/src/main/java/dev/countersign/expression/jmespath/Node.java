package dev.countersign.expression.jmespath;

import dev.countersign.expression.function.Expression;
import java.util.List;

/** A part of a compiled expression. Immutable. */
sealed interface Node extends Expression permits CallNode, LogicNodes.LogicNode, Nodes.SelectNode, PathNodes.PathNode {

    /** The part as Go prints the fork's syntax tree: its number, its value, its children. */
    static String goText(int number, String value, List<String> children) {
        return "{" + number + " " + value + " [" + String.join(" ", children) + "]}";
    }

    /** As {@link #goText(int, String, List)}, without a value. */
    static String goText(int number, Node... children) {
        return goText(
                number, "<nil>", List.of(children).stream().map(Node::goText).toList());
    }
}
