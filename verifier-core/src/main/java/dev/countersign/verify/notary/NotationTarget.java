package dev.countersign.verify.notary;

import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;

/**
 * A manifest that shall be signed, as the registry served it.
 *
 * @param repository where it is
 * @param digest of its bytes
 * @param mediaType as the registry answered
 * @param size in bytes
 */
record NotationTarget(Repository repository, Digest digest, String mediaType, long size) {
    /** Its name in messages: {@code registry.example/shop/web@sha256:…}. */
    String reference() {
        return repository + "@" + digest;
    }
}
