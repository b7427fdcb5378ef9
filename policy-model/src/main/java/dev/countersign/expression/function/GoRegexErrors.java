package dev.countersign.expression.function;

import com.google.re2j.PatternSyntaxException;

/** The texts of Go's regexp for what RE2/J refuses. */
final class GoRegexErrors {
    private GoRegexErrors() {}

    static String text(PatternSyntaxException refused) {
        return "error parsing regexp: " + refused.getDescription() + ": `" + refused.getPattern() + "`";
    }
}
