package dev.countersign.expression.function;

import java.util.Optional;

/** Splits {@code host:port} as Go's net does. Stateless. */
final class HostPort {
    private HostPort() {}

    /** Why a text cannot be split, in Go's words; empty when it can. */
    static Optional<String> error(String text) {
        return why(text).map(why -> "address " + text + ": " + why);
    }

    private static Optional<String> why(String text) {
        int last = text.lastIndexOf(':');
        if (last < 0) {
            return Optional.of("missing port in address");
        }
        int openFrom = 0;
        int closeFrom = 0;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                return Optional.of("missing ']' in address");
            }
            if (end + 1 != last) {
                boolean colon = end + 1 < text.length() && text.charAt(end + 1) == ':';
                return Optional.of(colon ? "too many colons in address" : "missing port in address");
            }
            openFrom = 1;
            closeFrom = end + 1;
        } else if (text.indexOf(':') < last) {
            return Optional.of("too many colons in address");
        }
        if (text.indexOf('[', openFrom) >= 0) {
            return Optional.of("unexpected '[' in address");
        }
        return text.indexOf(']', closeFrom) >= 0 ? Optional.of("unexpected ']' in address") : Optional.empty();
    }
}
