package dev.countersign.expression.function;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a regular expression as far as brackets, escapes and repetitions go. One pass, no recursion. */
final class RegexScan {
    /** Go refuses more. */
    private static final int MAX_NESTING = 1000;

    /** Go refuses more repetitions, those of repetitions multiplied. */
    private static final int MAX_REPEATS = 1000;

    private final String text;
    private final StringBuilder translated = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Deque<Group> groups = new ArrayDeque<>();
    private Group group = new Group();
    private String error = "";
    private int at;

    private RegexScan(String text) {
        this.text = text;
    }

    /** The atoms of one group, and the last of them, to which a repetition belongs. */
    private static final class Group {
        private long size;
        private long repeats;
        private long lastSize;
        private long lastRepeats;

        void add(long atomSize, long atomRepeats) {
            size += lastSize;
            repeats = Math.max(repeats, lastRepeats);
            lastSize = atomSize;
            lastRepeats = atomRepeats;
        }

        long wholeSize() {
            return Math.min(Integer.MAX_VALUE, size + lastSize);
        }

        long wholeRepeats() {
            return Math.max(repeats, lastRepeats);
        }
    }

    static RegexScan of(String text) {
        RegexScan scan = new RegexScan(text);
        scan.run();
        return scan;
    }

    /** What is wrong in Go's words; empty where nothing is that RE2/J does not find as well. */
    String error() {
        return error;
    }

    /** The groups that are open at the end, or at the error. */
    int open() {
        return groups.size();
    }

    /** The expression as RE2/J takes it, as far as it was read. */
    String translated() {
        return translated.toString();
    }

    List<String> names() {
        return names;
    }

    /** About how many instructions the expression has. */
    long size() {
        return group.wholeSize();
    }

    private void run() {
        while (at < text.length() && error.isEmpty()) {
            switch (text.charAt(at)) {
                case '(' -> enter();
                case ')' -> close();
                case '[' -> atom(classEnd(text, at));
                case '\\' -> atom(escapeEnd(text, at));
                case '{' -> repeat();
                case '*', '+', '?' -> {
                    group.lastSize++;
                    copy(at + 1);
                }
                default -> atom(at + Character.charCount(text.codePointAt(at)));
            }
        }
        if (error.isEmpty()) {
            while (!groups.isEmpty()) {
                leave();
            }
        }
    }

    private void enter() {
        int inside = at + 1;
        String name = "";
        boolean captures = !text.startsWith("(?", at);
        for (String prefix : List.of("(?P<", "(?<")) {
            int end = text.indexOf('>', at);
            if (text.startsWith(prefix, at) && end > 0) {
                String found = text.substring(at + prefix.length(), end);
                if (found.matches("[A-Za-z0-9_]+")) {
                    name = found;
                    captures = true;
                    inside = end + 1;
                }
            }
        }
        if (captures) {
            names.add(name);
        }
        if (groups.size() >= MAX_NESTING) {
            error = "expression nests too deeply: `" + text + "`";
            return;
        }
        if (!name.isEmpty() && !seen.add(name)) {
            // Go takes several groups of one name, RE2/J does not.
            translated.append('(');
            at = inside;
        } else if (captures) {
            copy(inside);
        } else {
            int end = at + 2;
            while (end < text.length() && "imsU-".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            boolean flags = end < text.length() && text.charAt(end) == ')';
            copy(Math.min(text.length(), end + 1));
            if (flags) {
                return;
            }
        }
        groups.push(group);
        group = new Group();
    }

    private void close() {
        if (groups.isEmpty()) {
            error = "unexpected ): `" + text + "`";
            return;
        }
        leave();
        copy(at + 1);
    }

    private void leave() {
        Group inside = group;
        group = groups.pop();
        group.add(inside.wholeSize() + 2, inside.wholeRepeats());
    }

    private void atom(int end) {
        String badEscape = badEscape(end);
        if (!badEscape.isEmpty()) {
            error = "invalid escape sequence: `" + badEscape + "`";
            return;
        }
        group.add(1, 0);
        copy(end);
    }

    /** RE2/J takes an escaped letter beyond ASCII for itself, Go does not. */
    private String badEscape(int end) {
        if (text.startsWith("\\Q", at)) {
            return "";
        }
        for (int i = at; i + 1 < end; i++) {
            if (text.charAt(i) == '\\') {
                int c = text.codePointAt(i + 1);
                if (c >= 0x80) {
                    return "\\" + Character.toString(c);
                }
                i++;
            }
        }
        return "";
    }

    private void repeat() {
        int close = text.indexOf('}', at);
        String count = close < 0 ? "" : text.substring(at + 1, close);
        if (!isCount(count)) {
            // Escaped, because RE2/J takes it for a repetition when another follows.
            translated.append('\\');
            atom(at + 1);
            return;
        }
        String[] bounds = count.split(",", -1);
        long least = Long.parseLong(bounds[0]);
        boolean endless = bounds.length > 1 && bounds[1].isEmpty();
        long most = bounds.length == 1 || endless ? least : Long.parseLong(bounds[1]);
        long repeats = most == 0 ? 0 : Math.max(most, most * group.lastRepeats);
        if (least > most || (most >= 2 && repeats > MAX_REPEATS)) {
            error = "invalid repeat count: `" + text.substring(at, close + 1) + "`";
            return;
        }
        group.lastRepeats = repeats;
        group.lastSize = Math.min(Integer.MAX_VALUE, group.lastSize * Math.max(1, most) + 1);
        copy(close + 1);
    }

    /** Whether what stands in braces is a count: {@code 2}, {@code 2,}, {@code 2,5}. */
    static boolean isCount(String text) {
        return text.length() <= 9 && text.matches("[0-9]{1,4}(,[0-9]{0,4})?");
    }

    private void copy(int end) {
        translated.append(text, at, end);
        at = end;
    }

    /** Where the escape that begins at a place ends. */
    static int escapeEnd(String text, int at) {
        if (at + 1 >= text.length()) {
            return text.length();
        }
        char c = text.charAt(at + 1);
        boolean braces = at + 2 < text.length() && text.charAt(at + 2) == '{';
        if ((c == 'p' || c == 'P' || c == 'x') && braces) {
            return closing(text, at, "}");
        }
        if (c == 'Q') {
            return closing(text, at, "\\E");
        }
        int length = c == 'x' ? 4 : c == 'p' || c == 'P' ? 3 : 1 + Character.charCount(text.codePointAt(at + 1));
        int end = Math.min(text.length(), at + length);
        while (isOctal(c) && end < Math.min(text.length(), at + 4) && isOctal(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }

    private static int closing(String text, int at, String delimiter) {
        int end = text.indexOf(delimiter, at);
        return end < 0 ? text.length() : end + delimiter.length();
    }

    /** Where the class that begins at a place ends. */
    static int classEnd(String text, int start) {
        int at = start + 1;
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            first = false;
            at = text.startsWith("[:", at) && text.indexOf(":]", at) > 0
                    ? closing(text, at, ":]")
                    : text.charAt(at) == '\\' ? escapeEnd(text, at) : at + 1;
        }
        return Math.min(text.length(), at + 1);
    }
}
