package dev.countersign.trust.source;

import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A {@code trusted_root.json} that is read when it is first needed. Thread-safe: one thread reads, the others wait. */
final class TrustedRootFile implements TrustRoot {
    private final Path file;
    private final Object reading = new Object();
    private volatile @Nullable TrustSnapshot known;

    TrustedRootFile(Path file) {
        this.file = file;
    }

    @Override
    public TrustSnapshot snapshot() throws TrustRootException {
        TrustSnapshot snapshot = known;
        if (snapshot != null) {
            return snapshot;
        }
        synchronized (reading) {
            snapshot = known;
            if (snapshot == null) {
                snapshot = TrustSnapshot.fixed(TrustedRootReader.read(file.toString(), bytes()));
                known = snapshot;
            }
            return snapshot;
        }
    }

    private byte[] bytes() throws TrustRootException {
        if (Files.isDirectory(file)) {
            throw unreadable("it is a directory", "Name the file trusted_root.json inside of it.", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(TrustedRootReader.MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw unreadable("the file does not exist", "Put it there, or name another.", e);
        } catch (AccessDeniedException e) {
            throw unreadable("this process may not read it", "Let it read the file.", e);
        } catch (IOException e) {
            throw unreadable(String.valueOf(e.getMessage()), "Look at the disk.", e);
        }
    }

    private TrustRootException unreadable(String why, String remedy, @Nullable IOException cause) {
        String text = "cannot read the trusted root " + file + ": " + why + ". " + remedy;
        return cause == null ? new TrustRootException(text) : new TrustRootException(text, cause);
    }
}
