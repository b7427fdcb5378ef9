package dev.countersign.trust;

import dev.countersign.crypto.VerificationKey;

/**
 * The key of a transparency log (Rekor) or certificate transparency log. Immutable.
 *
 * @param key its public key; the log's id is the SHA-256 of its SubjectPublicKeyInfo
 * @param validity when its signatures count
 * @param origin where the key comes from
 */
public record LogKey(VerificationKey key, ValidityWindow validity, Origin origin) {
    /** The log's id: lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo. */
    public String id() {
        return key.id();
    }
}
