package dev.countersign.conformance;

import dev.countersign.registry.Registries;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.testkit.Fault;
import dev.countersign.testkit.InProcessRegistry;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.source.TrustRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What all cases of a corpus share: the registries and the trusted roots, each opened once. Thread-safe. */
final class CorpusWorld {
    private final Path corpus;
    private final Registry registry;
    private final Map<String, TrustRoot> trustRoots = new ConcurrentHashMap<>();

    CorpusWorld(Path corpus) {
        this.corpus = corpus;
        Path tree = corpus.resolve("registry");
        try {
            registry = Registries.caching(
                    Files.isDirectory(tree) ? Registries.layout(tree) : Registries.layouts(Map.of()));
        } catch (RegistryException e) {
            throw new CorpusException("cannot open " + tree, e);
        }
    }

    Path corpus() {
        return corpus;
    }

    /** The registries, with these faults where there are any, which start anew. */
    Registry registry(List<Fault> faults) {
        if (faults.isEmpty()) {
            return registry;
        }
        try (InProcessRegistry served = InProcessRegistry.serving(corpus.resolve("registry"))) {
            served.faults(faults);
            // Without a socket: a request that hangs fails at once, as if the deadline had passed.
            return Registries.http()
                    .transport(served.transport())
                    .pause(duration -> {})
                    .build();
        } catch (IOException e) {
            throw new CorpusException("cannot serve the registries", e);
        }
    }

    /**
     * The process-wide trusted root of a case.
     *
     * @param path below the corpus; absent: none
     */
    TrustRoot trustRoot(Optional<String> path) {
        return path.map(file ->
                        trustRoots.computeIfAbsent(file, below -> TrustRoots.trustedRootJson(corpus.resolve(below))))
                .orElseGet(TrustRoot::none);
    }
}
