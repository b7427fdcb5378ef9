package dev.countersign.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files of a layout, bounded. */
final class LayoutFiles {
    private LayoutFiles() {}

    /**
     * The whole file.
     *
     * @throws NoSuchFileException when there is none, or none that is a regular file
     * @throws RegistryException when it is larger than the bound or cannot be read
     */
    static ByteBuffer read(Path file, long maxBytes) throws NoSuchFileException, RegistryException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8L));
            if (bytes.length > maxBytes) {
                throw new RegistryException(
                        RegistryException.Kind.TOO_LARGE, 0, file + ": the file exceeds " + maxBytes + " bytes");
            }
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        } catch (IOException e) {
            throw new RegistryException(
                    RegistryException.Kind.CORRUPT, file + ": the file cannot be read: " + e.getMessage(), e);
        }
    }

    static RegistryException corrupt(Path file, String why) {
        return Failures.corrupt(file + ": " + why);
    }
}
