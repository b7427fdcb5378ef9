package dev.countersign.verify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What content of a given digest holds, read once and remembered, because it can never change. Bounded by size; what was not asked for
 * longest goes first. Nothing in it is proven, and no verdict is kept. Thread-safe.
 *
 * @param <T> what content is read into
 */
public final class ContentMemory<T> {
    private final Cache<String, T> known;

    /**
     * An empty memory.
     *
     * @param maxBytes how much it holds
     * @param weight roughly the bytes that something takes in memory
     */
    public ContentMemory(long maxBytes, ToLongFunction<T> weight) {
        this.known = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String name, T content) ->
                        (int) Math.min(Integer.MAX_VALUE, Math.max(0, weight.applyAsLong(content))))
                .executor(Runnable::run)
                .build();
    }

    /**
     * What is remembered.
     *
     * @param name with the content's digest, and everything else that the reading depends on
     */
    public Optional<T> find(String name) {
        return Optional.ofNullable(known.getIfPresent(name));
    }

    /** Remembers what content holds. */
    public void keep(String name, T content) {
        known.put(name, content);
    }
}
