package dev.countersign.verify.bundle;

import dev.countersign.crypto.Cryptography;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.verify.ContentMemory;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.check.ReadBundle;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.SignatureIndex;
import dev.countersign.verify.entity.SignatureManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Finds Sigstore bundles among an image's referrers (Kyverno spec 8.6). Judges nothing. The referrers are asked for each time; what a blob
 * of a given digest holds is remembered, bounded by size, because it can never change. Thread-safe.
 */
final class BundleDiscovery {
    /** Kyverno's bound on referrers of any kind. */
    static final int MAX_REFERRERS = 50;

    /** Kyverno's bound on one bundle. */
    static final long MAX_BUNDLE_BYTES = 10_000_000;

    /** Our bound on all bundles of one image together, unpacked: they are all read before the first is verified. */
    static final long MAX_TOTAL_BYTES = 64L << 20;

    /** How many bytes of bundles are remembered. */
    static final long REMEMBERED_BYTES = 32L << 20;

    /** What a bundle takes in memory at least. */
    private static final int LEAST_WEIGHT = 32 * 1024;

    /** How many bytes one byte of a bundle takes in memory, read into octets and values. */
    private static final int BYTE_WEIGHT = 6;

    private static final String ARTIFACT_TYPE = "application/vnd.dev.sigstore.bundle";

    private final ContentMemory<ReadBundle> known =
            new ContentMemory<>(REMEMBERED_BYTES, bundle -> LEAST_WEIGHT + BYTE_WEIGHT * bundle.weight());

    /** What was found. */
    sealed interface Outcome {
        /** Bundles, perhaps none. */
        record Bundles(List<Found> bundles) implements Outcome {}

        /** One referrer that is no bundle though it says so: none counts then, as in Kyverno. Go's text. */
        record Unreadable(String message, String foundAt) implements Outcome {}

        /** One referrer could not be fetched: none counts then. */
        record NotFetched(String message, RegistryException failure) implements Outcome {}
    }

    /** A bundle and where it is stored. */
    record Found(ReadBundle bundle, String foundAt) {}

    private record Question(Repository where) {}

    /**
     * The bundles of an image, looked for once.
     *
     * @throws RegistryException when the registry does not say which referrers there are
     */
    Outcome bundles(ImageSubject image, Repository where, Cryptography cryptography)
            throws InvalidNameException, RegistryException {
        return image.once(
                new Question(where),
                Outcome.class,
                (registry, subject, deadline) -> bundles(registry, where, subject, cryptography, deadline));
    }

    private Outcome bundles(
            Registry registry, Repository where, Digest subject, Cryptography cryptography, Deadline deadline)
            throws RegistryException {
        List<Descriptor> referrers = registry.referrers(where, subject, deadline);
        if (referrers.size() > MAX_REFERRERS) {
            return new Outcome.Unreadable(
                    "failed to fetch referrers: too many referrers found, max limit is " + MAX_REFERRERS,
                    where + "@" + subject);
        }
        List<Found> bundles = new ArrayList<>();
        long total = 0;
        for (Descriptor referrer : referrers) {
            if (!referrer.artifactType().startsWith(ARTIFACT_TYPE)) {
                continue;
            }
            String foundAt = where + "@" + referrer.digest();
            String step = "failed to fetch referrer image: ";
            try {
                Manifest manifest = manifest(registry, where, referrer, deadline);
                step = "failed to fetch referrer layer: ";
                List<Descriptor> layers =
                        SignatureManifest.ofImage(bytes(manifest.bytes())).layers();
                if (layers.isEmpty()) {
                    return new Outcome.Unreadable("layers not found", foundAt);
                }
                Descriptor layer = layers.get(0);
                if (layer.size() > MAX_BUNDLE_BYTES) {
                    return new Outcome.Unreadable(
                            "layer size " + layer.size() + " exceeds " + MAX_BUNDLE_BYTES, foundAt);
                }
                ByteBuffer blob = registry.blob(
                        where, digest(layer.digest()), Math.max(0, layer.size()), MAX_BUNDLE_BYTES, deadline);
                step = "failed to unmarshal bundle: ";
                ReadBundle bundle = read(layer.digest(), blob, cryptography);
                total += bundle.weight();
                if (total > MAX_TOTAL_BYTES) {
                    throw new RegistryException(
                            RegistryException.Kind.TOO_LARGE,
                            0,
                            "size of all bundles exceeded the limit (" + MAX_TOTAL_BYTES + ")");
                }
                bundles.add(new Found(bundle, foundAt));
            } catch (RegistryException e) {
                // What is wrong with a body shows when it is read, after that step; what is wrong with an answer's
                // head, in it.
                boolean isBody = e.kind() == RegistryException.Kind.CORRUPT
                        && !String.valueOf(e.getMessage()).startsWith("GET ");
                return new Outcome.NotFetched((isBody ? "" : step) + e.getMessage(), e);
            } catch (MalformedEntityException e) {
                return new Outcome.Unreadable(step + e.getMessage(), foundAt);
            }
        }
        return new Outcome.Bundles(List.copyOf(bundles));
    }

    /** The referrer's manifest, or the one for linux/amd64 of an index. */
    private static Manifest manifest(Registry registry, Repository where, Descriptor referrer, Deadline deadline)
            throws RegistryException, MalformedEntityException {
        Manifest manifest = registry.manifest(where, digest(referrer.digest()), deadline);
        if (!SignatureIndex.MEDIA_TYPES.contains(manifest.mediaType())) {
            return manifest;
        }
        SignatureIndex.Child child = SignatureIndex.child(bytes(manifest.bytes()))
                .orElseThrow(() -> new MalformedEntityException(
                        "no child with platform linux/amd64 in index " + where + "@" + referrer.digest()));
        return registry.manifest(where, digest(child.digest()), deadline);
    }

    private ReadBundle read(String digest, ByteBuffer blob, Cryptography cryptography) throws MalformedEntityException {
        Optional<ReadBundle> remembered = known.find(digest);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        ReadBundle bundle = ReadBundle.parse(unpacked(bytes(blob)), cryptography);
        known.keep(digest, bundle);
        return bundle;
    }

    /** Kyverno's registry client unpacks a layer that is gzipped, whatever its media type says. */
    private static byte[] unpacked(byte[] blob) throws MalformedEntityException {
        if (blob.length < 2 || blob[0] != (byte) 0x1f || blob[1] != (byte) 0x8b) {
            return blob;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(blob))) {
            byte[] content = in.readNBytes((int) MAX_BUNDLE_BYTES + 1);
            if (content.length > MAX_BUNDLE_BYTES) {
                throw new MalformedEntityException("unpacked layer exceeds " + MAX_BUNDLE_BYTES);
            }
            return content;
        } catch (IOException e) {
            throw new MalformedEntityException("gzip: " + e.getMessage(), e);
        }
    }

    private static Digest digest(String text) throws MalformedEntityException {
        Optional<Digest> digest = Digest.parse(text);
        return digest.orElseThrow(() -> new MalformedEntityException("cannot parse hash: \"" + text + "\""));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
