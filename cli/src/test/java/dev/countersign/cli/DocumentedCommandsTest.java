package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The commands of the pages, run in this process from the root of the project: every line of every block without a language. A comment
 * behind a command states its outcome, {@code # passes} or {@code # fails}; without one it must pass.
 */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().endsWith("cli")
            ? Path.of("").toAbsolutePath().resolve("..").normalize()
            : Path.of("").toAbsolutePath();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC);
    private static final Pattern FUNCTION = Pattern.compile("(\\w+)\\(\\) \\{ (.*); \\}");
    private static final Pattern COMMENT = Pattern.compile("^(.*?)\\s*(?:#\\s*(.*))?$");

    private final Map<String, String> functions = new HashMap<>();
    private Path here = ROOT;
    private int ran;

    @ParameterizedTest
    @CsvSource({"docs/trust.md, 5", "docs/rotation.md, 14", "examples/private-sigstore/README.md, 3"})
    void every_command_of_a_page_does_what_the_page_says(String page, int commands) throws IOException {
        for (String line : lines(Files.readString(ROOT.resolve(page)))) {
            run(line);
        }
        assertThat(ran).isEqualTo(commands);
    }

    /** The lines of the blocks without a language, continued ones joined. */
    private static List<String> lines(String page) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        boolean shell = false;
        StringBuilder continued = new StringBuilder();
        for (String line : page.split("\n", -1)) {
            if (line.startsWith("```")) {
                inside = !inside;
                shell = inside && line.equals("```");
            } else if (shell && line.endsWith("\\")) {
                continued.append(line, 0, line.length() - 1);
            } else if (shell) {
                String whole = continued.append(line).toString().strip();
                continued.setLength(0);
                if (!whole.isEmpty()) {
                    lines.add(whole);
                }
            }
        }
        return lines;
    }

    private void run(String line) {
        Matcher function = FUNCTION.matcher(line);
        if (function.matches()) {
            functions.put(function.group(1), function.group(2));
            return;
        }
        Matcher commented = COMMENT.matcher(line);
        assertThat(commented.matches()).isTrue();
        List<String> words = List.of(commented.group(1).split("\\s+"));
        String outcome = commented.group(2) == null ? "passes" : commented.group(2);
        if (words.get(0).equals("cd")) {
            here = here.resolve(words.get(1)).normalize();
            assertThat(here).isDirectory();
            return;
        }
        String body = functions.get(words.get(0));
        if (body != null) {
            for (int i = 1; i < words.size(); i++) {
                body = body.replace("$" + i, words.get(i));
            }
            words = List.of(body.split("\\s+"));
        }
        assertThat(here.resolve(words.get(0)).normalize()).as(line).isEqualTo(ROOT.resolve("countersign"));
        assertThat(outcome).as(line).containsPattern("^(passes|fails)");
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(told, true, StandardCharsets.UTF_8);
        int status = Countersign.run(
                printed,
                printed,
                new ByteArrayInputStream(new byte[0]),
                CLOCK,
                words.stream().skip(1).map(this::path).toArray(String[]::new));
        assertThat(status)
                .as("%s%n%s", line, told.toString(StandardCharsets.UTF_8))
                .isEqualTo(outcome.startsWith("passes") ? ExitStatus.OK : ExitStatus.FAILED);
        ran++;
    }

    /** A word that names a file is one below the folder where the page is at that moment. */
    private String path(String word) {
        Path file = here.resolve(word);
        return !word.startsWith("-") && Files.exists(file) ? file.toString() : word;
    }
}
