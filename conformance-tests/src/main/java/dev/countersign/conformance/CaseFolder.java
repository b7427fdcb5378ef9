package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One folder below {@code cases}.
 *
 * @param name {@code area/name}
 * @param directory where it is
 */
record CaseFolder(String name, Path directory) {

    /** All folders below a directory that hold a {@code case.json}, sorted by name. */
    static List<CaseFolder> below(Path cases) {
        try (Stream<Path> files = Files.walk(cases)) {
            return files.filter(file -> file.endsWith("case.json"))
                    .map(Path::getParent)
                    .map(folder -> new CaseFolder(name(cases, folder), folder))
                    .sorted(Comparator.comparing(CaseFolder::name))
                    .toList();
        } catch (IOException e) {
            throw new CorpusException("cannot list " + cases, e);
        }
    }

    private static String name(Path cases, Path folder) {
        return cases.relativize(folder).toString().replace('\\', '/');
    }

    /** {@code case.json}. */
    ObjectValue specification() {
        return Json.readObject(read("case.json"));
    }

    /** {@code expected.json}. */
    Answer expected() {
        return ExpectedFile.read(read("expected.json"));
    }

    /** The texts of a list of {@code case.json}. */
    static List<String> texts(ObjectValue object, String name) {
        return object.list(name).stream()
                .filter(Value.StringValue.class::isInstance)
                .map(value -> ((Value.StringValue) value).value())
                .toList();
    }

    /** A file of the case, if it has one. */
    Optional<Path> file(String file) {
        Path path = directory.resolve(file);
        return Files.exists(path) ? Optional.of(path) : Optional.empty();
    }

    /** A file's text. */
    String read(String file) {
        try {
            return Files.readString(directory.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CorpusException(name + ": cannot read " + file, e);
        }
    }
}
