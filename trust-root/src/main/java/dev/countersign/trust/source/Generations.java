package dev.countersign.trust.source;

import dev.countersign.trust.TrustMaterial;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts the generations of material that is composed of others'. Thread-safe. */
final class Generations {
    private @Nullable Generation last;

    /**
     * Composed material.
     *
     * @param parts which trust roots answered, and the generation of each
     * @param number grows with every change of the parts
     */
    record Generation(Parts parts, TrustMaterial material, long number) {}

    /**
     * What a composition is made of.
     *
     * @param answering which of the trust roots
     * @param generations of their snapshots
     */
    record Parts(int answering, List<Long> generations) {

        /** Whether this was taken before other parts of the same trust roots. */
        boolean isOlderThan(Parts other) {
            if (answering != other.answering) {
                return false;
            }
            for (int i = 0; i < generations.size(); i++) {
                if (generations.get(i) < other.generations.get(i)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The generation of these parts; a newer one where another thread has seen newer parts already. */
    synchronized Generation of(Parts parts, Supplier<TrustMaterial> material) {
        Generation known = last;
        if (known != null && (known.parts().equals(parts) || parts.isOlderThan(known.parts()))) {
            return known;
        }
        Generation next = new Generation(parts, material.get(), known == null ? 1 : known.number() + 1);
        last = next;
        return next;
    }
}
