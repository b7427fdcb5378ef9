package dev.countersign.document;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.scanner.ScannerException;

/**
 * Words a syntax error as go-yaml does, because Kyverno quotes that text. go-yaml names the line of a scanner's error
 * counted from 1 and that of a parser's error counted from 0, and no line at all where the number is 0.
 */
final class YamlErrors {
    private YamlErrors() {}

    /**
     * {@code yaml: line 24: did not find expected key}.
     *
     * @param text the text that was parsed
     */
    static String goText(YAMLException failure, String text) {
        if (failure instanceof ReaderException) {
            return "yaml: control characters are not allowed";
        }
        if (!(failure instanceof MarkedYAMLException marked)) {
            return "yaml: unknown problem parsing YAML content";
        }
        boolean scanner = failure instanceof ScannerException;
        // Where the text ends inside of a line, go-yaml's parser looks at the line after it; so does its search for a
        // colon.
        boolean looksBehindEnd = !scanner || "could not find expected ':'".equals(marked.getProblem());
        int length = looksBehindEnd ? text.codePointCount(0, text.length()) : Integer.MAX_VALUE;
        int line = line(marked.getProblemMark(), length);
        if (line != 0) {
            line += scanner ? 1 : 0;
        } else {
            line = line(marked.getContextMark(), Integer.MAX_VALUE);
        }
        String where = line == 0 ? "" : "line " + line + ": ";
        String context = marked.getContext() == null ? "" : marked.getContext();
        String problem = marked.getProblem() == null ? "" : marked.getProblem();
        return "yaml: " + where
                + (scanner
                        ? scannerProblem(context, problem, text, marked.getProblemMark())
                        : parserProblem(context, problem));
    }

    /** The line counted from 0; a mark at the end of the text, if that is not a line's beginning, counts one more. */
    private static int line(@Nullable Mark mark, int length) {
        if (mark == null) {
            return 0;
        }
        return mark.getLine() + (mark.getIndex() >= length && mark.getColumn() > 0 ? 1 : 0);
    }

    private static String parserProblem(String context, String problem) {
        if (problem.startsWith("expected '<document start>'")) {
            return "did not find expected <document start>";
        }
        if (problem.startsWith("expected <block end>")) {
            return context.contains("mapping") ? "did not find expected key" : "did not find expected '-' indicator";
        }
        if (problem.startsWith("expected ',' or ']'")) {
            return "did not find expected ',' or ']'";
        }
        if (problem.startsWith("expected ',' or '}'")) {
            return "did not find expected ',' or '}'";
        }
        if (problem.startsWith("expected the node content")) {
            return "did not find expected node content";
        }
        if (problem.startsWith("found undefined tag handle")) {
            return "found undefined tag handle";
        }
        if (problem.startsWith("found duplicate YAML directive")) {
            return "found duplicate %YAML directive";
        }
        if (problem.startsWith("found incompatible YAML document")) {
            return "found incompatible YAML document";
        }
        return problem;
    }

    private static String scannerProblem(String context, String problem, String text, @Nullable Mark mark) {
        if (problem.contains("that cannot start any token")) {
            return mark == null
                    ? "found character that cannot start any token"
                    : YamlTabs.goText(text, mark.getIndex());
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "mapping values are not allowed in this context";
        }
        if (problem.startsWith("mapping keys are not allowed")) {
            return "mapping keys are not allowed in this context";
        }
        if (problem.startsWith("sequence entries are not allowed")) {
            return "block sequence entries are not allowed in this context";
        }
        if (problem.startsWith("found unexpected document separator")) {
            return "found unexpected document indicator";
        }
        if (problem.startsWith("found unknown escape character")) {
            return "found unknown escape character";
        }
        if (problem.startsWith("expected escape sequence of")) {
            return "did not find expected hexdecimal number";
        }
        if (problem.startsWith("expected indentation indicator")) {
            return "found an indentation indicator equal to 0";
        }
        if (problem.startsWith("expected chomping or indentation indicators")
                || problem.startsWith("expected a comment or a line break")) {
            return "did not find expected comment or line break";
        }
        if (problem.startsWith("expected alphabetic or numeric character") && context.contains("directive")) {
            return "could not find expected directive name";
        }
        if (problem.startsWith("expected alphabetic or numeric character")) {
            return "did not find expected alphabetic or numeric character";
        }
        if (problem.startsWith("unexpected character found") && context.contains("anchor")) {
            return "did not find expected alphabetic or numeric character";
        }
        if (problem.startsWith("expected URI escape sequence") || problem.startsWith("expected URI,")) {
            return "did not find expected tag URI";
        }
        return problem;
    }
}
