package dev.countersign.document;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a source into documents as Kubernetes' YAML reader does: at lines that begin with {@code ---} and hold nothing
 * else but a comment. A marker with nothing before it belongs to the document that follows.
 */
final class DocumentSplitter {
    private static final String MARKER = "---";

    private DocumentSplitter() {}

    /** One document's text and the number of lines before it. */
    record Chunk(String text, int linesBefore) {

        /** Whether only white space and comments stand there. */
        boolean isBlank() {
            return text.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
        }

        /** Whether the first thing is an opening brace, as in JSON. */
        boolean beginsLikeJson() {
            return text.stripLeading().startsWith("{");
        }
    }

    /** The documents; never more than {@code limit} + 1, so that the caller sees that there are too many. */
    static List<Chunk> split(String source, int limit) {
        List<Chunk> chunks = new ArrayList<>();
        int chunkStart = 0;
        int chunkLine = 0;
        int line = 0;
        int start = 0;
        while (start < source.length() && chunks.size() <= limit) {
            int newline = source.indexOf('\n', start);
            int end = newline < 0 ? source.length() : newline + 1;
            if (start > chunkStart && isMarker(source, start, end)) {
                chunks.add(new Chunk(source.substring(chunkStart, start), chunkLine));
                chunkStart = end;
                chunkLine = line + 1;
            }
            start = end;
            line++;
        }
        if (chunkStart < source.length() && chunks.size() <= limit) {
            chunks.add(new Chunk(source.substring(chunkStart), chunkLine));
        }
        return chunks;
    }

    private static boolean isMarker(String source, int start, int end) {
        if (!source.startsWith(MARKER, start)) {
            return false;
        }
        String rest = source.substring(start + MARKER.length(), end).strip();
        return rest.isEmpty() || rest.startsWith("#");
    }
}
