package dev.countersign.engine.context;

import dev.countersign.document.Value;
import java.util.Optional;

/**
 * The entries of Kyverno's global context (GlobalContextEntry), for {@code globalReference}. Implementations are thread-safe and answer
 * from what they hold.
 */
@FunctionalInterface
public interface GlobalContext {

    /**
     * The data of an entry.
     *
     * @param entry its name
     * @param projection the name of one of its projections; empty: the whole
     * @return empty when there is none, or it has not been loaded
     */
    Optional<Value> get(String entry, String projection);

    /** A global context without entries. */
    static GlobalContext empty() {
        return (entry, projection) -> Optional.empty();
    }
}
