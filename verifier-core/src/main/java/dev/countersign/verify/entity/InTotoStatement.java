package dev.countersign.verify.entity;

import dev.countersign.document.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An in-toto statement, version 0.1 or 1: what is said of which things. Which version it claims to be is nobody's business, as in
 * cosign and sigstore-go (signature-verification.md 2.8). Nothing in it is proven. Immutable.
 *
 * @param type {@code _type}; empty when absent
 * @param predicateType what kind of thing is said; empty when absent
 * @param subjects of what it is said; one that the statement gives as null is empty
 * @param predicate what is said: an object; a text where {@link #orWithTextPredicate} allows it; {@link Value#NULL} when absent
 */
public record InTotoStatement(String type, String predicateType, List<Optional<Subject>> subjects, Value predicate) {
    /** How deep a statement may nest; Go's own bound is 10000. */
    public static final int MAX_DEPTH = 400;

    /** How many JSON values a statement may hold; a bill of materials of 50 MB holds about two million. */
    public static final int MAX_VALUES = 4_000_000;

    /** Both as bounds of a reader. */
    public static final GoJson.Limits LIMITS = new GoJson.Limits(MAX_DEPTH, MAX_VALUES);

    /**
     * Something that a statement speaks of.
     *
     * @param name empty when absent; decides nothing
     * @param digests by algorithm: {@code sha256}; hexadecimal as a rule
     * @param annotations empty when absent
     */
    public record Subject(String name, Map<String, String> digests, Value.ObjectValue annotations) {
        public Subject {
            // Not Map.copyOf, in which names of one hash, which anybody can choose, cost the square of their number.
            digests = Collections.unmodifiableMap(new LinkedHashMap<>(digests));
        }
    }

    public InTotoStatement {
        subjects = List.copyOf(subjects);
    }

    /**
     * Reads a statement as Go's {@code protojson} reads the message {@code in_toto_attestation.v1.Statement}: unknown or repeated names,
     * values of another type and text that is no Unicode are refused; null means absent.
     *
     * @throws MalformedEntityException in words of no particular form
     */
    public static InTotoStatement strict(byte[] statement) throws MalformedEntityException {
        return ProtoStatement.read(GoJson.unmarshalUnicode(statement, LIMITS));
    }

    /**
     * Reads a statement as cosign does in its older layout: strictly, or else, where the predicate is a text, by Go's {@code
     * encoding/json}, which takes unknown and repeated names.
     *
     * @throws MalformedEntityException in cosign's words: {@code could not parse predicate with type map[string]interface {}}
     */
    public static InTotoStatement orWithTextPredicate(byte[] statement) throws MalformedEntityException {
        try {
            return strict(statement);
        } catch (MalformedEntityException e) {
            return TextPredicateStatement.read(GoJson.unmarshal(statement, LIMITS));
        }
    }
}
