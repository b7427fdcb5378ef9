package dev.countersign.expression.substitution;

import dev.countersign.document.Value;
import java.util.Optional;
import java.util.Set;

/**
 * A document of a policy, made ready to have its variables replaced often: its references are replaced once, since they
 * depend on nothing else, and its queries are compiled once. Thread-safe.
 */
public final class CompiledDocument {
    private final Value source;
    private final Optional<Value> referenced;
    private final String error;
    private final QueryCache queries = new QueryCache();

    private CompiledDocument(Value source, Optional<Value> referenced, String error) {
        this.source = source;
        this.referenced = referenced;
        this.error = error;
    }

    /** Compiles a document; what is wrong with its references shows when it is substituted. */
    public static CompiledDocument of(Value document) {
        try {
            return new CompiledDocument(document, Optional.of(ReferencedDocument.of(document, Set.of())), "");
        } catch (SubstitutionException e) {
            return new CompiledDocument(document, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** The document as written. */
    public Value source() {
        return source;
    }

    /** The queries of this document, for whoever replaces the variables of parts of it. */
    public QueryCache queries() {
        return queries;
    }

    Value referenced() throws SubstitutionException {
        return referenced.orElseThrow(() -> new SubstitutionException(error));
    }
}
