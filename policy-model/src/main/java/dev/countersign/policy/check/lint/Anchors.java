package dev.countersign.policy.check.lint;

import java.util.ArrayList;
import java.util.List;

/** Whether a regular expression (RE2) covers the whole text in each of its alternatives. Errs on the side of silence. */
final class Anchors {
    private static final int MAX_GROUPS = 20;

    private Anchors() {}

    /** Whether each top-level alternative begins and ends with an anchor. */
    static boolean hold(String expression) {
        return hold(expression, 0);
    }

    private static boolean hold(String expression, int depth) {
        String text = withoutFlags(expression);
        for (String alternative : alternatives(text)) {
            String inner = depth < MAX_GROUPS ? insideOfGroup(alternative) : alternative;
            boolean group = inner.length() < alternative.length();
            if (group ? !hold(inner, depth + 1) : !isAnchored(alternative)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAnchored(String alternative) {
        boolean begins = alternative.startsWith("^") || alternative.startsWith("\\A");
        boolean ends = alternative.endsWith("\\z")
                || alternative.endsWith("$") && !isEscaped(alternative, alternative.length() - 1);
        return begins && ends;
    }

    private static boolean isEscaped(String text, int at) {
        int slashes = 0;
        while (at - slashes > 0 && text.charAt(at - slashes - 1) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    private static String withoutFlags(String text) {
        String rest = text;
        while (rest.startsWith("(?")) {
            int end = rest.indexOf(')');
            String flags = end < 0 ? ":" : rest.substring(2, end);
            if (flags.isEmpty() || !flags.chars().allMatch(c -> "imsU-".indexOf(c) >= 0)) {
                break;
            }
            rest = rest.substring(end + 1);
        }
        return rest;
    }

    /** What stands in a group that is the whole text; else the text. */
    private static String insideOfGroup(String text) {
        if (!text.startsWith("(") || !text.endsWith(")") || closing(text) != text.length() - 1) {
            return text;
        }
        String inside = text.substring(1, text.length() - 1);
        if (!inside.startsWith("?")) {
            return inside;
        }
        return inside.startsWith("?:") ? inside.substring(2) : text;
    }

    /** Where the group that the text begins with ends; -1: nowhere. */
    private static int closing(String text) {
        Scan scan = new Scan(text);
        while (scan.next()) {
            if (scan.depth == 0) {
                return scan.at;
            }
        }
        return -1;
    }

    private static List<String> alternatives(String text) {
        List<String> found = new ArrayList<>();
        int start = 0;
        Scan scan = new Scan(text);
        while (scan.next()) {
            if (scan.depth == 0 && scan.isBar()) {
                found.add(text.substring(start, scan.at));
                start = scan.at + 1;
            }
        }
        found.add(text.substring(start));
        return found;
    }

    /** Goes from character to character, over escapes and classes. */
    private static final class Scan {
        private final String text;
        private int at = -1;
        private int depth;
        private boolean inClass;
        private boolean literal;

        Scan(String text) {
            this.text = text;
        }

        boolean isBar() {
            return !literal && text.charAt(at) == '|';
        }

        boolean next() {
            at++;
            if (at >= text.length()) {
                return false;
            }
            literal = inClass;
            char c = text.charAt(at);
            if (c == '\\') {
                at = text.startsWith("\\Q", at) ? endOfQuote() : Math.min(at + 1, text.length() - 1);
                literal = true;
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '[') {
                inClass = true;
                if (text.startsWith("^", at + 1)) {
                    at++;
                }
                if (text.startsWith("]", at + 1)) {
                    at++; // a bracket in the first place stands for itself
                }
                literal = true;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
            }
            return true;
        }

        private int endOfQuote() {
            int end = text.indexOf("\\E", at);
            return end < 0 ? text.length() - 1 : end + 1;
        }
    }
}
