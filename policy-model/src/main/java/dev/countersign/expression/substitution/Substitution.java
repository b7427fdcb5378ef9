package dev.countersign.expression.substitution;

import dev.countersign.document.Value;
import java.util.Set;

/** Replaces variables and references in a value. */
@FunctionalInterface
public interface Substitution {

    /**
     * The value with its variables replaced.
     *
     * @param value any value; places in errors are paths inside of it
     * @param data paths in the value that are data already: left as they are
     * @throws SubstitutionException with Kyverno's text
     */
    Substituted substitute(Value value, Set<String> data) throws SubstitutionException;

    /**
     * The value with its variables replaced.
     *
     * @throws SubstitutionException with Kyverno's text
     */
    default Value substitute(Value value) throws SubstitutionException {
        return substitute(value, Set.of()).value();
    }

    /** Replaces nothing. */
    static Substitution none() {
        return (value, data) -> new Substituted(value, data);
    }
}
