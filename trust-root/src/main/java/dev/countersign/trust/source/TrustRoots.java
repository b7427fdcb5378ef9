package dev.countersign.trust.source;

import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import java.nio.file.Path;

/** Makes trust roots. Stateless; what it makes is thread-safe. */
public final class TrustRoots {
    /** The largest {@code trusted_root.json}, in bytes: 1 MiB. The public instance's has 7 KiB. */
    public static final int MAX_TRUSTED_ROOT_BYTES = TrustedRootReader.MAX_BYTES;

    private TrustRoots() {}

    /** Always the same material. */
    public static TrustRoot of(TrustMaterial material) {
        TrustSnapshot snapshot = TrustSnapshot.fixed(material);
        return () -> snapshot;
    }

    /**
     * Sigstore's {@code trusted_root.json} in a file. Nothing is read before the first question; then the file is read once, and
     * what it held counts for as long as the trust root lives. While it cannot be read, or holds something else, each question
     * tries again and gets a {@link TrustRootException} that names file, line and JSON path.
     *
     * @param file {@code mediaType application/vnd.dev.sigstore.trustedroot+json;version=0.1}, at most {@value
     *     #MAX_TRUSTED_ROOT_BYTES} bytes
     */
    public static TrustRoot trustedRootJson(Path file) {
        return new TrustedRootFile(file);
    }

    /**
     * Sigstore's {@code trusted_root.json} at hand, read at once.
     *
     * @param source the name that errors and origins carry
     * @param bytes UTF-8, at most {@value #MAX_TRUSTED_ROOT_BYTES}
     * @throws TrustRootException what is wrong with it, where, and how to mend it
     */
    public static TrustRoot trustedRootJson(String source, byte[] bytes) throws TrustRootException {
        return of(TrustedRootReader.read(source, bytes));
    }
}
