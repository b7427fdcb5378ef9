package dev.countersign.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the corpus: the environment variable {@code COUNTERSIGN_CORPUS} or the system property {@code countersign.corpus}; else
 * {@code shared/corpus} beside the project; else the excerpt that the project keeps.
 */
final class CorpusLocation {
    private CorpusLocation() {}

    static Path find() {
        Optional<Path> named = Stream.of(System.getProperty("countersign.corpus"), System.getenv("COUNTERSIGN_CORPUS"))
                .filter(value -> value != null && !value.isEmpty())
                .map(Path::of)
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        Path beside = project().resolve("../shared/corpus").normalize();
        return Files.isDirectory(beside.resolve("cases")) ? beside : module().resolve("corpus");
    }

    /** The module's folder, whether Maven or an editor runs the test. */
    static Path module() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("conformance-tests") ? here : here.resolve("conformance-tests");
    }

    private static Path project() {
        return module().resolve("..").normalize();
    }
}
