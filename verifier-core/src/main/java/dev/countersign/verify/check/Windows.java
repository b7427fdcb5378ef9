package dev.countersign.verify.check;

import dev.countersign.trust.LogKey;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.verify.entity.GoTime;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what is trusted, and when, for people. */
final class Windows {
    private Windows() {}

    /** Empty where the window has no bounds. */
    static String describe(ValidityWindow window) {
        String start =
                window.start().map(first -> " from " + GoTime.rfc3339(first)).orElse("");
        return start + window.end().map(end -> " until " + GoTime.rfc3339(end)).orElse("");
    }

    static String describe(List<LogKey> keys) {
        return keys.isEmpty()
                ? "no log"
                : keys.stream()
                        .map(key -> "log " + key.id() + describe(key.validity()) + " ("
                                + key.origin().description() + ")")
                        .collect(Collectors.joining("; "));
    }
}
