package dev.countersign.cli;

import java.util.List;
import java.util.Locale;

/** Reads {@code --format}. */
final class OutputFormat {
    private OutputFormat() {}

    /** The format in lower case, which must be one of those known. */
    static String of(String given, List<String> known) throws InputException {
        String chosen = given.toLowerCase(Locale.ROOT);
        if (!known.contains(chosen)) {
            int last = known.size() - 1;
            throw new InputException("unknown --format " + given + ": " + String.join(", ", known.subList(0, last))
                    + " or " + known.get(last));
        }
        return chosen;
    }
}
