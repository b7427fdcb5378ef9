package dev.countersign.trust.source;

import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.source.Generations.Generation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Several trust roots that must all answer, made into one. Thread-safe. */
final class AllTrustRoots implements TrustRoot {
    private final List<TrustRoot> roots;
    private final Function<List<TrustMaterial>, TrustMaterial> composition;
    private final Generations generations = new Generations();

    AllTrustRoots(List<TrustRoot> roots, Function<List<TrustMaterial>, TrustMaterial> composition) {
        this.roots = List.copyOf(roots);
        this.composition = composition;
    }

    @Override
    public TrustSnapshot snapshot() throws TrustRootException {
        // One that stands there twice is asked once, so that it is of one generation throughout.
        Map<TrustRoot, TrustSnapshot> asked = new IdentityHashMap<>();
        List<TrustSnapshot> parts = new ArrayList<>();
        for (TrustRoot root : roots) {
            TrustSnapshot part = asked.get(root);
            if (part == null) {
                part = root.snapshot();
                asked.put(root, part);
            }
            parts.add(part);
        }
        Generation generation = generations.of(
                0,
                parts,
                () -> composition.apply(
                        parts.stream().map(TrustSnapshot::material).toList()));
        return new TrustSnapshot(
                generation.material(), generation.number(), loaded(generation.parts()), problem(generation.parts()));
    }

    /** The whole is as old as its oldest part. */
    private static Optional<Instant> loaded(List<TrustSnapshot> parts) {
        return parts.stream().flatMap(part -> part.loaded().stream()).min(Instant::compareTo);
    }

    private static Optional<String> problem(List<TrustSnapshot> parts) {
        String problems = parts.stream()
                .flatMap(part -> part.problem().stream())
                .distinct()
                .collect(Collectors.joining(" "));
        return problems.isEmpty() ? Optional.empty() : Optional.of(problems);
    }
}
