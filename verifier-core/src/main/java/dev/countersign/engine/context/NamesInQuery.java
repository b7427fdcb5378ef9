package dev.countersign.engine.context;

/** Which members of the context a query may speak of, by its text alone. */
final class NamesInQuery {
    private NamesInQuery() {}

    /**
     * Whether a query may look at a member of the root. Rather yes than no: a backslash may write any name, {@code @} and a
     * {@code *} that belongs to nothing look at all of them.
     */
    static boolean mayNameRoot(String query, String name) {
        return query.contains(name.isEmpty() ? "\"\"" : name)
                || query.indexOf('@') >= 0
                || query.indexOf('\\') >= 0
                || looksAtAll(query);
    }

    private static boolean looksAtAll(String query) {
        for (int at = query.indexOf('*'); at >= 0; at = query.indexOf('*', at + 1)) {
            char before = at == 0 ? ' ' : query.charAt(at - 1);
            if (before != '[' && before != '.') {
                return true;
            }
        }
        return false;
    }
}
