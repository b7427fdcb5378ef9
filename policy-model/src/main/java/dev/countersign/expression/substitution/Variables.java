package dev.countersign.expression.substitution;

/** Where the values of variables come from: the context of a rule. */
public interface Variables {

    /**
     * The value of a query.
     *
     * @throws VariableException with Kyverno's text
     */
    Variable query(Query query) throws VariableException;
}
