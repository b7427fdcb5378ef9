package dev.countersign.trust;

import dev.countersign.crypto.VerificationKey;

/**
 * The key of a transparency log (Rekor) or certificate transparency log. Immutable.
 *
 * @param key its public key; the log's id is the SHA-256 of its SubjectPublicKeyInfo
 * @param validity when its signatures count
 * @param origin where the key comes from
 * @param checkpointId the id by which the log calls itself in bundles and checkpoints, in lower-case hexadecimal: {@link #id()}, or
 *     for a log of Rekor version 2 with an Ed25519 key the SHA-256 over its name and key (C2SP signed-note). Always derived from
 *     this key
 * @param baseUrl where the log is, whose host is its name in checkpoints of Rekor version 2; empty where none is stated
 */
public record LogKey(VerificationKey key, ValidityWindow validity, Origin origin, String checkpointId, String baseUrl) {

    /** A log that goes by the id of its key, at an unknown place. */
    public LogKey(VerificationKey key, ValidityWindow validity, Origin origin) {
        this(key, validity, origin, key.id(), "");
    }

    /** The log's id: lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo. */
    public String id() {
        return key.id();
    }
}
