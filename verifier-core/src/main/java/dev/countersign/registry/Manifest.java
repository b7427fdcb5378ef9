package dev.countersign.registry;

import java.nio.ByteBuffer;

/**
 * A manifest or index as served. Immutable.
 *
 * @param mediaType the content type that the registry answered; empty when unknown
 * @param digest the SHA-256 of the bytes, computed here
 * @param bytes read-only
 */
public record Manifest(String mediaType, Digest digest, ByteBuffer bytes) {
    public Manifest {
        bytes = bytes.asReadOnlyBuffer();
    }

    /** The content, from its first byte. */
    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate();
    }
}
