package dev.countersign.expression.function;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Writes a text that a regular expression matches, reading the expression while it writes. The expression was accepted by
 * RE2 before. Classes are not understood here: characters are tried until RE2 takes them, ASCII first.
 */
final class RandomText {
    /** How often {@code *} and {@code +} repeat at most, as in Kyverno. */
    private static final int MOST_REPEATS = 4096;

    private static final int MOST_NESTING = 200;
    private static final int FIRST_PRINTABLE = ' ';
    private static final int LAST_PRINTABLE = '~';
    private static final int LAST_TRIED = 0xFFFF;

    private final String pattern;
    private final Evaluation evaluation;
    private final RandomGenerator random;
    private final StringBuilder out = new StringBuilder();

    RandomText(String pattern, Evaluation evaluation) {
        this.pattern = pattern;
        this.evaluation = evaluation;
        this.random = evaluation.context().random();
    }

    String generate() throws EvaluationException {
        alternatives(0, "", 0);
        return out.toString();
    }

    /** Writes one of the alternatives that begin here; tells where they end. */
    private int alternatives(int start, String flags, int nesting) throws EvaluationException {
        if (nesting > MOST_NESTING) {
            throw EvaluationException.limit("the pattern nests deeper than " + MOST_NESTING + " levels");
        }
        List<Integer> starts = new ArrayList<>(List.of(start));
        int at = start;
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            if (pattern.charAt(at) == '|') {
                at++;
                starts.add(at);
            } else {
                at = atomEnd(at);
            }
        }
        sequence(starts.get(random.nextInt(starts.size())), flags, nesting);
        return at;
    }

    private void sequence(int start, String outerFlags, int nesting) throws EvaluationException {
        String flags = outerFlags;
        int at = start;
        while (at < pattern.length() && pattern.charAt(at) != ')' && pattern.charAt(at) != '|') {
            int end = atomEnd(at);
            if (pattern.startsWith("(?", at) && pattern.charAt(end - 1) == ')' && isFlags(at, end)) {
                flags += pattern.substring(at, end);
                at = end;
                continue;
            }
            Repeat repeat = repeat(end);
            int times = repeat.least() + random.nextInt(repeat.most() - repeat.least() + 1);
            for (int i = 0; i < times; i++) {
                atom(at, end, flags, nesting);
            }
            at = repeat.end();
        }
    }

    private record Repeat(int least, int most, int end) {}

    private Repeat repeat(int at) {
        int least = 1;
        int most = 1;
        int end = at;
        while (end < pattern.length()) {
            char c = pattern.charAt(end);
            int close = c == '{' ? pattern.indexOf('}', end) : -1;
            if (c == '*' || c == '+') {
                least = c == '*' ? 0 : least;
                most = MOST_REPEATS;
            } else if (c == '?') {
                // Behind another repetition it only makes that one reluctant.
                least = end == at ? 0 : least;
            } else if (close > 0 && RegexScan.isCount(pattern.substring(end + 1, close))) {
                String[] bounds = pattern.substring(end + 1, close).split(",", -1);
                least = Integer.parseInt(bounds[0]);
                most = bounds.length == 1 ? least : bounds[1].isEmpty() ? MOST_REPEATS : Integer.parseInt(bounds[1]);
                end = close;
            } else {
                break;
            }
            end++;
        }
        return new Repeat(least, Math.max(least, most), end);
    }

    private void atom(int start, int end, String flags, int nesting) throws EvaluationException {
        evaluation.charge(1);
        char c = pattern.charAt(start);
        if (c == '(') {
            group(start, flags, nesting);
        } else if (c == '[' || c == '.' || c == '\\') {
            escapeOrClass(pattern.substring(start, end), flags);
        } else if (c != '^' && c != '$') {
            out.append(pattern, start, end);
        }
        evaluation.requireLength(out.length());
    }

    private void group(int start, String flags, int nesting) throws EvaluationException {
        int inside = start + 1;
        String inner = flags;
        if (pattern.startsWith("(?P<", start) || pattern.startsWith("(?<", start)) {
            inside = pattern.indexOf('>', start) + 1;
        } else if (pattern.startsWith("(?", start)) {
            inside = pattern.indexOf(':', start) + 1;
            String named = pattern.substring(start, inside - 1);
            inner += named.equals("(?") ? "" : named + ")";
        }
        alternatives(inside, inner, nesting + 1);
    }

    private void escapeOrClass(String atom, String flags) throws EvaluationException {
        if (atom.equals("\\b") || atom.equals("\\B") || atom.equals("\\A") || atom.equals("\\z")) {
            return;
        }
        if (atom.startsWith("\\Q")) {
            out.append(atom, 2, atom.endsWith("\\E") ? atom.length() - 2 : atom.length());
            return;
        }
        Pattern one = evaluation.regex(flags + atom).pattern();
        List<Integer> fitting = new ArrayList<>();
        for (int c = FIRST_PRINTABLE; c <= LAST_PRINTABLE; c++) {
            if (one.matcher(Character.toString(c)).matches()) {
                fitting.add(c);
            }
        }
        for (int c = 0; fitting.isEmpty() && c <= LAST_TRIED; c++) {
            if (!Character.isSurrogate((char) c)
                    && one.matcher(Character.toString(c)).matches()) {
                fitting.add(c);
            }
        }
        if (fitting.isEmpty()) {
            throw EvaluationException.error("no character matches " + atom);
        }
        out.appendCodePoint(fitting.get(random.nextInt(fitting.size())));
    }

    /** Whether a group only sets flags: {@code (?i)}. */
    private boolean isFlags(int start, int end) {
        return pattern.substring(start, end).matches("\\(\\?[a-zA-Z-]+\\)");
    }

    /** Where the atom that begins here ends, its repetition left out. */
    private int atomEnd(int at) {
        return switch (pattern.charAt(at)) {
            case '\\' -> RegexScan.escapeEnd(pattern, at);
            case '[' -> RegexScan.classEnd(pattern, at);
            case '(' -> groupEnd(at);
            default -> at + Character.charCount(pattern.codePointAt(at));
        };
    }

    private int groupEnd(int start) {
        int open = 0;
        int at = start;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '(') {
                open++;
                at++;
            } else if (c == ')') {
                at++;
                if (--open == 0) {
                    return at;
                }
            } else {
                at = atomEnd(at);
            }
        }
        return pattern.length();
    }
}
