package dev.countersign.verify.entity;

import dev.countersign.registry.Descriptor;
import java.util.List;

/**
 * The manifest under a signature tag: a layer for each signature (signature-verification.md 1.2).
 *
 * @param layers as stated, in order
 */
public record SignatureManifest(List<Descriptor> layers) {

    /** cosign's bound on layers, against a registry that serves endless ones (CVE-2024-29903). */
    public static final int MAX_LAYERS = 1000;

    public SignatureManifest {
        layers = List.copyOf(layers);
    }

    /**
     * Reads an artifact's manifest as the OCI's own Go types do.
     *
     * @throws MalformedEntityException when the bytes are no manifest, or when it has more than {@link #MAX_LAYERS} layers
     */
    public static SignatureManifest parse(byte[] manifest) throws MalformedEntityException {
        return bounded(GoManifest.layersOfArtifact(manifest));
    }

    /**
     * Reads a manifest as go-containerregistry reads that of an image: whatever follows it counts for nothing, and a digest or another
     * field that is none spoils it.
     *
     * @throws MalformedEntityException in its words: {@code wrong number of hex digits for sha256: abc}; when it has more than {@link
     *     #MAX_LAYERS} layers
     */
    public static SignatureManifest ofImage(byte[] manifest) throws MalformedEntityException {
        return bounded(GoManifest.layersOfImage(manifest));
    }

    private static SignatureManifest bounded(List<Descriptor> layers) throws MalformedEntityException {
        if (layers.size() > MAX_LAYERS) {
            throw new MalformedEntityException(
                    "number of layers (" + layers.size() + ") exceeded the limit (" + MAX_LAYERS + ")");
        }
        return new SignatureManifest(layers);
    }
}
