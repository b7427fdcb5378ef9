package dev.countersign.conformance;

import java.nio.file.Path;

/** What all cases of a corpus share: the registries and the trusted roots, each opened once. Thread-safe. */
final class CorpusWorld {
    private final Path corpus;

    CorpusWorld(Path corpus) {
        this.corpus = corpus;
    }

    Path corpus() {
        return corpus;
    }
}
