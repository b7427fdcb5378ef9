package dev.countersign.trust.source;

import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import java.time.Instant;
import java.util.Optional;

/** A trust root of somebody's own as a source, so that its answers are fetched in the background. */
final class AnsweringSource implements MaterialSource {
    private final String name;
    private final TrustRoot root;

    AnsweringSource(String name, TrustRoot root) {
        this.name = name;
        this.root = root;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reading read(Optional<Reading> last, Instant now) throws TrustRootException {
        TrustSnapshot snapshot = root.snapshot();
        // The material is compared too, for a trust root that does not count its generations.
        Optional<Reading> known = last.filter(reading -> reading.mark().equals(snapshot.generation())
                && reading.material().equals(snapshot.material()));
        return new Reading(
                known.map(Reading::material).orElseGet(snapshot::material),
                snapshot.generation(),
                Optional.empty(),
                snapshot.problem(),
                snapshot.loaded());
    }
}
