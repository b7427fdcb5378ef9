package dev.countersign.trust.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A directory that remembers the files of a TUF repository as its mirror has them. Called by one thread at a time. */
final class TufCache {
    private static final String TIMESTAMP = "timestamp.json";

    private final Path directory;

    TufCache(Path directory) {
        this.directory = directory;
    }

    boolean isPresent() {
        return Files.isRegularFile(directory.resolve(TIMESTAMP));
    }

    TufMirror mirror() {
        return TufMirror.directory(directory);
    }

    /** Keeps files that were verified together; each is replaced at once, and the one that names all others comes last. */
    void keep(Map<String, byte[]> files) throws IOException {
        Files.createDirectories(directory);
        List<String> paths = new ArrayList<>(files.keySet());
        paths.sort(Comparator.comparing(TIMESTAMP::equals));
        for (String path : paths) {
            Path file = directory.resolve(path);
            Path folder = file.getParent();
            if (folder == null) {
                continue;
            }
            Files.createDirectories(folder);
            Path whole = Files.createTempFile(folder, ".new", null);
            try {
                Files.write(whole, files.getOrDefault(path, new byte[0]));
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        }
    }
}
