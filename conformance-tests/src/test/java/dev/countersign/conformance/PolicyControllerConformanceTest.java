package dev.countersign.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every case of policy-controller against its answer, and against the list of what is not equal yet. Skipped, with a message, where the
 * corpus has none.
 *
 * <p>{@code mvn -pl conformance-tests -am test -Dtest=PolicyControllerConformanceTest -Dcountersign.rewriteNotYetEqual} rewrites the list.
 */
class PolicyControllerConformanceTest {
    private static final Path LIST = CorpusLocation.module().resolve("policy-controller-not-yet-equal.txt");

    private static ConformanceReport report = new ConformanceReport(List.of());
    private static NotYetEqual now = NotYetEqual.of(report);
    private static NotYetEqual listed = now;

    @BeforeAll
    static void run() throws IOException {
        Path corpus = CorpusLocation.find();
        assumeThat(corpus.resolve("policy-controller"))
                .as("the corpus at " + corpus + " has no cases of policy-controller")
                .isDirectory();
        report = PolicyControllerRunner.of(corpus)
                .withMirror("https://tuf.acme.test", "trust/acme/tuf")
                .withMirror("https://tuf-ecdsa.acme.test", "policy-controller/tuf/ecdsa")
                .withMirror("https://tuf-usage.acme.test", "policy-controller/tuf/usage")
                .withHangingHost("hang.acme.test")
                .run();
        now = NotYetEqual.of(report);
        if (System.getProperty("countersign.rewriteNotYetEqual") != null) {
            now.write(LIST);
        }
        listed = Files.exists(LIST) ? NotYetEqual.read(LIST) : NotYetEqual.of(new ConformanceReport(List.of()));
    }

    @Test
    void the_corpus_holds_cases_and_nothing_crashes() {
        assertThat(report.results()).isNotEmpty();
        assertThat(report.results().stream().filter(result -> result.outcome() == Outcome.CRASH))
                .isEmpty();
    }

    @Test
    void nothing_that_policy_controller_refuses_is_admitted_without_a_number() {
        assertThat(report.results().stream().filter(CaseResult::laxer)).isEmpty();
    }

    @Test
    void numbers_are_those_of_the_list_of_divergences() {
        assertThat(report.results().stream().flatMap(result -> result.divergences().stream()))
                .isSubsetOf(DivergenceList.packaged());
    }

    @Test
    void nothing_is_unequal_beyond_the_list_and_the_list_holds_nothing_that_has_become_better() {
        assertThat(now.beyond(listed)).isEmpty();
        assertThat(listed.outlived(now, NotYetEqual.asked(report))).isEmpty();
    }
}
