package dev.countersign.expression.function;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/**
 * A regular expression of Go's. RE2/J reads the same language but for a few corners, which {@link RegexScan} evens out:
 * groups of one name, repetitions within repetitions, escapes of letters beyond ASCII. Immutable.
 *
 * @param names of the groups from the first on, empty for a group without one; several may have one name
 * @param size about how many instructions it has
 */
record GoRegex(Pattern pattern, List<String> names, long size) {
    /** Instructions of one expression; Go allows for about ten times as many. */
    static final int MAX_SIZE = 300_000;

    GoRegex {
        names = List.copyOf(names);
    }

    /**
     * Reads an expression.
     *
     * @throws EvaluationException with Go's text, or where the expression is too large
     */
    static GoRegex compile(String text) throws EvaluationException {
        RegexScan scan = RegexScan.of(text);
        if (!scan.error().isEmpty()) {
            // What is wrong before that place comes first.
            re2(scan.translated() + ")".repeat(scan.open()), text);
            throw EvaluationException.error("error parsing regexp: " + scan.error());
        }
        if (scan.size() > MAX_SIZE) {
            throw EvaluationException.limit("the regular expression has more than " + MAX_SIZE + " instructions");
        }
        return new GoRegex(re2(scan.translated(), text), scan.names(), scan.size());
    }

    private static Pattern re2(String translated, String text) throws EvaluationException {
        try {
            return Pattern.compile(translated);
        } catch (StackOverflowError tooDeep) {
            throw EvaluationException.limit("the regular expression is too deep for this thread's stack");
        } catch (PatternSyntaxException refused) {
            String shown = String.valueOf(refused.getPattern());
            throw EvaluationException.error("error parsing regexp: " + refused.getDescription() + ": `"
                    + (shown.equals(translated) ? text : shown) + "`");
        }
    }
}
