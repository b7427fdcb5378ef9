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
        Mark problemMark = marked.getProblemMark();
        int line = line(problemMark, scanner ? Integer.MAX_VALUE : text.codePointCount(0, text.length()));
        if (problemMark != null && "could not find expected ':'".equals(marked.getProblem())) {
            line += linesToNextToken(text, problemMark.getIndex());
        }
        if (line != 0) {
            line += scanner ? 1 : 0;
        } else {
            line = line(marked.getContextMark(), Integer.MAX_VALUE);
        }
        String where = line == 0 ? "" : "line " + line + ": ";
        String context = marked.getContext() == null ? "" : marked.getContext();
        String problem = marked.getProblem() == null ? "" : marked.getProblem();
        return "yaml: " + where + (scanner ? scannerProblem(context, problem) : parserProblem(context, problem));
    }

    /** The line counted from 0; to go-yaml's parser the text ends on a line of its own. */
    private static int line(@Nullable Mark mark, int length) {
        if (mark == null) {
            return 0;
        }
        return mark.getLine() + (mark.getIndex() >= length && mark.getColumn() > 0 ? 1 : 0);
    }

    /** go-yaml misses the colon of a key only when it looks at the token after the key. */
    private static int linesToNextToken(String text, int codePoints) {
        int at = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        int lines = 0;
        boolean comment = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                lines++;
                comment = false;
            } else if (c == '#') {
                comment = true;
            } else if (!comment && c != ' ' && c != '\r') {
                break;
            }
        }
        return lines;
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

    private static String scannerProblem(String context, String problem) {
        if (problem.contains("that cannot start any token")) {
            return "found character that cannot start any token";
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
