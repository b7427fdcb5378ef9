package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.NotBuilt;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder of tables: {@code <topic>.jsonl}, one question and its answer a line. */
final class TableFolder {
    private final Path directory;
    private final Map<String, TableRunner> runners;

    TableFolder(Path directory, List<TableRunner> runners) {
        this.directory = directory;
        this.runners = runners.stream().collect(Collectors.toUnmodifiableMap(TableRunner::file, Function.identity()));
    }

    /** One piece of work for each line whose name is wanted, in the order of the files' names and of their lines. */
    List<Callable<CaseResult>> work(Predicate<String> wanted) {
        List<Callable<CaseResult>> work = new ArrayList<>();
        for (Path file : files()) {
            String fileName = String.valueOf(file.getFileName());
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                String name = "tables/" + fileName + ":" + (i + 1);
                String line = lines.get(i);
                if (!line.isBlank() && wanted.test(name)) {
                    work.add(() -> answer(name, fileName, line));
                }
            }
        }
        return work;
    }

    private CaseResult answer(String name, String fileName, String text) {
        ObjectValue line;
        try {
            line = Json.readObject(text);
        } catch (CorpusException e) {
            throw new CorpusException(name + ": " + e.getMessage(), e);
        }
        TableRunner runner = runners.get(fileName);
        TableAnswer ours = new NotBuilt();
        if (runner != null) {
            try {
                ours = runner.answer(line.object("in").orElse(Value.EMPTY_OBJECT));
            } catch (RuntimeException | StackOverflowError e) {
                Difference crash = new Difference("out", line, Value.of(e.toString()), Outcome.CRASH);
                return new CaseResult(name, Outcome.CRASH, List.of(), List.of(crash), List.of());
            }
        }
        Optional<Difference> difference =
                TableComparison.compare(line, ours, TableComparison.EMPTY_IS_ABSENT.contains(fileName));
        return new CaseResult(
                name,
                difference.map(Difference::level).orElse(Outcome.EQUAL),
                List.of(),
                difference.stream().toList(),
                List.of());
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CorpusException("cannot list " + directory, e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\n"));
        } catch (IOException e) {
            throw new CorpusException("cannot read " + file, e);
        }
    }
}
