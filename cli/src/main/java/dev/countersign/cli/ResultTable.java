package dev.countersign.cli;

import java.util.ArrayList;
import java.util.List;

/** A table with lines between its columns, as Kyverno's command line prints it. */
final class ResultTable {
    /** From so many rows on, the first heading tells how many there are. */
    private static final int COUNTED_ROWS = 11;

    private static final String HEADING_COLOUR = "\u001B[40;32m";
    private static final String PLAIN = "\u001B[0m";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean colour;

    ResultTable(List<String> headings, boolean colour) {
        this.headings = headings;
        this.colour = colour;
    }

    /** Adds a row, with a number before its cells. */
    void add(List<String> cells) {
        List<String> row = new ArrayList<>();
        row.add(String.valueOf(rows.size() + 1));
        row.addAll(cells);
        rows.add(row);
    }

    /** The table; empty when it has no row. */
    String render() {
        if (rows.isEmpty()) {
            return "";
        }
        List<String> first = new ArrayList<>(headings);
        if (rows.size() >= COUNTED_ROWS) {
            first.set(0, first.get(0) + " (" + rows.size() + ")");
        }
        int[] widths = new int[first.size()];
        measure(widths, first);
        rows.forEach(row -> measure(widths, row));
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder("│");
        for (int width : widths) {
            line.append("─".repeat(width + 2)).append('│');
        }
        line.append('\n');
        text.append(line);
        row(text, widths, first, colour);
        text.append(line);
        rows.forEach(row -> row(text, widths, row, false));
        return text.append(line).toString();
    }

    private static void measure(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], width(cells.get(i)));
        }
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static void row(StringBuilder text, int[] widths, List<String> cells, boolean coloured) {
        text.append('│');
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i) + " ".repeat(widths[i] - width(cells.get(i)));
            text.append(' ')
                    .append(coloured ? HEADING_COLOUR + cell + PLAIN : cell)
                    .append(" │");
        }
        text.append('\n');
    }
}
