package dev.countersign.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Issue;
import dev.countersign.document.Located;
import dev.countersign.document.Location;
import dev.countersign.policy.Policy;
import dev.countersign.policy.check.lint.Linter;
import dev.countersign.policy.check.lint.Lints;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import dev.countersign.policy.write.PolicyPrinter;
import dev.countersign.verify.lint.TrustLints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every policy at hand can be linted and printed; those that show how it is done are clean. */
class CorpusPoliciesTest {
    private static final Linter LINTER = new Linter(
            Stream.concat(Lints.all().stream(), TrustLints.all().stream()).toList());

    @Test
    void every_policy_of_the_corpus_is_linted_without_a_fault() throws IOException {
        List<Policy> policies = policies(CorpusLocation.find().resolve("cases"));

        assertThat(policies).isNotEmpty();
        assertThat(policies)
                .allSatisfy(policy -> assertThat(LINTER.lint(policy)).allSatisfy(issue -> {
                    assertThat(issue.location().line()).isPositive();
                    assertThat(issue.remedy()).isNotEmpty();
                }));
    }

    @Test
    void every_policy_of_the_corpus_reads_as_it_was_printed() throws IOException {
        List<Policy> policies = policies(CorpusLocation.find().resolve("cases"));

        assertThat(policies).isNotEmpty();
        assertThat(policies).allSatisfy(policy -> {
            assertThat(reread(PolicyPrinter.yaml(policy))).isEqualTo(withoutPlaces(policy));
            assertThat(reread(PolicyPrinter.json(policy))).isEqualTo(withoutPlaces(policy));
        });
    }

    @Test
    void the_examples_have_no_error_and_the_first_one_not_even_a_warning() throws IOException {
        Path examples = CorpusLocation.module().resolve("../examples").normalize();

        assertThat(policies(examples)).isNotEmpty();
        assertThat(policies(examples))
                .flatExtracting(LINTER::lint)
                .filteredOn(issue -> issue.severity() == Issue.Severity.ERROR)
                .extracting(Issue::toString)
                .isEmpty();
        assertThat(policies(examples.resolve("private-sigstore")))
                .flatExtracting(LINTER::lint)
                .extracting(Issue::toString)
                .isEmpty();
    }

    @Test
    void every_lint_has_a_section_on_the_page() throws IOException {
        List<String> page = Files.readAllLines(
                CorpusLocation.module().resolve("../docs/lint.md").normalize());

        assertThat(page)
                .containsAll(LINTER.rules().stream()
                        .map(rule -> "### " + rule.code())
                        .toList());
    }

    private static List<Policy> policies(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("policy.*\\.yaml"))
                    .sorted()
                    .flatMap(file -> PolicyReader.read(file).policies().stream())
                    .toList();
        }
    }

    private static Policy reread(String text) {
        PolicyReading reading = PolicyReader.read("printed", text.getBytes(StandardCharsets.UTF_8));
        assertThat(reading.policies()).as("%s", reading.issues()).hasSize(1);
        return withoutPlaces(reading.policies().get(0));
    }

    private static Policy withoutPlaces(Policy policy) {
        return new Policy(
                policy.kind(),
                policy.apiVersion(),
                policy.metadata(),
                policy.spec(),
                new Located.LocatedObject(Location.of(""), List.of()));
    }
}
