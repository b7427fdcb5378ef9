package dev.countersign.registry;

import java.nio.ByteBuffer;
import java.util.List;

/** Answers every question with as little as there is. */
class SilentRegistry implements Registry {
    @Override
    public Manifest manifest(Repository repository, String tag, Deadline deadline) {
        return new Manifest("", new Digest("sha256:" + "a".repeat(64)), ByteBuffer.wrap(new byte[2]));
    }

    @Override
    public Manifest manifest(Repository repository, Digest digest, Deadline deadline) {
        return new Manifest("", digest, ByteBuffer.wrap(new byte[2]));
    }

    @Override
    public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline) {
        return ByteBuffer.allocate((int) size);
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline) {
        return List.of();
    }
}
