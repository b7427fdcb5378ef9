package dev.countersign.document;

/**
 * Where a value stands in a source. Immutable.
 *
 * @param source the file's name as the caller gave it, or a word in angle brackets such as {@code <admission review>}
 * @param line the line, counted from 1; 0 when unknown
 * @param column the column in Unicode code points, counted from 1; 0 when unknown
 */
public record Location(String source, int line, int column) {
    public Location {
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("line and column count from 1");
        }
    }

    /** The place of a source of which no line is known. */
    public static Location of(String source) {
        return new Location(source, 0, 0);
    }

    /** {@code file:line:column}, as compilers print it. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
