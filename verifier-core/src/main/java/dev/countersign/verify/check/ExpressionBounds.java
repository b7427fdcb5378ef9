package dev.countersign.verify.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Go's bounds on regular expressions, which re2j lacks: groups nest at most a thousand deep, and counted repetitions within one
 * another repeat at most a thousand times. Without them a short expression exhausts stack or memory. Stateless and thread-safe.
 */
final class ExpressionBounds {
    private static final int MAX_LENGTH = 64 * 1024;
    private static final int MAX_DEPTH = 1000;
    private static final int MAX_REPEATS = 1000;

    private ExpressionBounds() {}

    /** Go's words for what is too much; empty when nothing is. Other mistakes are for the compiler to tell. */
    static Optional<String> check(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.of("error parsing regexp: expression too large");
        }
        Deque<Long> outer = new ArrayDeque<>();
        long inner = 1; // the most that anything in the open group repeats
        long last = 1; // the same for the item just read
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (text.startsWith("\\Q", i)) {
                int end = text.indexOf("\\E", i);
                i = end < 0 ? text.length() : end + 2;
                last = 1;
            } else if (c == '\\') {
                // The braces of \p{…} and \x{…} are no repetition.
                boolean named =
                        i + 2 < text.length() && "pPx".indexOf(text.charAt(i + 1)) >= 0 && text.charAt(i + 2) == '{';
                int end = named ? text.indexOf('}', i) : -1;
                i = end < 0 ? i + 2 : end + 1;
                last = 1;
            } else if (c == '[') {
                i = endOfClass(text, i);
                last = 1;
            } else if (c == '(') {
                if (outer.size() >= MAX_DEPTH) {
                    return Optional.of("error parsing regexp: expression nests too deeply: `" + shown(text) + "`");
                }
                outer.push(inner);
                inner = 1;
                last = 1;
                i++;
            } else if (c == ')') {
                last = inner;
                inner = Math.max(outer.isEmpty() ? 1 : outer.pop(), last);
                i++;
            } else if (c == '{') {
                int end = text.indexOf('}', i);
                long times = end < 0 ? 0 : times(text.substring(i + 1, end));
                if (times > 1) {
                    last *= times;
                    inner = Math.max(inner, last);
                    if (last > MAX_REPEATS) {
                        return Optional.of(
                                "error parsing regexp: invalid repeat count: `" + text.substring(i, end + 1) + "`");
                    }
                }
                i = times > 0 ? end + 1 : i + 1;
            } else {
                // * + and ? repeat what was counted before; everything else is an item of its own.
                last = c == '*' || c == '+' || c == '?' ? last : 1;
                i++;
            }
        }
        return Optional.empty();
    }

    /** The greater of the numbers of {@code n}, {@code n,} or {@code n,m}; 0 when the text is none of these. */
    private static long times(String text) {
        String[] numbers = text.split(",", -1);
        long greatest = 0;
        for (int i = 0; i < numbers.length; i++) {
            boolean open = i == 1 && numbers[i].isEmpty();
            if (i > 1 || (!open && !numbers[i].chars().allMatch(c -> c >= '0' && c <= '9'))) {
                return 0;
            }
            if (!open) {
                if (numbers[i].isEmpty() || numbers[i].length() > 9) {
                    return 0;
                }
                greatest = Math.max(greatest, Long.parseLong(numbers[i]));
            }
        }
        return greatest;
    }

    private static int endOfClass(String text, int start) {
        int i = start + 1;
        if (text.startsWith("^", i)) {
            i++;
        }
        if (text.startsWith("]", i)) {
            i++;
        }
        while (i < text.length() && text.charAt(i) != ']') {
            if (text.startsWith("[:", i) && text.indexOf(":]", i + 2) > 0) {
                i = text.indexOf(":]", i + 2) + 2;
            } else {
                i += text.charAt(i) == '\\' ? 2 : 1;
            }
        }
        return Math.min(text.length(), i + 1);
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
