package dev.countersign.policy.read;

import java.util.List;
import java.util.Optional;

/** Finds the word that someone may have meant. */
final class Similar {
    private static final int MAX_LENGTH = 64;

    private Similar() {}

    /** The known word nearest to this one, where it is near enough to be a slip of the pen. */
    static Optional<String> to(String word, List<String> known) {
        if (word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String nearest = "";
        int best = Math.min(3, 1 + word.length() / 3);
        for (String candidate : known) {
            int distance = candidate.equalsIgnoreCase(word) ? 0 : distance(word, candidate);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[b.length()];
    }
}
