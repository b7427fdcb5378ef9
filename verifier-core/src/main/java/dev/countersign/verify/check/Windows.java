package dev.countersign.verify.check;

import dev.countersign.trust.LogKey;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.verify.entity.GoText;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what is trusted, and when, for people. */
final class Windows {
    private Windows() {}

    /** Whether the moment lies within; a window that states no start has none, not even 1970. */
    static boolean contains(ValidityWindow window, Instant moment) {
        boolean started = window.start().equals(Instant.EPOCH) || !moment.isBefore(window.start());
        return started && window.end().map(end -> !moment.isAfter(end)).orElse(true);
    }

    /** Empty where the window has no bounds. */
    static String describe(ValidityWindow window) {
        String start = window.start().isAfter(Instant.EPOCH) ? " from " + GoText.rfc3339(window.start()) : "";
        return start + window.end().map(end -> " until " + GoText.rfc3339(end)).orElse("");
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
