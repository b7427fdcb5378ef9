package dev.countersign.registry;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads images, signatures and everything beside them. Implementations are thread-safe, do no I/O when they are made, check
 * every byte against the digest that was asked for, and bound what they read.
 *
 * <p>Each method gives up at the deadline with {@link RegistryException.Kind#TIMEOUT}.
 */
public interface Registry {

    /** No manifest or index may be larger: 4 MiB, what registries accept. */
    int MAX_MANIFEST_BYTES = 4 << 20;

    /** No more referrers are listed of one manifest. */
    int MAX_REFERRERS = 1000;

    /**
     * The manifest of a tag.
     *
     * @param tag a tag, not a digest
     * @throws RegistryException when there is none ({@link RegistryException.Kind#NOT_FOUND}), or when it cannot be told
     */
    Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException;

    /**
     * The manifest of a digest; its bytes have that digest.
     *
     * @throws RegistryException when there is none, when the bytes differ ({@link RegistryException.Kind#CORRUPT}), or when
     *     it cannot be told
     */
    Manifest manifest(Repository repository, Digest digest, Deadline deadline) throws RegistryException;

    /**
     * A blob; its bytes have that digest.
     *
     * @param size the size that its descriptor states; a blob of another size is {@link RegistryException.Kind#CORRUPT}
     * @param maxBytes a larger one is {@link RegistryException.Kind#TOO_LARGE}, without reading it
     */
    ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline)
            throws RegistryException;

    /**
     * The manifests whose subject is that digest, in the registry's order: from the referrers API or, where there is none,
     * from the fallback tag. Empty when there are none.
     */
    List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline) throws RegistryException;

    /**
     * The same registry, reached as a policy asks for. Does no I/O; the answer lives for one request, and keeps nothing that was
     * got by the access for whoever has another.
     *
     * @throws RegistryException of kind {@link RegistryException.Kind#NOT_ALLOWED} when whoever made this registry does not let
     *     policies choose so. By default nothing of it is let.
     */
    default Registry reachedBy(RegistryAccess access) throws RegistryException {
        throw new RegistryException(
                RegistryException.Kind.NOT_ALLOWED, 0, "this registry does not log in as policies ask for");
    }
}
