package dev.countersign.trust.source;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** One update's view of a mirror: bounded in files, bytes and time, and remembering what it fetched. Used by one thread. */
final class TufSession implements TufMirror {
    /** The most files of one update; a chain of roots that is longer needs a newer root to begin with. */
    static final int MAX_FILES = 300;

    /** The largest file, in bytes: 1 MiB. */
    static final int MAX_FILE_BYTES = 1 << 20;

    /** The longest time of one update. */
    static final Duration MAX_TIME = Duration.ofSeconds(60);

    /** Deep enough for metadata with delegations; the parser behind this one has no bound of its own. */
    static final DocumentLimits METADATA = new DocumentLimits(MAX_FILE_BYTES, 32, 100_000, 1);

    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._+-]+(/[A-Za-z0-9._+-]+)*");
    private static final Pattern DOTS = Pattern.compile("(.*/)?\\.+(/.*)?");

    private final TufMirror mirror;
    private final LongSupplier nanoTime;
    private final long started;
    private final Map<String, byte[]> fetched = new LinkedHashMap<>();
    private int asked;

    TufSession(TufMirror mirror, LongSupplier nanoTime) {
        this.mirror = mirror;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
    }

    @Override
    public String name() {
        return mirror.name();
    }

    /** Metadata, which must be JSON of bounded depth. */
    Optional<byte[]> metadata(String path, int most) throws IOException {
        Optional<byte[]> bytes = fetch(path, most);
        if (bytes.isPresent()
                && DocumentReader.readJson(path, bytes.get(), METADATA).value().isEmpty()) {
            throw new IOException(path + " of " + name() + " is no JSON");
        }
        return bytes;
    }

    @Override
    public Optional<byte[]> fetch(String path, int most) throws IOException {
        if (!PATH.matcher(path).matches() || DOTS.matcher(path).matches()) {
            return Optional.empty();
        }
        asked++;
        if (asked > MAX_FILES) {
            throw new IOException(name() + " makes an update ask for more than " + MAX_FILES + " files");
        }
        if (nanoTime.getAsLong() - started > MAX_TIME.toNanos()) {
            throw new IOException(
                    "the update from " + name() + " takes longer than " + MAX_TIME.toSeconds() + " seconds");
        }
        int bound = Math.max(0, Math.min(most, MAX_FILE_BYTES));
        Optional<byte[]> bytes = mirror.fetch(path, bound);
        if (bytes.isPresent()) {
            if (bytes.get().length > bound) {
                throw new IOException(path + " of " + name() + " is larger than " + bound + " bytes");
            }
            fetched.put(path, bytes.get());
        }
        return bytes;
    }

    /** What was fetched, by path, in order. */
    Map<String, byte[]> fetched() {
        return fetched;
    }
}
