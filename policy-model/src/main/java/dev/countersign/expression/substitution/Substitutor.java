package dev.countersign.expression.substitution;

import dev.countersign.document.Value;
import java.util.Set;

/**
 * Replaces {@code $(references)} and then {@code {{ variables }}} in a value, as Kyverno does: in every text and every key;
 * a text that is one variable takes the variable's value with its type, in any other text values become text; what came in
 * is searched again, unless it is data. As thread-safe as its variables.
 *
 * <p>Bounds, each with an error of its own: {@link #MAX_PASSES}, {@link #MAX_QUERIES}, {@link #MAX_QUERIES_OF_TEXT}, {@link #MAX_TEXT_LENGTH},
 * {@link #MAX_INSERTED}, {@link #MAX_DEPTH}.
 *
 * <p>Source: Kyverno's {@code variables.SubstituteAll}.
 */
public final class Substitutor implements Substitution {
    /** How often one text is searched, and how often a value that came in for a variable may hold another. */
    public static final int MAX_PASSES = 32;

    /** The most queries of one substitution. */
    public static final int MAX_QUERIES = 10_000;

    /** The most queries of one text of the document, what came in included. */
    public static final int MAX_QUERIES_OF_TEXT = 1_000;

    /** The longest text that may come out, in characters. */
    public static final int MAX_TEXT_LENGTH = 4 << 20;

    /** The most characters that one substitution may put into texts. */
    public static final int MAX_INSERTED = 16 << 20;

    /** The deepest value that may come out. */
    public static final int MAX_DEPTH = 500;

    private final Variables variables;
    private final QueryCache queries;

    /** Replaces with the values of these variables; compiled queries are kept as long as this lives. */
    public Substitutor(Variables variables) {
        this(variables, new QueryCache());
    }

    /**
     * Replaces with the values of these variables.
     *
     * @param queries keeps the compiled queries
     */
    public Substitutor(Variables variables, QueryCache queries) {
        this.variables = variables;
        this.queries = queries;
    }

    @Override
    public Substituted substitute(Value value, Set<String> data) throws SubstitutionException {
        return replaced(ReferencedDocument.of(value, data), data, queries);
    }

    /**
     * A document that was compiled before, with its variables replaced; its own queries are used.
     *
     * @throws SubstitutionException with Kyverno's text
     */
    public Substituted substitute(CompiledDocument document) throws SubstitutionException {
        return replaced(document.referenced(), Set.of(), document.queries());
    }

    private Substituted replaced(Value referenced, Set<String> data, QueryCache cache) throws SubstitutionException {
        VariableWalk walk = new VariableWalk(variables, cache, data);
        Value value = walk.document(referenced);
        return new Substituted(value, walk.data());
    }
}
