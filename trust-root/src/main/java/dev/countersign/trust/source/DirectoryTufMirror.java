package dev.countersign.trust.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a TUF repository in a directory. Immutable. */
final class DirectoryTufMirror implements TufMirror {
    private final Path directory;

    DirectoryTufMirror(Path directory) {
        this.directory = directory;
    }

    @Override
    public String name() {
        return directory.toString();
    }

    @Override
    public Optional<byte[]> fetch(String path, int most) throws IOException {
        Path file = directory.resolve(path);
        if (!file.normalize().startsWith(directory.normalize())) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(most + 1));
        } catch (NoSuchFileException e) {
            if (!Files.isDirectory(directory)) {
                throw new IOException("there is no such directory", e);
            }
            return Optional.empty();
        }
    }
}
