package dev.countersign.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cel.CelMatchConditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every case and table line of the corpus against Kyverno's answer, and against the list of what is not equal yet.
 *
 * <p>{@code mvn -pl conformance-tests -am test -Dtest=CorpusConformanceTest -Dcountersign.rewriteNotYetEqual} rewrites the list.
 */
class CorpusConformanceTest {
    private static final Path LIST = CorpusLocation.module().resolve("not-yet-equal.txt");
    private static final String HOW =
            "\nRewrite the list with -Dcountersign.rewriteNotYetEqual, and look at what changed in it.";

    private static ConformanceReport report = new ConformanceReport(List.of());
    private static NotYetEqual now = NotYetEqual.of(report);
    private static NotYetEqual listed = now;

    @BeforeAll
    static void run() throws IOException {
        Path corpus = CorpusLocation.find();
        assertThat(corpus.resolve("cases")).isDirectory();
        report = CorpusRunner.of(corpus)
                .matchConditions(CelMatchConditions.create())
                .build()
                .run();
        now = NotYetEqual.of(report);
        if (System.getProperty("countersign.rewriteNotYetEqual") != null) {
            now.write(LIST);
        }
        listed = Files.exists(LIST) ? NotYetEqual.read(LIST) : NotYetEqual.of(new ConformanceReport(List.of()));
    }

    @Test
    void the_corpus_holds_cases() {
        assertThat(report.results()).isNotEmpty();
    }

    @Test
    void nothing_crashes() {
        assertThat(report.results().stream().filter(result -> result.outcome() == Outcome.CRASH))
                .isEmpty();
    }

    @Test
    void nothing_is_unequal_or_laxer_beyond_the_list() {
        assertThat(now.beyond(listed))
                .as("not on the list, or worse than listed" + HOW)
                .isEmpty();
    }

    @Test
    void the_list_holds_nothing_that_has_become_better() {
        assertThat(listed.outlived(now, NotYetEqual.asked(report)))
                .as("on the list, and better now" + HOW)
                .isEmpty();
    }
}
