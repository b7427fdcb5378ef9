package dev.countersign.admission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The order in which Go's yaml.v3 writes the keys of a map: numbers inside of keys count as numbers ({@code rule-2} before
 * {@code rule-10}), letters come after other characters.
 */
final class YamlKeyOrder {

    private YamlKeyOrder() {}

    /** The keys in order. */
    static List<String> sorted(Collection<String> keys) {
        // The order is not transitive for every three keys, and the JDK's sort may throw then; this cannot.
        List<int[]> sorted = new ArrayList<>(keys.size());
        for (String key : keys) {
            int[] characters = key.codePoints().toArray();
            int low = 0;
            int high = sorted.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (isBefore(characters, sorted.get(middle))) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            sorted.add(low, characters);
        }
        return sorted.stream()
                .map(characters -> new String(characters, 0, characters.length))
                .toList();
    }

    static boolean isBefore(int[] a, int[] b) {
        boolean afterDigit = false;
        for (int i = 0; i < a.length && i < b.length; i++) {
            if (a[i] == b[i]) {
                afterDigit = Character.isDigit(a[i]);
                continue;
            }
            boolean aLetter = Character.isLetter(a[i]);
            boolean bLetter = Character.isLetter(b[i]);
            if (aLetter && bLetter) {
                return a[i] < b[i];
            }
            if (aLetter || bLetter) {
                // 1a comes before 10, but a1 before ab.
                return afterDigit ? aLetter : bLetter;
            }
            return isBeforeByNumber(a, b, i);
        }
        return a.length < b.length;
    }

    /** Compares the numbers that begin, or go on, at the first difference. */
    private static boolean isBeforeByNumber(int[] a, int[] b, int from) {
        long start = (a[from] == '0' || b[from] == '0') && followsSignificantDigit(a, from) ? 1 : 0;
        int aEnd = endOfDigits(a, from);
        int bEnd = endOfDigits(b, from);
        long aNumber = number(start, a, from, aEnd);
        long bNumber = number(start, b, from, bEnd);
        if (aNumber != bNumber) {
            return aNumber < bNumber;
        }
        return aEnd != bEnd ? aEnd < bEnd : a[from] < b[from];
    }

    /** Whether the digits just before hold one that is not 0: then a 0 counts as a digit, not as padding. */
    private static boolean followsSignificantDigit(int[] characters, int from) {
        for (int i = from - 1; i >= 0 && Character.isDigit(characters[i]); i--) {
            if (characters[i] != '0') {
                return true;
            }
        }
        return false;
    }

    private static int endOfDigits(int[] characters, int from) {
        int end = from;
        while (end < characters.length && Character.isDigit(characters[end])) {
            end++;
        }
        return end;
    }

    /** Wraps around above 64 bits, as Go's does. */
    private static long number(long start, int[] characters, int from, int end) {
        long number = start;
        for (int i = from; i < end; i++) {
            number = number * 10 + (characters[i] - '0');
        }
        return number;
    }
}
