package dev.countersign.trust.source;

import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRootException;
import java.time.Instant;
import java.util.Optional;

/** Something that trust material can be read from, again and again. Called by one thread at a time. */
interface MaterialSource {

    /** The name that events and errors carry. */
    String name();

    /**
     * Reads it.
     *
     * @param last what was read before; the answer is the same object where the source did not change since
     * @param now the moment of this look
     * @throws TrustRootException where it cannot be read, so that what was read before counts on; where the exception says that the trust is
     *     withdrawn, nothing counts
     */
    Reading read(Optional<Reading> last, Instant now) throws TrustRootException;

    /**
     * What was read.
     *
     * @param material the same object as before where its content is
     * @param mark tells this content of the source from others
     * @param expires until when whoever published it vouches for it; absent: without end
     * @param problem why it may be outdated
     * @param loaded when the material was read, where that was not now
     */
    record Reading(
            TrustMaterial material,
            Object mark,
            Optional<Instant> expires,
            Optional<String> problem,
            Optional<Instant> loaded) {

        static Reading of(TrustMaterial material, Object mark) {
            return new Reading(material, mark, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }
}
