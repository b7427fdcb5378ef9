package dev.countersign.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of divergences and the code say the same. */
class DivergencesTest {
    private static final Path PROJECT = project();
    private static final Pattern IN_CODE = Pattern.compile("\"(?:[^\"\\n]*\\b)?(D\\d{2})\\b[^\"\\n]*\"");
    private static final Pattern ROW = Pattern.compile("^\\| (D\\d{2}) \\| ([^|]*) \\|.*\\| ([^|]*) \\|$");
    private static final Pattern CLASS_NAME = Pattern.compile("`(\\w+)`");

    private record Divergence(String number, String kind, List<String> tests) {}

    @Test
    void every_number_in_the_code_is_listed_and_every_listed_number_is_in_the_code() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path file : files("main/java", ".java")) {
            Matcher number = IN_CODE.matcher(Files.readString(file));
            while (number.find()) {
                used.add(number.group(1));
            }
        }

        assertThat(listed()).extracting(Divergence::number).doesNotHaveDuplicates();
        assertThat(used).isEqualTo(DivergenceList.packaged());
        assertThat(used)
                .isEqualTo(listed().stream().map(Divergence::number).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void every_kind_is_one_of_three() throws IOException {
        assertThat(listed()).extracting(Divergence::kind).isSubsetOf("stricter", "looser", "telling");
    }

    @Test
    void every_number_names_test_classes_that_exist_and_speak_of_it() throws IOException {
        List<Path> tests = files("test/java", ".java");
        List<String> lists = new ArrayList<>();
        for (Path list : files("test/resources", ".txt")) {
            lists.add(Files.readString(list));
        }
        for (Divergence divergence : listed()) {
            assertThat(divergence.tests()).as(divergence.number()).isNotEmpty();
            List<String> texts = new ArrayList<>(lists);
            for (String name : divergence.tests()) {
                List<Path> found = tests.stream()
                        .filter(file -> file.endsWith(name + ".java"))
                        .toList();
                assertThat(found).as(divergence.number() + ": " + name).hasSize(1);
                texts.add(Files.readString(found.get(0)));
            }
            assertThat(texts).as(divergence.number()).anyMatch(text -> text.contains(divergence.number()));
        }
    }

    private static List<Divergence> listed() throws IOException {
        List<Divergence> listed = new ArrayList<>();
        for (String line : Files.readAllLines(PROJECT.resolve("docs/divergences.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                List<String> tests = new ArrayList<>();
                Matcher name = CLASS_NAME.matcher(row.group(3));
                while (name.find()) {
                    tests.add(name.group(1));
                }
                listed.add(new Divergence(row.group(1), row.group(2).strip(), tests));
            }
        }
        assertThat(listed).isNotEmpty();
        return listed;
    }

    private static List<Path> files(String below, String ending) {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of(
                "policy-model", "match-conditions-cel", "trust-root", "verifier-core", "conformance-tests", "cli")) {
            Path folder = PROJECT.resolve(module).resolve("src").resolve(below);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith(ending)).forEach(sources::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return sources;
    }

    private static Path project() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/divergences.md"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("no docs/divergences.md above the working folder");
            }
            folder = parent;
        }
        return folder;
    }
}
