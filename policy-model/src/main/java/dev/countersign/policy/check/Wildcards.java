package dev.countersign.policy.check;

import java.util.List;
import java.util.Optional;

/** Kyverno's wildcards: {@code *} for any text, {@code ?} for one character. */
final class Wildcards {
    private Wildcards() {}

    static boolean isWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** Greedy with one point of return, so that the time is at most the product of the lengths. */
    static boolean matches(String pattern, String text) {
        int[] wanted = pattern.codePoints().toArray();
        int[] given = text.codePoints().toArray();
        int w = 0;
        int star = -1;
        int resume = 0;
        for (int g = 0; g < given.length; ) {
            if (w < wanted.length && wanted[w] == '*') {
                star = w++;
                resume = g;
            } else if (w < wanted.length && (wanted[w] == '?' || wanted[w] == given[g])) {
                w++;
                g++;
            } else if (star >= 0) {
                w = star + 1;
                g = ++resume;
            } else {
                return false;
            }
        }
        while (w < wanted.length && wanted[w] == '*') {
            w++;
        }
        return w == wanted.length;
    }

    /** The first text that a pattern matches, and the first pattern that does. */
    static Optional<Hit> first(List<String> patterns, List<String> texts) {
        for (String text : texts) {
            for (String pattern : patterns) {
                if (matches(pattern, text)) {
                    return Optional.of(new Hit(pattern, text));
                }
            }
        }
        return Optional.empty();
    }

    record Hit(String pattern, String text) {}
}
