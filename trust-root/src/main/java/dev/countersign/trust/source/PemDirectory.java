package dev.countersign.trust.source;

import dev.countersign.trust.TrustRootException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The PEM files of a directory that bear a name of cosign's; others are left alone. */
final class PemDirectory implements PemFiles.Listing {
    /** The most entries of a directory. */
    static final int MAX_ENTRIES = 1000;

    /** The most files of trust. */
    static final int MAX_FILES = 100;

    private final Path directory;

    PemDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<PemFiles.PemFile> files() throws TrustRootException {
        List<PemFiles.PemFile> files = new ArrayList<>();
        int entries = 0;
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path path : stream) {
                entries++;
                if (entries > MAX_ENTRIES) {
                    throw unusable("it has more than " + MAX_ENTRIES + " entries", "Name another directory.");
                }
                Optional<PemKind> kind = PemKind.ofName(String.valueOf(path.getFileName()));
                if (kind.isPresent() && !Files.isDirectory(path)) {
                    if (files.size() == MAX_FILES) {
                        throw unusable(
                                "it has more than " + MAX_FILES + " files of trust", "Remove what is not needed.");
                    }
                    files.add(new PemFiles.PemFile(kind.get(), path, ""));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw unusable("there is no such directory", "Create it, or name another.");
        } catch (IOException | DirectoryIteratorException e) {
            throw unusable(String.valueOf(e.getMessage()), "Look at the disk.");
        }
        if (files.isEmpty()) {
            throw unusable(
                    "no file bears a name of trust",
                    "Name files fulcio*.pem, rekor*.pub, ctfe*.pub, tsa*.pem, as cosign does.");
        }
        files.sort(Comparator.comparing(file -> file.path().toString()));
        return files;
    }

    private TrustRootException unusable(String why, String remedy) {
        return new TrustRootException("the trust in " + directory + " cannot be used: " + why + ". " + remedy);
    }
}
