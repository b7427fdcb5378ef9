package dev.countersign.trust;

import java.time.Instant;
import java.util.Optional;

/**
 * Trust material as it was at one moment: whoever holds it sees all of it or none, whatever is rotated meanwhile. Immutable.
 *
 * @param material what is trusted
 * @param generation grows with every change of the material; two snapshots of one trust root with the same number hold the same
 * @param loaded when the material was read from its source; absent where it was handed over
 * @param problem why nothing newer could be read; absent where the source was in order when it was last asked
 */
public record TrustSnapshot(
        TrustMaterial material, long generation, Optional<Instant> loaded, Optional<String> problem) {

    /** Material that was handed over and never changes. */
    public static TrustSnapshot fixed(TrustMaterial material) {
        return new TrustSnapshot(material, 1, Optional.empty(), Optional.empty());
    }
}
