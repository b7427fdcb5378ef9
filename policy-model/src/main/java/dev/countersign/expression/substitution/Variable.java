package dev.countersign.expression.substitution;

import dev.countersign.document.Value;

/**
 * The value of a query.
 *
 * @param value the value
 * @param data whether it comes from an attestation, or anything else that may not write policies: it is then put in, but
 *     never searched for variables
 */
public record Variable(Value value, boolean data) {

    /** A value that may hold variables itself. */
    public static Variable of(Value value) {
        return new Variable(value, false);
    }

    /** A value that is data. */
    public static Variable data(Value value) {
        return new Variable(value, true);
    }
}
