package dev.countersign.expression.function;

import java.util.List;

/** Go's numbers of extended key usages. */
final class KeyPurposes {
    private static final List<List<Long>> IN_ORDER = List.of(
            List.of(2L, 5L, 29L, 37L, 0L),
            pkix(1),
            pkix(2),
            pkix(3),
            pkix(4),
            pkix(5),
            pkix(6),
            pkix(7),
            pkix(8),
            pkix(9),
            List.of(1L, 3L, 6L, 1L, 4L, 1L, 311L, 10L, 3L, 3L),
            List.of(2L, 16L, 840L, 1L, 113730L, 4L, 1L),
            List.of(1L, 3L, 6L, 1L, 4L, 1L, 311L, 2L, 1L, 22L),
            List.of(1L, 3L, 6L, 1L, 4L, 1L, 311L, 61L, 1L, 1L));

    private KeyPurposes() {}

    /** The number of a usage, or -1. */
    static int number(List<Long> id) {
        return IN_ORDER.indexOf(id);
    }

    private static List<Long> pkix(long last) {
        return List.of(1L, 3L, 6L, 1L, 5L, 5L, 7L, 3L, last);
    }
}
