package dev.countersign.policy.read;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.GoText;
import dev.countersign.document.Issue;
import dev.countersign.document.Issue.Severity;
import dev.countersign.document.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads files and folders. Confined to one thread. */
final class PolicyFiles {
    /** How deep folders may lie in one another; links may form a circle. */
    static final int MAX_FOLDER_DEPTH = 32;

    /** How many files one folder may hold, its folders included. */
    static final int MAX_FILES = 10_000;

    private final Loader loader;
    private final List<PolicyReading> readings = new ArrayList<>();
    private int files;

    private PolicyFiles(Loader loader) {
        this.loader = loader;
    }

    static PolicyReading read(Path path, Loader loader) {
        PolicyFiles reader = new PolicyFiles(loader);
        if (!Files.isDirectory(path)) {
            return reader.file(path, false);
        }
        reader.folder(path, 0);
        PolicyReading reading = PolicyReading.joined(reader.readings);
        if (reading.policies().isEmpty() && reading.exceptions().isEmpty() && !reading.hasErrors()) {
            Issue nothing = SourceReader.nothingIn(path.toString(), false, loader);
            return PolicyReading.joined(reading, failed(nothing));
        }
        return reading;
    }

    private void folder(Path folder, int depth) {
        if (depth > MAX_FOLDER_DEPTH) {
            readings.add(failed(issue(
                    "TOO_DEEP",
                    folder,
                    "folders lie too deep in one another",
                    "at most " + MAX_FOLDER_DEPTH + " levels",
                    "Remove links that lead back up, or flatten the folders")));
            return;
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path entry : stream) {
                entries.add(entry);
                if (entries.size() > MAX_FILES) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            readings.add(failed(unreadable(folder)));
            return;
        }
        entries.sort(Comparator.comparing(PolicyFiles::name, GoText.BY_BYTES));
        for (Path entry : entries) {
            if (name(entry).startsWith(".")) {
                continue;
            }
            if (Files.isDirectory(entry)) {
                folder(entry, depth + 1);
            } else if (isYaml(entry)) {
                files++;
                if (files > MAX_FILES) {
                    readings.add(failed(issue(
                            "TOO_MANY_FILES",
                            folder,
                            "the folder holds too many files",
                            "at most " + MAX_FILES + " files",
                            "Name a smaller folder")));
                    return;
                }
                readings.add(file(entry, true));
            }
        }
    }

    private PolicyReading file(Path file, boolean mayBeEmpty) {
        int limit = DocumentLimits.POLICIES.maxBytes();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(limit + 1);
        } catch (NoSuchFileException missing) {
            return failed(issue("FILE_NOT_FOUND", file, "there is no such file", "", "Correct the path"));
        } catch (IOException | SecurityException unreadable) {
            return failed(unreadable(file));
        }
        return SourceReader.read(file.toString(), bytes, loader, mayBeEmpty);
    }

    private static Issue unreadable(Path path) {
        return issue(
                "FILE_UNREADABLE",
                path,
                "it cannot be read",
                "",
                "Check its owner and permissions, and that it is a file");
    }

    private static Issue issue(String code, Path path, String message, String expected, String remedy) {
        return new Issue(code, Severity.ERROR, Location.of(path.toString()), "", message, "", expected, remedy);
    }

    private static PolicyReading failed(Issue issue) {
        return new PolicyReading(List.of(), List.of(), List.of(issue), Optional.empty());
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static boolean isYaml(Path path) {
        String name = name(path).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
