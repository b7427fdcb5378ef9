package dev.countersign.document;

import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Lets tabs separate tokens where YAML and go-yaml allow it and SnakeYAML does not: inside of brackets, and behind the
 * first token of a line. A tab becomes one space, so that no place moves.
 */
final class YamlTabs {
    private YamlTabs() {}

    /** Replaces the tabs that a failure is about; false where the failure is about something else. */
    static boolean mend(StringBuilder text, YAMLException failure) {
        if (!(failure instanceof MarkedYAMLException marked)
                || marked.getProblem() == null
                || marked.getProblemMark() == null
                || !marked.getProblem().contains("that cannot start any token")) {
            return false;
        }
        int codePoints = marked.getProblemMark().getIndex();
        if (codePoints > text.codePointCount(0, text.length())) {
            return false;
        }
        int at = text.offsetByCodePoints(0, codePoints);
        if (at >= text.length() || text.charAt(at) != '\t' || !mayStand(text, at)) {
            return false;
        }
        for (int i = at; i < text.length() && (text.charAt(i) == '\t' || text.charAt(i) == ' '); i++) {
            text.setCharAt(i, ' ');
        }
        return true;
    }

    /** go-yaml's text for a character that begins nothing; for a tab it depends on what the lines above hold. */
    static String goText(String text, int codePoints) {
        String usual = "found character that cannot start any token";
        int at = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        int lineStart = text.lastIndexOf('\n', at - 1) + 1;
        if (at >= text.length()
                || text.charAt(at) != '\t'
                || !text.substring(lineStart, at).isBlank()) {
            return usual;
        }
        String above = lineBefore(text, lineStart);
        String last = above.strip();
        int indent = above.length() - above.stripLeading().length();
        for (int start = lineStart; start > 0; start = text.lastIndexOf('\n', start - 2) + 1) {
            String line = lineBefore(text, start);
            if (!line.isBlank() && line.length() - line.stripLeading().length() < indent) {
                if (endsWithBlockHeader(line.strip())) {
                    return "found a tab character where an indentation space is expected";
                }
                break;
            }
        }
        if (endsWithBlockHeader(last)) {
            return "found a tab character where an indentation space is expected";
        }
        boolean plain =
                !last.isEmpty() && ":'\"[]{},".indexOf(last.charAt(last.length() - 1)) < 0 && !last.contains(" #");
        return plain && !last.equals("-") ? "found a tab character that violates indentation" : usual;
    }

    private static String lineBefore(String text, int lineStart) {
        if (lineStart < 1) {
            return "";
        }
        return text.substring(text.lastIndexOf('\n', lineStart - 2) + 1, lineStart - 1);
    }

    private static boolean endsWithBlockHeader(String line) {
        int end = line.length();
        while (end > 0 && "+-123456789".indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return end > 1 && (line.charAt(end - 1) == '|' || line.charAt(end - 1) == '>') && line.charAt(end - 2) == ' ';
    }

    private static boolean mayStand(CharSequence text, int tab) {
        int next = tab;
        while (next < text.length() && isWhite(text.charAt(next))) {
            next++;
        }
        if (next < text.length() && ",]}".indexOf(text.charAt(next)) >= 0) {
            return true;
        }
        int before = tab - 1;
        while (before >= 0 && isWhite(text.charAt(before))) {
            before--;
        }
        if (before < 0) {
            return false;
        }
        char last = text.charAt(before);
        if (last == '\n' || last == '\r') {
            while (before >= 0 && (isWhite(text.charAt(before)) || isBreak(text.charAt(before)))) {
                before--;
            }
            return before >= 0 && "[{,".indexOf(text.charAt(before)) >= 0;
        }
        boolean indicator = last == '-' || last == '?';
        return !indicator || (before > 0 && !isWhite(text.charAt(before - 1)) && !isBreak(text.charAt(before - 1)));
    }

    private static boolean isWhite(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }
}
