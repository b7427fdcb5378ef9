package dev.countersign.verify.cosign;

import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.verify.ContentMemory;
import dev.countersign.verify.entity.CosignSignature;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.SignatureIndex;
import dev.countersign.verify.entity.SignatureManifest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads signature manifests in cosign's own layout. Judges nothing. What a manifest of a given digest holds is remembered, bounded by
 * size, because it can never change. Thread-safe.
 */
final class SignatureStore {
    /** How many bytes of signatures are remembered. */
    static final long REMEMBERED_BYTES = 32L << 20;

    /** cosign's bound on one layer (CVE-2024-29902). */
    static final long MAX_LAYER_BYTES = 128L << 20;

    /** Our bound on all layers of one image together. */
    static final long MAX_TOTAL_BYTES = 256L << 20;

    /** No more indexes are followed from one to the next. */
    static final int MAX_INDEXES = 4;

    private final ContentMemory<Remembered> known = new ContentMemory<>(REMEMBERED_BYTES, Remembered::weight);

    /** What a layer takes in memory at least, besides its payload: certificates, keys. */
    private static final int LAYER_WEIGHT = 16 * 1024;

    /** How many bytes one byte of a manifest, whose annotations hold everything but the payloads, takes in memory. */
    private static final int ANNOTATION_WEIGHT = 8;

    /** What a manifest of that many bytes holds. */
    private record Remembered(Outcome.Layers layers, int manifestBytes) {
        /** Roughly the bytes that it takes in memory. */
        long weight() {
            long bytes = 1024 + (long) ANNOTATION_WEIGHT * manifestBytes;
            for (Layer layer : layers.layers()) {
                bytes += layer instanceof Layer.Signature found
                        ? LAYER_WEIGHT + found.signature().payloadSize()
                        : LAYER_WEIGHT;
            }
            return bytes;
        }
    }

    /** What was found. */
    sealed interface Outcome {
        /** Layers, each of which is a signature or is broken; none when the image has no signature. */
        record Layers(List<Layer> layers) implements Outcome {
            /** Whether every layer was read, so that another look finds the same. */
            boolean isComplete() {
                return layers.stream().noneMatch(layer -> layer instanceof Layer.Broken);
            }
        }

        /** There is something, and it is no signature manifest: Go's text. */
        record Unreadable(String message) implements Outcome {}
    }

    /** One layer. */
    sealed interface Layer {
        /** A signature. */
        record Signature(CosignSignature signature) implements Layer {}

        /**
         * No signature: why, in the words of cosign.
         *
         * @param undecided whether the registry failed, so that nothing is known of the layer
         */
        record Broken(String message, boolean undecided) implements Layer {}
    }

    /**
     * What a manifest holds, or the manifest that an index names in its stead.
     *
     * @param foundAt how the manifest was found, for people: repository and tag, or repository and digest
     * @throws RegistryException when the manifest that an index names cannot be had
     */
    Outcome read(Registry registry, Repository where, Manifest found, String foundAt, Deadline deadline)
            throws RegistryException {
        String name = foundAt + "@" + found.digest();
        Optional<Remembered> remembered = known.find(name);
        if (remembered.isPresent()) {
            return remembered.get().layers();
        }
        SignatureManifest signatures;
        Manifest manifest = found;
        try {
            String mediaType = found.mediaType();
            for (int depth = 0; SignatureIndex.MEDIA_TYPES.contains(mediaType); depth++) {
                if (depth == MAX_INDEXES) {
                    return new Outcome.Unreadable("more than " + MAX_INDEXES + " indexes within each other");
                }
                Optional<SignatureIndex.Child> child = SignatureIndex.child(bytes(manifest.bytes()));
                if (child.isEmpty()) {
                    return new Outcome.Unreadable("no child with platform linux/amd64 in index " + foundAt);
                }
                Optional<Digest> digest = Digest.parse(child.get().digest());
                if (digest.isEmpty()) {
                    return new Outcome.Unreadable(
                            "cannot parse hash: \"" + child.get().digest() + "\"");
                }
                manifest = registry.manifest(where, digest.get(), deadline);
                mediaType = child.get().mediaType();
            }
            signatures = SignatureManifest.ofImage(bytes(manifest.bytes()));
        } catch (MalformedEntityException e) {
            return new Outcome.Unreadable(String.valueOf(e.getMessage()));
        }
        List<Layer> layers = new ArrayList<>();
        long total = 0;
        for (Descriptor layer : signatures.layers()) {
            total += Math.max(0, layer.size());
            layers.add(layer(registry, where, layer, total, foundAt, deadline));
        }
        Outcome.Layers outcome = new Outcome.Layers(List.copyOf(layers));
        if (outcome.isComplete()) {
            known.keep(name, new Remembered(outcome, manifest.bytes().remaining()));
        }
        return outcome;
    }

    private static Layer layer(
            Registry registry, Repository where, Descriptor layer, long total, String foundAt, Deadline deadline) {
        if (layer.size() < 0 || layer.size() > MAX_LAYER_BYTES) {
            return new Layer.Broken(
                    "size of layer (" + Long.toUnsignedString(layer.size()) + ") exceeded the limit (" + MAX_LAYER_BYTES
                            + ")",
                    false);
        }
        if (total > MAX_TOTAL_BYTES) {
            return new Layer.Broken("size of all layers exceeded the limit (" + MAX_TOTAL_BYTES + ")", true);
        }
        Optional<Digest> digest = Digest.parse(layer.digest());
        if (digest.isEmpty()) {
            return new Layer.Broken("cannot parse hash: \"" + layer.digest() + "\"", false);
        }
        try {
            ByteBuffer blob = registry.blob(where, digest.get(), layer.size(), MAX_LAYER_BYTES, deadline);
            return new Layer.Signature(CosignSignature.parse(layer.annotations(), bytes(blob), foundAt));
        } catch (RegistryException e) {
            return new Layer.Broken(String.valueOf(e.getMessage()), e.kind() != RegistryException.Kind.NOT_FOUND);
        } catch (MalformedEntityException e) {
            return new Layer.Broken(String.valueOf(e.getMessage()), false);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
