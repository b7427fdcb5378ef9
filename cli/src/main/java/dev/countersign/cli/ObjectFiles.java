package dev.countersign.cli;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading;
import dev.countersign.document.Issue;
import dev.countersign.document.Located;
import dev.countersign.document.Location;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads Kubernetes objects from files, folders and standard input. What is wrong becomes an issue. */
final class ObjectFiles {
    private static final int MAX_FILES = 10_000;

    private final InputStream in;

    ObjectFiles(InputStream in) {
        this.in = in;
    }

    /** The whole standard input, up to one byte more than a source may hold. */
    byte[] standardInput(List<Issue> issues) {
        try {
            return in.readNBytes(DocumentLimits.OBJECTS.maxBytes() + 1);
        } catch (IOException e) {
            issues.add(unreadable("-", e));
            return new byte[0];
        }
    }

    /**
     * Reads files and the files of folders, by name.
     *
     * @param deep whether folders within folders count; for objects under admission they do not, as in Kyverno
     */
    List<ObjectValue> read(List<String> arguments, boolean deep, List<Issue> issues) {
        List<ObjectValue> objects = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("-")) {
                objects(argument, standardInput(issues), objects, issues);
                continue;
            }
            for (Path file : files(Path.of(argument), deep, issues)) {
                try (InputStream content = Files.newInputStream(file)) {
                    byte[] bytes = content.readNBytes(DocumentLimits.OBJECTS.maxBytes() + 1);
                    objects(file.toString(), bytes, objects, issues);
                } catch (IOException e) {
                    issues.add(unreadable(file.toString(), e));
                }
            }
        }
        return objects;
    }

    private static List<Path> files(Path argument, boolean deep, List<Issue> issues) {
        if (!Files.isDirectory(argument)) {
            return List.of(argument);
        }
        try (Stream<Path> files = deep ? Files.walk(argument) : Files.list(argument)) {
            return files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(MAX_FILES)
                    .toList();
        } catch (IOException e) {
            issues.add(unreadable(argument.toString(), e));
            return List.of();
        }
    }

    private static void objects(String source, byte[] bytes, List<ObjectValue> objects, List<Issue> issues) {
        DocumentReading reading = DocumentReader.read(source, bytes, DocumentLimits.OBJECTS);
        reading.allIssues().stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .forEach(issues::add);
        for (Located root : reading.roots()) {
            if (root.value() instanceof Value.NullValue) {
                continue;
            }
            if (!(root.value() instanceof ObjectValue object)
                    || object.text("kind").orElse("").isEmpty()
                    || object.text("apiVersion").orElse("").isEmpty()) {
                issues.add(new Issue(
                        "NOT_AN_OBJECT",
                        Issue.Severity.ERROR,
                        root.location(),
                        "",
                        "this is no Kubernetes object",
                        "",
                        "an object with apiVersion and kind",
                        "Add apiVersion and kind, or leave the document out"));
                continue;
            }
            if (object.text("kind").orElse("").endsWith("List")
                    && object.get("items").isPresent()) {
                object.list("items").stream()
                        .filter(ObjectValue.class::isInstance)
                        .forEach(item -> objects.add((ObjectValue) item));
            } else {
                objects.add(object);
            }
        }
    }

    private static Issue unreadable(String source, IOException e) {
        boolean absent = e instanceof NoSuchFileException;
        return new Issue(
                absent ? "FILE_NOT_FOUND" : "FILE_UNREADABLE",
                Issue.Severity.ERROR,
                Location.of(source),
                "",
                absent ? "there is no such file or folder" : "the file cannot be read: " + e.getMessage(),
                "",
                "",
                absent ? "Correct the path" : "Make the file readable");
    }
}
