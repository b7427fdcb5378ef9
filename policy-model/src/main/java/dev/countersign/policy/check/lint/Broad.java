package dev.countersign.policy.check.lint;

import java.util.Set;

/** Patterns and expressions that everything matches. */
final class Broad {
    private static final Set<String> EXPRESSIONS = Set.of(".*", ".+", ".");

    private Broad() {}

    /** Whether a wildcard demands nothing beyond a scheme or an at sign. */
    static boolean wildcard(String pattern) {
        String literal = pattern.replace("*", "").replace("?", "");
        return !pattern.isEmpty()
                && (literal.isEmpty()
                        || pattern.indexOf('*') >= 0
                                && (literal.equals("@") || literal.equals("https://") || literal.equals("http://")));
    }

    /** Whether a regular expression demands nothing. */
    static boolean expression(String expression) {
        String text = expression;
        if (text.startsWith("^")) {
            text = text.substring(1);
        }
        if (text.endsWith("$")) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.startsWith("(") && text.endsWith(")")) {
            text = text.substring(1, text.length() - 1);
        }
        return !expression.isEmpty() && (text.isEmpty() || EXPRESSIONS.contains(text));
    }
}
