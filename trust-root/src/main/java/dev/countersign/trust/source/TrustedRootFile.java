package dev.countersign.trust.source;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.trust.TrustRootException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** A {@code trusted_root.json}, read again where it was touched. */
final class TrustedRootFile implements MaterialSource {
    private final Path path;
    private final BoundedFile file;

    TrustedRootFile(Path path) {
        this.path = path;
        this.file = new BoundedFile("the trusted root", path, TrustedRootReader.MAX_BYTES);
    }

    /** The mark of the file, and the hash of what it held. */
    private record Mark(BoundedFile.Mark file, String hash) {}

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Reading read(Optional<Reading> last, Instant now) throws TrustRootException {
        BoundedFile.Mark mark = file.mark();
        if (last.isPresent()
                && last.get().mark() instanceof Mark known
                && known.file().equals(mark)
                && mark.isSettled(now)) {
            return last.get();
        }
        byte[] bytes = file.bytes();
        Mark read = new Mark(mark, HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(bytes)));
        if (last.isPresent()
                && last.get().mark() instanceof Mark known
                && known.hash().equals(read.hash())) {
            return known.equals(read) ? last.get() : Reading.of(last.get().material(), read);
        }
        return Reading.of(TrustedRootReader.read(path.toString(), bytes), read);
    }
}
