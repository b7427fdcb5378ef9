package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Recorded calls of {@code kyverno apply} against ours: the same standard output and exit status. {@code recordings-not-equal.txt}
 * names the calls that differ, each with the reason; it may only shrink.
 */
class RecordedCallsTest {
    private static final Path MODULE = module();
    private static final Map<String, String> DIFFER = new TreeMap<>();
    private static final List<String> beyond = new ArrayList<>();
    private static final List<String> outlived = new ArrayList<>();
    private static int equal;

    @BeforeAll
    static void call() throws IOException {
        for (String line : Files.readAllLines(
                MODULE.resolve("src/test/resources/recordings-not-equal.txt"), StandardCharsets.UTF_8)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                DIFFER.put(line.split(" ", 2)[0], line);
            }
        }
        for (Recording recording : Recording.below(corpus())) {
            Recording.Outcome kyverno = recording.kyverno();
            Recording.Outcome ours = recording.ours();
            boolean same = kyverno.status() == ours.status() && kyverno.out().equals(ours.out());
            equal += same ? 1 : 0;
            if (same == DIFFER.containsKey(recording.name())) {
                (same ? outlived : beyond).add(recording.name());
            }
            assertThat(ours.err()).doesNotContain("this is a fault of countersign");
        }
    }

    @Test
    void some_recordings_are_equal() {
        assertThat(equal).isPositive();
    }

    @Test
    void every_call_that_differs_is_named_with_its_reason() {
        assertThat(beyond).isEmpty();
    }

    @Test
    void no_call_is_named_that_does_not_differ() {
        assertThat(outlived)
                .as("these are equal now: strike them from recordings-not-equal.txt")
                .isEmpty();
    }

    private static Path corpus() {
        Optional<Path> named = Stream.of(
                        Optional.ofNullable(System.getProperty("countersign.corpus")),
                        Optional.ofNullable(System.getenv("COUNTERSIGN_CORPUS")))
                .flatMap(Optional::stream)
                .filter(value -> !value.isEmpty())
                .map(Path::of)
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        Path beside = MODULE.resolve("../../shared/corpus").normalize();
        return Files.isDirectory(beside.resolve("cli"))
                ? beside
                : MODULE.resolve("../conformance-tests/corpus").normalize();
    }

    private static Path module() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("cli") ? here : here.resolve("cli");
    }
}
