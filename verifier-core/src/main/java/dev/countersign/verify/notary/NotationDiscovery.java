package dev.countersign.verify.notary;

import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.SignatureManifest;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Asks the registry for what is signed, what refers to it, and for envelopes, each once a request. Judges nothing; bounds are
 * Kyverno's (CVE-2023-42813 to 42816).
 */
final class NotationDiscovery {
    /** The artifact type of notation signatures. */
    static final String SIGNATURE = "application/vnd.cncf.notary.signature";

    /** The most referrers of a manifest, of whatever type. */
    static final int MAX_REFERRERS = 50;

    /** The largest envelope or attestation, in bytes. */
    static final int MAX_BLOB_BYTES = 10_000_000;

    /** The number of the divergence: blobs are read as their descriptor states them. */
    static final String AS_STATED = "D51";

    private NotationDiscovery() {}

    private record TargetQuestion(Repository where, Digest digest) {}

    private record ReferrersQuestion(Repository where, Digest digest) {}

    private record BlobQuestion(Repository where, Digest manifest) {}

    private record Referrers(List<Descriptor> descriptors) {}

    /** What is stored where an envelope or an attestation belongs. */
    sealed interface Stored {
        /** The one layer. */
        @SuppressWarnings("ArrayRecordComponent") // stays within the package
        record Layer(String mediaType, Digest digest, byte[] bytes) implements Stored {}

        /**
         * None that can be read.
         *
         * @param message in Kyverno's words
         * @param undecided whether the registry failed, so that nothing is known
         * @param divergences numbers that this rests on
         */
        record Broken(String message, boolean undecided, List<String> divergences) implements Stored {}
    }

    /** A manifest as the registry serves it. */
    static NotationTarget target(ImageSubject image, Repository where, Digest digest)
            throws InvalidNameException, RegistryException {
        return image.once(new TargetQuestion(where, digest), NotationTarget.class, (registry, subject, deadline) -> {
            Manifest manifest = registry.manifest(where, digest, deadline);
            return new NotationTarget(
                    where, digest, manifest.mediaType(), manifest.bytes().remaining());
        });
    }

    /**
     * What refers to a manifest, in the registry's order.
     *
     * @throws RegistryException also where there are more than {@value #MAX_REFERRERS}
     */
    static List<Descriptor> referrers(ImageSubject image, Repository where, Digest digest)
            throws InvalidNameException, RegistryException {
        return image.once(new ReferrersQuestion(where, digest), Referrers.class, (registry, subject, deadline) -> {
                    try {
                        List<Descriptor> found = registry.referrers(where, digest, deadline);
                        if (found.size() <= MAX_REFERRERS) {
                            return new Referrers(found);
                        }
                    } catch (RegistryException e) {
                        if (e.kind() != RegistryException.Kind.TOO_LARGE) {
                            throw e;
                        }
                    }
                    throw new RegistryException(
                            RegistryException.Kind.TOO_LARGE,
                            0,
                            "failed to fetch referrers: too many referrers found, max limit is " + MAX_REFERRERS);
                })
                .descriptors();
    }

    /** The envelope in a signature manifest: its first layer, as Kyverno takes it. */
    static Stored envelope(ImageSubject image, Repository where, Digest manifest) throws InvalidNameException {
        try {
            return image.once(new BlobQuestion(where, manifest), Stored.class, (registry, subject, deadline) -> {
                byte[] bytes =
                        bytes(registry.manifest(where, manifest, deadline).bytes());
                List<Descriptor> layers;
                try {
                    layers = SignatureManifest.parse(bytes).layers();
                } catch (MalformedEntityException e) {
                    return new Stored.Broken(String.valueOf(e.getMessage()), false, List.of());
                }
                if (layers.isEmpty()) {
                    return new Stored.Broken("signature manifest " + manifest + " has no layers", false, List.of());
                }
                Descriptor layer = layers.get(0);
                if (layer.size() > MAX_BLOB_BYTES) {
                    return new Stored.Broken(
                            "payload size " + layer.size() + " exceeds " + MAX_BLOB_BYTES + " for digest "
                                    + layer.digest(),
                            false,
                            List.of());
                }
                return layer(image, where, layer);
            });
        } catch (RegistryException e) {
            return broken(e);
        }
    }

    /** A layer's bytes. */
    static Stored layer(ImageSubject image, Repository where, Descriptor layer) throws RegistryException {
        Digest digest = Digest.parse(layer.digest()).orElse(null);
        if (digest == null) {
            return new Stored.Broken("could not parse reference: " + where + "@" + layer.digest(), false, List.of());
        }
        try {
            ByteBuffer blob = image.registry().blob(where, digest, layer.size(), MAX_BLOB_BYTES, image.deadline());
            return new Stored.Layer(layer.mediaType(), digest, bytes(blob));
        } catch (RegistryException e) {
            if (e.kind() == RegistryException.Kind.CORRUPT) {
                // Kyverno does not compare the size, only the digest.
                return new Stored.Broken(String.valueOf(e.getMessage()), true, List.of(AS_STATED));
            }
            throw e;
        }
    }

    private static Stored.Broken broken(RegistryException failure) {
        return new Stored.Broken(
                String.valueOf(failure.getMessage()), failure.kind() != RegistryException.Kind.NOT_FOUND, List.of());
    }

    /** Whether bytes are compressed by gzip or Zstandard, which Kyverno undoes (without a bound). */
    static boolean isCompressed(byte[] bytes) {
        return bytes.length > 3
                && (bytes[0] == 0x1f && bytes[1] == (byte) 0x8b
                        || bytes[0] == 0x28 && bytes[1] == (byte) 0xb5 && bytes[2] == 0x2f && bytes[3] == (byte) 0xfd);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
