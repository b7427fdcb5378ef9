package dev.countersign.verify;

import dev.countersign.document.Value;

/**
 * What one verified attestation says, as conditions see it (Kyverno spec 7.4). Data: nothing in it is ever scanned for variables.
 * Immutable.
 *
 * @param type the predicate type, or the artifact type of a Notary referrer; never empty
 * @param document the in-toto statement, or the referrer's manifest, as JSON, with the members {@code type} and {@code predicate}
 */
public record Statement(String type, Value.ObjectValue document) {}
