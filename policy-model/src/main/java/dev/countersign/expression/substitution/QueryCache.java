package dev.countersign.expression.substitution;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps compiled queries, at most {@link #MAX_QUERIES}; further ones are compiled each time. Thread-safe; one belongs to each
 * compiled document, so that the queries of a policy live as long as the policy.
 */
public final class QueryCache {
    /** The most queries that are kept. */
    public static final int MAX_QUERIES = 1_000;

    private final Map<String, Query> queries = new ConcurrentHashMap<>();

    /** The query of a text. */
    public Query get(String text) {
        Query known = queries.get(text);
        if (known != null) {
            return known;
        }
        Query query = Query.of(text);
        if (queries.size() < MAX_QUERIES) {
            queries.putIfAbsent(text, query);
        }
        return query;
    }
}
