package dev.countersign.document;

/**
 * The bounds on one source of documents. Immutable.
 *
 * @param maxBytes the size of the source
 * @param maxDepth how deep objects and lists may nest
 * @param maxValues how many values the source may hold after its aliases are followed
 * @param maxDocuments how many documents one source may hold
 */
public record DocumentLimits(int maxBytes, int maxDepth, int maxValues, int maxDocuments) {

    /** For policies and everything beside them: 10 MiB, depth 100, 500 000 values, 10 000 documents. */
    public static final DocumentLimits POLICIES = new DocumentLimits(10 << 20, 100, 500_000, 10_000);

    /** For objects under admission, which the API server limits to 3 MiB of JSON: 16 MiB, depth 200, 2 000 000 values. */
    public static final DocumentLimits OBJECTS = new DocumentLimits(16 << 20, 200, 2_000_000, 100_000);

    public DocumentLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxValues < 1 || maxDocuments < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }
}
