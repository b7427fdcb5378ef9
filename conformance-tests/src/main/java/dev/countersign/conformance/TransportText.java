package dev.countersign.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts of the network, and of Go's library for it, that stand behind Kyverno's own words.
 *
 * <p>Such a text depends on the client that asked, so it is compared by what failed, not by the word. Where a text of the
 * network begins ({@code Get "https://…": }, {@code dial tcp}, {@code lookup …:}, {@code context deadline exceeded}, {@code giving
 * up after}, {@code tls: }, a TUF download) everything up to the end of the line, or up to a {@code "; "} that joins two errors,
 * is replaced by the class of the failure. All that stands before stays, so that two texts are alike only behind the same
 * words of Kyverno. A text whose failure is of no known class stays as it is.
 */
final class TransportText {

    /** What failed. The first class whose words occur counts. */
    private enum Failure {
        TUF_DOWNLOAD("updating local metadata and targets|error updating to TUF remote mirror|tuf: "),
        DEADLINE("context deadline exceeded|Client\\.Timeout exceeded|i/o timeout|handshake timeout|timed out"),
        /** A client that does not ask at all fails as one that finds no host. */
        NO_CONNECTION(
                "no such host|server misbehaving|name resolution|connection refused|no route to host"
                        + "|network is unreachable|no Host in request URL|are not fetched from addresses|are not asked over the network"),
        TLS("tls: |x509: |HTTP response to HTTPS client|certificate"),
        BROKEN("connection reset|broken pipe|\\bEOF\\b|context canceled"),
        GAVE_UP("giving up after");

        private final Pattern words;

        Failure(String words) {
            this.words = Pattern.compile(words);
        }
    }

    private static final Pattern BEGINNING = Pattern.compile("updating local metadata and targets: "
            + "|error updating to TUF remote mirror"
            + "|tuf: failed to download"
            + "|\\b(?:Get|Head|Post|Put) \\\\?\"[^\"]*\": "
            + "|\\bdial tcp\\b"
            + "|\\blookup [^ ]+: "
            + "|\\bgiving up after \\d"
            + "|\\bcontext deadline exceeded\\b"
            + "|\\btls: ");

    private TransportText() {}

    /** Whether the two texts are the same but for the words of the network. */
    static boolean alike(String one, String other) {
        return one.equals(other) || classified(one).equals(classified(other));
    }

    /** The text with each text of the network replaced by its class. */
    static String classified(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            lines.add(line(line));
        }
        return String.join("\n", lines);
    }

    private static String line(String line) {
        List<String> parts = new ArrayList<>();
        for (String part : line.split("; ", -1)) {
            String classified = part(part);
            // A client that tries HTTP after HTTPS tells both failures; another tells one.
            boolean repeats = !parts.isEmpty()
                    && classified.startsWith("<")
                    && parts.get(parts.size() - 1).endsWith(classified.replaceAll("['\"]$", ""));
            if (repeats) {
                parts.set(parts.size() - 1, parts.get(parts.size() - 1) + classified.replaceAll("^<[A-Z_]+>", ""));
            } else {
                parts.add(classified);
            }
        }
        return String.join("; ", parts);
    }

    private static String part(String part) {
        Matcher beginning = BEGINNING.matcher(part);
        if (!beginning.find()) {
            return part;
        }
        String tail = part.substring(beginning.start());
        for (Failure failure : Failure.values()) {
            if (failure.words.matcher(tail).find()) {
                String quote = tail.endsWith("'") || tail.endsWith("\"") ? tail.substring(tail.length() - 1) : "";
                return part.substring(0, beginning.start()) + "<" + failure + ">" + quote;
            }
        }
        return part;
    }
}
