package dev.countersign.trust.source;

import dev.countersign.trust.TrustEvent;
import dev.countersign.trust.TrustObserver;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.source.Generations.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The first of several trust roots that has something. Thread-safe. */
final class FirstTrustRoot implements TrustRoot {
    private final List<TrustRoot> roots;
    private final TrustObserver observer;
    private final Generations generations = new Generations();
    private final AtomicInteger answering = new AtomicInteger();

    FirstTrustRoot(List<TrustRoot> roots, TrustObserver observer) {
        this.roots = List.copyOf(roots);
        this.observer = new HarmlessObserver(observer);
    }

    @Override
    public TrustSnapshot snapshot() throws TrustRootException {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            TrustSnapshot snapshot;
            try {
                snapshot = roots.get(i).snapshot();
            } catch (TrustRootException e) {
                problems.add("Trust root " + (i + 1) + " of " + roots.size() + " has nothing: " + e.getMessage());
                continue;
            } catch (RuntimeException e) {
                problems.add("Trust root " + (i + 1) + " of " + roots.size() + " failed: " + e);
                continue;
            }
            String passed = String.join(" ", problems);
            if (answering.getAndSet(i) != i && i > 0) {
                observer.on(new TrustEvent.FellBack("trust root " + (i + 1) + " of " + roots.size(), passed));
            }
            Generation generation = generations.of(i, List.of(snapshot), snapshot::material);
            TrustSnapshot counted = generation.parts().get(0);
            counted.problem().ifPresent(problems::add);
            return new TrustSnapshot(
                    generation.material(),
                    generation.number(),
                    counted.loaded(),
                    problems.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", problems)));
        }
        throw new TrustRootException("no trust root has anything. " + String.join(" ", problems));
    }
}
