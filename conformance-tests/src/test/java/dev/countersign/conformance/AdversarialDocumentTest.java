package dev.countersign.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of adversarial cases names what there is, and leaves no row out. */
class AdversarialDocumentTest {
    private static final int ROWS = 140;
    private static final Path PROJECT = project();
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| (.+) \\| (.+) \\|$");
    private static final Pattern ADVISORY = Pattern.compile("^\\| ((?:CVE|GHSA)-[\\w-]+) \\| .+ \\| (.+) \\|$");
    private static final Pattern CASE = Pattern.compile("`([a-z-]+/[\\w.-]+)`(: (?:Kyverno: )?(?:accepted|refused))?");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern NUMBER = Pattern.compile("\\bD\\d{2}\\b");

    private static List<Matcher> lines(Pattern pattern) throws IOException {
        List<Matcher> found = new ArrayList<>();
        for (String line : Files.readAllLines(PROJECT.resolve("docs/adversarial.md"))) {
            Matcher row = pattern.matcher(line);
            if (row.matches()) {
                found.add(row);
            }
        }
        return found;
    }

    @Test
    void every_row_stands_once_and_names_what_covers_it() throws IOException {
        List<Matcher> rows = lines(ROW);

        assertThat(rows.stream().map(row -> Integer.valueOf(row.group(1))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, ROWS).boxed().toList());
        assertThat(rows.stream()
                        .map(row -> row.group(3))
                        .filter(cover -> !CASE.matcher(cover).find()
                                && !TEST.matcher(cover).find()))
                .allMatch(cover -> cover.startsWith("None: "));
    }

    @Test
    void every_case_is_in_the_excerpt_and_its_answer_is_the_recorded_one() throws IOException {
        Path cases = PROJECT.resolve("conformance-tests/corpus/cases");
        for (Matcher row : lines(ROW)) {
            Matcher named = CASE.matcher(row.group(3));
            while (named.find()) {
                Path expected = cases.resolve(String.valueOf(named.group(1))).resolve("expected.json");
                assertThat(expected).as(row.group(1)).exists();
                if (named.group(2) != null) {
                    String status = String.valueOf(named.group(2)).endsWith("accepted") ? "pass" : "fail";
                    String recorded = Files.readString(expected);
                    int verify = recorded.indexOf("\"verify\"");
                    Matcher first =
                            Pattern.compile("\"status\"\\s*:\\s*\"(\\w+)\"").matcher(recorded);
                    assertThat(first.find(Math.max(0, verify)) && status.equals(first.group(1)))
                            .as(named.group(1))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void every_test_exists_and_every_number_is_a_divergence() throws IOException {
        Map<String, String> sources = sources();
        List<String> covers = new ArrayList<>();
        lines(ROW).forEach(row -> covers.add(row.group(3)));
        lines(ADVISORY).forEach(row -> covers.add(row.group(2)));
        for (String cover : covers) {
            Matcher test = TEST.matcher(cover);
            while (test.find()) {
                assertThat(sources.getOrDefault(test.group(1), ""))
                        .as(test.group())
                        .contains("void " + test.group(2) + "(");
            }
            Matcher number = NUMBER.matcher(cover);
            while (number.find()) {
                assertThat(DivergenceList.packaged()).contains(number.group());
            }
        }
    }

    @Test
    void every_advisory_has_one_test_or_a_reason_for_none() throws IOException {
        List<Matcher> advisories = lines(ADVISORY);

        assertThat(advisories).hasSizeGreaterThan(20);
        assertThat(advisories)
                .allMatch(row -> row.group(2).startsWith("no test: ")
                        || TEST.matcher(row.group(2)).matches());
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("policy-model", "trust-root", "verifier-core", "conformance-tests", "cli")) {
            Path folder = PROJECT.resolve(module).resolve("src/test/java");
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith("Test.java")).forEach(file -> {
                    try {
                        String name = String.valueOf(file.getFileName());
                        sources.put(name.substring(0, name.length() - 5), Files.readString(file));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
        return sources;
    }

    private static Path project() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/adversarial.md"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("no docs/adversarial.md above the working folder");
            }
            folder = parent;
        }
        return folder;
    }
}
