package dev.countersign.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Keeps what is known by its digest, of each repository apart, up to a bound in bytes. Tags and referrers are asked for anew
 * each time. Failures are not kept.
 */
final class CachingRegistry implements Registry {
    /** What an entry costs beside its bytes, roughly. */
    private static final int ENTRY_BYTES = 512;

    private record Key(String host, String path, boolean manifest, Digest digest) {}

    private record Entry(String mediaType, ByteBuffer bytes) {}

    private final Registry inner;
    private final Cache<Key, Entry> cache;

    CachingRegistry(Registry inner, long maxBytes) {
        this.inner = inner;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Entry entry) -> ENTRY_BYTES + entry.bytes().remaining())
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
        Manifest manifest = inner.manifest(repository, tag, deadline);
        keep(repository, manifest);
        return manifest;
    }

    @Override
    public Manifest manifest(Repository repository, Digest digest, Deadline deadline) throws RegistryException {
        Entry have = cache.getIfPresent(key(repository, true, digest));
        if (have != null) {
            return new Manifest(have.mediaType(), digest, have.bytes());
        }
        Manifest manifest = inner.manifest(repository, digest, deadline);
        keep(repository, manifest);
        return manifest;
    }

    @Override
    public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline)
            throws RegistryException {
        Hashing.checkSize(size, maxBytes);
        Entry have = cache.getIfPresent(key(repository, false, digest));
        // One of another size is asked for again, for the registry's own words about it.
        if (have != null && have.bytes().remaining() == size) {
            return have.bytes().duplicate();
        }
        ByteBuffer bytes = inner.blob(repository, digest, size, maxBytes, deadline);
        cache.put(key(repository, false, digest), new Entry("", bytes.asReadOnlyBuffer()));
        return bytes.duplicate();
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
            throws RegistryException {
        return inner.referrers(repository, subject, deadline);
    }

    /** Past the cache: what one login may read, another must not be given. */
    @Override
    public Registry reachedBy(RegistryAccess access) throws RegistryException {
        return inner.reachedBy(access);
    }

    private void keep(Repository repository, Manifest manifest) {
        cache.put(key(repository, true, manifest.digest()), new Entry(manifest.mediaType(), manifest.bytes()));
    }

    private static Key key(Repository repository, boolean manifest, Digest digest) {
        return new Key(repository.host(), repository.path(), manifest, digest);
    }
}
