package dev.countersign.trust.source;

import dev.countersign.trust.TrustRootException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that trust is read from: its bytes up to a bound, and a mark that changes when they may have. */
final class BoundedFile {
    /** File systems tell times of changes no finer than this; a file that was touched later may have changed unseen. */
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(3);

    private final String what;
    private final Path file;
    private final int most;

    /**
     * A file.
     *
     * @param what it should be, for errors
     */
    BoundedFile(String what, Path file, int most) {
        this.what = what;
        this.file = file;
        this.most = most;
    }

    /**
     * What tells one content of a file from another without reading it.
     *
     * @param key of the file system; another one where the file was replaced
     */
    record Mark(Path file, Instant modified, long size, Optional<Object> key) {

        /** Whether the file was left alone for long enough that an equal mark means equal bytes. */
        boolean isSettled(Instant now) {
            return modified.plus(SETTLED_AFTER).isBefore(now);
        }
    }

    Mark mark() throws TrustRootException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Mark(
                    file,
                    attributes.lastModifiedTime().toInstant(),
                    attributes.size(),
                    Optional.ofNullable(attributes.fileKey()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** At most one byte more than the bound; whoever parses it refuses that. */
    byte[] bytes() throws TrustRootException {
        if (Files.isDirectory(file)) {
            throw unreadable("it is a directory", "Name the file inside of it.", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private TrustRootException unreadable(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return unreadable("the file does not exist", "Put it there, or name another.", cause);
        }
        if (cause instanceof AccessDeniedException) {
            return unreadable("this process may not read it", "Let it read the file.", cause);
        }
        return unreadable(String.valueOf(cause.getMessage()), "Look at the disk.", cause);
    }

    private TrustRootException unreadable(String why, String remedy, @Nullable IOException cause) {
        String text = "cannot read " + what + " " + file + ": " + why + ". " + remedy;
        return cause == null ? new TrustRootException(text) : new TrustRootException(text, cause);
    }
}
