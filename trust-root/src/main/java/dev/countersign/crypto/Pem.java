package dev.countersign.crypto;

import dev.countersign.document.GoText;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads and prints PEM as Go's {@code encoding/pem} does. Thread-safe. */
public final class Pem {
    /** The longest text, in characters, in which blocks are looked for. */
    public static final int MAX_TEXT = 4 * 1024 * 1024;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "\n-----END ";
    private static final String DASHES = "-----";
    private static final int COLUMNS = 64;

    private Pem() {}

    /**
     * One block.
     *
     * @param label what stands behind BEGIN
     * @param headers the lines {@code Name: value} before the body
     * @param bytes the decoded body
     */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out
    public record PemBlock(String label, Map<String, String> headers, byte[] bytes) {
        public PemBlock {
            // Not Map.copyOf, in which names of one hash, which anybody can choose, cost the square of their number.
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /**
     * A block and where it ends.
     *
     * @param block the block
     * @param text the text in which it stands
     * @param end the index in the text behind the block's END line
     */
    public record Decoded(PemBlock block, String text, int end) {

        /** The text behind the block. */
        public String rest() {
            return text.substring(end);
        }
    }

    /** The next block of the text from its start: see {@link #next(String, int)}. */
    public static Optional<Decoded> next(String text) {
        return next(text, 0);
    }

    /**
     * The next block of the text from the given index: what precedes it, and blocks that do not decode, are skipped. A block
     * begins and ends with a line of its own; its body may be broken anywhere. Empty where there is none, or where the text
     * exceeds {@link #MAX_TEXT}. Costs time in proportion to the text that it goes over.
     */
    public static Optional<Decoded> next(String text, int start) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        int from = start;
        while (true) {
            int end = text.indexOf(END, from);
            if (end < 0) {
                return Optional.empty();
            }
            // The last BEGIN before the END counts, so that a BEGIN without an END is passed over.
            int begin = text.substring(from, end).lastIndexOf(BEGIN);
            if (begin == 0 || begin > 0 && text.charAt(from + begin - 1) == '\n') {
                Attempt attempt = decode(text, from + begin, end);
                if (attempt.isLast()) {
                    return attempt.found();
                }
            }
            from = end + END.length();
        }
    }

    /** What came of a candidate: a block, the end of the search, or neither. */
    private record Attempt(Optional<Decoded> found, boolean isLast) {
        static final Attempt FAILED = new Attempt(Optional.empty(), false);
        static final Attempt ABORTED = new Attempt(Optional.empty(), true);
    }

    private static Attempt decode(String text, int begin, int end) {
        Line first = line(text, begin + BEGIN.length());
        if (!first.content().endsWith(DASHES)) {
            return Attempt.FAILED;
        }
        String label = first.content().substring(0, first.content().length() - DASHES.length());
        int trailer = end + END.length();
        Map<String, String> headers = new LinkedHashMap<>();
        int body = first.next();
        while (true) {
            if (body >= text.length() || body > trailer) {
                return Attempt.ABORTED; // a colon in the END line made it a header: Go gives up here
            }
            Line line = line(text, body);
            int colon = line.content().indexOf(':');
            if (colon < 0) {
                break;
            }
            headers.put(
                    GoText.trimSpace(line.content().substring(0, colon)),
                    GoText.trimSpace(line.content().substring(colon + 1)));
            body = line.next();
        }
        // With an empty body, BEGIN's line feed is END's too; headers need a line feed of their own.
        if (!headers.isEmpty() && end < body) {
            return Attempt.FAILED;
        }
        if (!text.startsWith(label + DASHES, trailer)
                || !line(text, trailer + label.length() + DASHES.length())
                        .content()
                        .isEmpty()) {
            return Attempt.FAILED;
        }
        String base64 = end > body ? text.substring(body, end).replace(" ", "").replace("\t", "") : "";
        int next = line(text, trailer).next();
        return StandardBase64.decode(base64)
                .map(bytes -> new Decoded(new PemBlock(label, headers, bytes), text, next))
                .map(decoded -> new Attempt(Optional.of(decoded), true))
                .orElse(Attempt.FAILED);
    }

    /** A line without its end and without the blanks before it, and where the next one begins. */
    private record Line(String content, int next) {}

    private static Line line(String text, int from) {
        int feed = text.indexOf('\n', from);
        int next = feed < 0 ? text.length() : feed + 1;
        int end = feed < 0 ? text.length() : feed;
        if (feed > from && text.charAt(feed - 1) == '\r') {
            end--;
        }
        while (end > from && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return new Line(text.substring(from, end), next);
    }

    /** Prints a block as Go's {@code pem.EncodeToMemory} does: 64 columns, a final newline, no headers. */
    public static String encode(String label, byte[] bytes) {
        String base64 = Base64.getEncoder().encodeToString(bytes);
        StringBuilder text = new StringBuilder(base64.length() + base64.length() / COLUMNS + 64);
        text.append(BEGIN).append(label).append(DASHES).append('\n');
        for (int i = 0; i < base64.length(); i += COLUMNS) {
            text.append(base64, i, Math.min(base64.length(), i + COLUMNS)).append('\n');
        }
        return text.append("-----END ")
                .append(label)
                .append(DASHES)
                .append('\n')
                .toString();
    }
}
