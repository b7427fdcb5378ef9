package dev.countersign.trust.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A TUF repository that publishes trust: where it is, the root that is trusted at first, and which of its targets counts. Immutable, does
 * no I/O. Reading it needs {@code dev.sigstore:sigstore-java} on the class path; nothing else in this library does.
 */
public final class TufRepository {
    /** The largest root.json, in bytes: 1 MiB. */
    public static final int MAX_ROOT_BYTES = 1 << 20;

    /** Where the public Sigstore instance publishes its trust. */
    public static final URI PUBLIC_SIGSTORE = URI.create("https://tuf-repo-cdn.sigstore.dev");

    private final TufMirror mirror;
    private final Root root;
    private final String targetsPath;
    private final String trustedRootTarget;
    private final Optional<Path> cache;

    private TufRepository(
            TufMirror mirror, Root root, String targetsPath, String trustedRootTarget, Optional<Path> cache) {
        this.mirror = mirror;
        this.root = root;
        this.targetsPath = targetsPath;
        this.trustedRootTarget = trustedRootTarget;
        this.cache = cache;
    }

    /** Yields the first root.json. */
    interface Root {
        byte[] read() throws IOException;
    }

    /**
     * A repository.
     *
     * @param root the root.json that is trusted to begin with, got by a way that is trusted; later ones are found from it
     */
    public static TufRepository of(TufMirror mirror, byte[] root) {
        byte[] copy = root.clone();
        return new TufRepository(mirror, copy::clone, "targets", "trusted_root.json", Optional.empty());
    }

    /**
     * A repository whose first root.json is in a file, read when it is needed.
     *
     * @param root at most {@value #MAX_ROOT_BYTES} bytes
     */
    public static TufRepository of(TufMirror mirror, Path root) {
        return new TufRepository(mirror, () -> bytes(root), "targets", "trusted_root.json", Optional.empty());
    }

    /** The public Sigstore instance, by the root.json that sigstore-java carries. */
    public static TufRepository publicSigstore(HttpClient http) {
        return publicRoot(TufMirror.http(PUBLIC_SIGSTORE, http));
    }

    /** A mirror of the public Sigstore instance, by the root.json that sigstore-java carries. */
    public static TufRepository publicRoot(TufMirror mirror) {
        // Not a method reference, which would load the class although sigstore-java may be missing.
        return new TufRepository(
                mirror, () -> SigstoreJavaTufClient.publicRoot(), "targets", "trusted_root.json", Optional.empty());
    }

    /** The same where targets are in another folder; {@code targets} is usual. */
    public TufRepository withTargetsPath(String path) {
        return new TufRepository(mirror, root, path, trustedRootTarget, cache);
    }

    /** The same where the trusted root is another target; {@code trusted_root.json} is usual. */
    public TufRepository withTrustedRootTarget(String name) {
        return new TufRepository(mirror, root, targetsPath, name, cache);
    }

    /**
     * The same, remembering in a directory what was found last: where the mirror cannot be reached after a restart, that counts until its
     * publisher's own expiry, and a mirror that offers something older is refused. The directory is trusted not to be rolled back itself.
     *
     * @param directory for this repository alone; it is made where it is missing
     */
    public TufRepository withCache(Path directory) {
        return new TufRepository(mirror, root, targetsPath, trustedRootTarget, Optional.of(directory));
    }

    TufMirror mirror() {
        return mirror;
    }

    byte[] root() throws IOException {
        return root.read();
    }

    String targetsPath() {
        return targetsPath;
    }

    String trustedRootTarget() {
        return trustedRootTarget;
    }

    Optional<Path> cache() {
        return cache;
    }

    private static byte[] bytes(Path root) throws IOException {
        try (InputStream in = Files.newInputStream(root)) {
            return in.readNBytes(MAX_ROOT_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("the file of its first root.json, " + root + ", does not exist", e);
        } catch (IOException e) {
            throw new IOException(
                    "the file of its first root.json, " + root + ", cannot be read: " + e.getMessage(), e);
        }
    }
}
