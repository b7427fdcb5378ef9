package dev.countersign.document;

/** Counts lines and columns, both from 1, columns in code points. Walks forward only, so that a whole text costs one pass. */
final class Positions {
    private final String source;
    private final String text;
    private final int linesBefore;
    private int offset;
    private int line;
    private int column = 1;

    Positions(String source, String text, int linesBefore) {
        this.source = source;
        this.text = text;
        this.linesBefore = linesBefore;
        this.line = linesBefore + 1;
    }

    /** The lines that stand before the text in its source. */
    int linesBefore() {
        return linesBefore;
    }

    /** The place of an offset in UTF-16 units; offsets must not go back. */
    Location at(long target) {
        int end = (int) Math.min(Math.max(target, offset), text.length());
        for (; offset < end; offset++) {
            char c = text.charAt(offset);
            if (c == '\n') {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return new Location(source, line, column);
    }

    /** The place of an offset in code points. */
    static Location of(String source, DocumentSplitter.Chunk chunk, int codePoints) {
        String text = chunk.text();
        int bounded = Math.max(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        return new Positions(source, text, chunk.linesBefore()).at(text.offsetByCodePoints(0, bounded));
    }
}
