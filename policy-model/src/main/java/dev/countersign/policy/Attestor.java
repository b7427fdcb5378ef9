package dev.countersign.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of an attestor set. Immutable.
 *
 * @param identity who must have signed; absent where the document states nobody
 * @param annotations what the payload must say, in place of the entry's; absent and empty act alike (measured 89)
 * @param repository where the signatures are, in place of the entry's; empty when absent
 * @param signatureAlgorithm {@code sha224} to {@code sha512}; default {@code sha256}; absent only within a nested set, which
 *     the schema does not reach
 */
public record Attestor(
        List<AttestorIdentity> identity,
        Map<String, String> annotations,
        String repository,
        Optional<String> signatureAlgorithm) {
    public Attestor {
        identity = List.copyOf(identity);
        annotations = Map.copyOf(annotations);
    }
}
