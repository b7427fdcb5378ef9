package dev.countersign.benchmarks;

import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers from memory what another registry answered once, so that a benchmark measures no file and no network. */
final class RememberedRegistry implements Registry {
    private final Registry source;
    private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();
    private final Map<String, ByteBuffer> blobs = new ConcurrentHashMap<>();

    RememberedRegistry(Registry source) {
        this.source = source;
    }

    @Override
    public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
        Manifest known = manifests.get(repository + ":" + tag);
        if (known == null) {
            known = source.manifest(repository, tag, deadline);
            manifests.put(repository + ":" + tag, known);
        }
        return known;
    }

    @Override
    public Manifest manifest(Repository repository, Digest digest, Deadline deadline) throws RegistryException {
        return source.manifest(repository, digest, deadline);
    }

    @Override
    public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline)
            throws RegistryException {
        ByteBuffer known = blobs.get(digest.text());
        if (known == null) {
            known = source.blob(repository, digest, size, maxBytes, deadline);
            blobs.put(digest.text(), known);
        }
        return known.duplicate();
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
            throws RegistryException {
        return source.referrers(repository, subject, deadline);
    }
}
