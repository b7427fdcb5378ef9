package dev.countersign.registry;

import java.nio.file.Path;
import java.util.Map;

/** The registries that come with the product. All are thread-safe. */
public final class Registries {
    /** What {@link #caching(Registry)} keeps at most: 64 MiB. */
    public static final long DEFAULT_CACHE_BYTES = 64L << 20;

    private Registries() {}

    /** A registry over HTTP, to be built. */
    public static HttpRegistryBuilder http() {
        return new HttpRegistryBuilder();
    }

    /**
     * Registries as a tree of OCI image layouts, without any network: {@code DIR/<host>/<repository…>/}.
     *
     * @throws RegistryException when there is no such folder
     * @see OciLayoutRegistry
     */
    public static Registry layout(Path tree) throws RegistryException {
        return OciLayoutRegistry.open(tree);
    }

    /**
     * Registries as trees of OCI image layouts, one for each host: {@code DIR/<repository…>/}.
     *
     * @throws RegistryException when there is no such folder
     * @see OciLayoutRegistry
     */
    public static Registry layouts(Map<String, Path> byHost) throws RegistryException {
        return OciLayoutRegistry.open(byHost);
    }

    /** That registry behind a cache of {@link #DEFAULT_CACHE_BYTES}. */
    public static Registry caching(Registry registry) {
        return caching(registry, DEFAULT_CACHE_BYTES);
    }

    /**
     * That registry behind a cache of manifests and blobs, which are kept by repository and digest. Tags and referrers are
     * asked for anew each time.
     *
     * @param maxBytes what is kept at most, in bytes, least used first out
     */
    public static Registry caching(Registry registry, long maxBytes) {
        return new CachingRegistry(registry, maxBytes);
    }

    /**
     * That registry for one request: it gives no more than so much, over all repositories and however they are reached. A question
     * beyond is answered with {@link RegistryException.Kind#TOO_LARGE}.
     *
     * @param maxBytes of manifests and blobs together; each answer counts {@value BudgetedRegistry#ANSWER_BYTES} more
     * @param maxQuestions for manifests and referrers together
     */
    public static Registry budgeted(Registry registry, long maxBytes, long maxQuestions) {
        return new BudgetedRegistry(registry, maxBytes, maxQuestions);
    }

    /** That registry, with an observer that is told of every question. */
    public static Registry observed(Registry registry, RegistryObserver observer) {
        return new ObservedRegistry(registry, observer);
    }
}
