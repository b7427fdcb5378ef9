package dev.countersign.expression.function;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds the first PEM block of a text as Go's encoding/pem does: what is broken is passed over. */
final class PemText {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "\n-----END ";
    private static final String DASHES = "-----";

    private PemText() {}

    /** What stands between two lines of dashes. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this package, never changes
    record Block(String type, byte[] bytes) {}

    /** The first whole block, if there is one. */
    static @Nullable Block first(byte[] bytes) {
        // One character a byte, so that places are the same.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int from = 0;
        for (int end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
            int begin = text.lastIndexOf(BEGIN, end - 1);
            if (begin >= from && (begin == from || text.charAt(begin - 1) == '\n')) {
                Block block = block(text, begin + BEGIN.length(), end);
                if (block != null) {
                    return block;
                }
            }
            from = end + END.length();
        }
        return null;
    }

    private static @Nullable Block block(String text, int start, int end) {
        int at = lineEnd(text, start);
        String typeLine = stripped(text.substring(start, at));
        if (!typeLine.endsWith(DASHES)) {
            return null;
        }
        String type = typeLine.substring(0, typeLine.length() - DASHES.length());
        at = Math.min(at + 1, text.length());
        boolean headers = false;
        while (text.substring(at, lineEnd(text, at)).indexOf(':') >= 0) {
            headers = true;
            at = Math.min(lineEnd(text, at) + 1, text.length());
        }
        if (at == text.length() || (headers && at > end)) {
            return null;
        }
        int trailer = end + END.length();
        if (!text.startsWith(type + DASHES, trailer)) {
            return null;
        }
        int rest = trailer + type.length() + DASHES.length();
        if (!stripped(text.substring(rest, lineEnd(text, rest))).isEmpty()) {
            return null;
        }
        String body = at < end ? text.substring(at, end).replace(" ", "").replace("\t", "") : "";
        try {
            return new Block(type, GoBase64.decode(body.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (EvaluationException notBase64) {
            return null;
        }
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static String stripped(String line) {
        int end = line.length();
        while (end > 0 && " \t\r".indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return line.substring(0, end);
    }
}
