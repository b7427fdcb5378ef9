package dev.countersign.trust.source;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.trust.TrustRootException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** PEM files that are trusted together: they count as a whole, or not at all. */
final class PemFiles implements MaterialSource {
    private static final int ATTEMPTS = 5;

    private final String name;
    private final Listing listing;

    PemFiles(String name, Listing listing) {
        this.name = name;
        this.listing = listing;
    }

    /** Which files there are. */
    interface Listing {
        List<PemFile> files() throws TrustRootException;
    }

    /**
     * One file.
     *
     * @param variable that names it; empty where it was found in a directory
     */
    record PemFile(PemKind kind, Path path, String variable) {
        BoundedFile bounded() {
            return new BoundedFile(
                    variable.isEmpty() ? "the trust in" : variable + ", which is", path, PemMaterial.MAX_BYTES);
        }

        String name() {
            return variable.isEmpty() ? String.valueOf(path.getFileName()) : variable + ", " + path;
        }
    }

    /** The marks of all files, and the hash over what they held. */
    private record Mark(List<BoundedFile.Mark> files, String hash) {
        boolean isSettled(Instant now) {
            return files.stream().allMatch(file -> file.isSettled(now));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reading read(Optional<Reading> last, Instant now) throws TrustRootException {
        TrustRootException changing = new TrustRootException(
                "the trust in " + name + " cannot be used: files change while they are read. Replace them less often.");
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                Optional<Reading> reading = attempt(last, now);
                if (reading.isPresent()) {
                    return reading.get();
                }
            } catch (TrustRootException e) {
                changing = e; // a file may have gone between listing and reading it
            }
        }
        throw changing;
    }

    private Optional<Reading> attempt(Optional<Reading> last, Instant now) throws TrustRootException {
        List<PemFile> files = listing.files();
        List<BoundedFile.Mark> marks = marks(files);
        return last.isPresent()
                        && last.get().mark() instanceof Mark known
                        && known.files().equals(marks)
                        && known.isSettled(now)
                ? last
                : read(files, marks, last);
    }

    /** Empty where a file changed meanwhile, so that two states could be mixed. */
    private Optional<Reading> read(List<PemFile> files, List<BoundedFile.Mark> before, Optional<Reading> last)
            throws TrustRootException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        List<byte[]> texts = new ArrayList<>();
        for (PemFile file : files) {
            byte[] bytes = file.bounded().bytes();
            texts.add(bytes);
            content.writeBytes(
                    (file.kind() + " " + file.path() + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            content.writeBytes(bytes);
        }
        if (!marks(listing.files()).equals(before)) {
            return Optional.empty();
        }
        Mark mark = new Mark(before, HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(content.toByteArray())));
        if (last.isPresent()
                && last.get().mark() instanceof Mark known
                && known.hash().equals(mark.hash())) {
            return Optional.of(
                    known.equals(mark) ? last.get() : Reading.of(last.get().material(), mark));
        }
        PemMaterial material = new PemMaterial(name);
        for (int i = 0; i < files.size(); i++) {
            material.add(files.get(i).kind(), files.get(i).name(), texts.get(i));
        }
        return Optional.of(Reading.of(material.material(), mark));
    }

    private static List<BoundedFile.Mark> marks(List<PemFile> files) throws TrustRootException {
        List<BoundedFile.Mark> marks = new ArrayList<>();
        for (PemFile file : files) {
            marks.add(file.bounded().mark());
        }
        return List.copyOf(marks);
    }
}
