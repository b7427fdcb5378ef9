package dev.countersign.verify.cosign;

import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.cosign.SignatureStore.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Finds signatures and attestations in cosign's own layout: under the tags {@code sha256-<hex>.sig} and {@code sha256-<hex>.att}, or
 * signatures among the OCI 1.1 referrers of the image. Judges nothing. Thread-safe.
 */
final class CosignDiscovery {
    /** The artifact type of cosign's signatures as referrers. */
    static final String ARTIFACT_TYPE = "application/vnd.dev.cosign.artifact.sig.v1+json";

    private final SignatureStore store = new SignatureStore();

    private record TagQuestion(Repository where, String prefix, Kind kind) {}

    /** What is looked for under a tag. */
    enum Kind {
        /** Signatures of the image. */
        SIGNATURES(".sig"),
        /** Attestations of the image. */
        ATTESTATIONS(".att");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    private record ReferrerQuestion(Repository listedBy, Repository storedIn) {}

    /**
     * The signatures or attestations of an image under its tag, looked for once; none when there is no such tag.
     *
     * @throws RegistryException when the registry does not say whether there are any
     */
    Outcome tagged(ImageSubject image, Repository where, Kind kind) throws InvalidNameException, RegistryException {
        return tagged(image, where, "", kind);
    }

    /**
     * The same under a tag with something before it.
     *
     * @param prefix of the tag
     */
    Outcome tagged(ImageSubject image, Repository where, String prefix, Kind kind)
            throws InvalidNameException, RegistryException {
        return image.once(
                new TagQuestion(where, prefix, kind),
                Outcome.class,
                (registry, subject, deadline) ->
                        tagged(registry, where, prefix + "sha256-" + subject.hex() + kind.suffix, deadline));
    }

    private Outcome tagged(Registry registry, Repository where, String tag, Deadline deadline)
            throws RegistryException {
        try {
            Manifest manifest = registry.manifest(where, tag, deadline);
            return store.read(registry, where, manifest, where + ":" + tag, deadline);
        } catch (RegistryException e) {
            return noneWhereAbsent(e);
        }
    }

    /**
     * The signatures of an image in the last of its referrers of cosign's type, looked for once; none when there is no such
     * referrer. The others of the type count for nothing, as in cosign (signature-verification.md 1.6).
     *
     * @param listedBy the repository whose referrers count
     * @param storedIn the image's own repository, which cosign fetches the referrer from all the same
     * @throws RegistryException when the registry does not say whether there are any
     */
    Outcome referring(ImageSubject image, Repository listedBy, Repository storedIn)
            throws InvalidNameException, RegistryException {
        return image.once(
                new ReferrerQuestion(listedBy, storedIn),
                Outcome.class,
                (registry, subject, deadline) -> referring(registry, listedBy, storedIn, subject, deadline));
    }

    private Outcome referring(
            Registry registry, Repository listedBy, Repository storedIn, Digest subject, Deadline deadline)
            throws RegistryException {
        List<Descriptor> referrers = registry.referrers(listedBy, subject, deadline).stream()
                .filter(referrer -> referrer.artifactType().equals(ARTIFACT_TYPE))
                .toList();
        if (referrers.isEmpty()) {
            return new Outcome.Layers(List.of());
        }
        String last = referrers.get(referrers.size() - 1).digest();
        Optional<Digest> digest = Digest.parse(last);
        if (digest.isEmpty()) {
            return new Outcome.Unreadable("cannot parse hash: \"" + last + "\"");
        }
        try {
            Manifest manifest = registry.manifest(storedIn, digest.get(), deadline);
            return store.read(registry, storedIn, manifest, storedIn + "@" + digest.get(), deadline);
        } catch (RegistryException e) {
            return noneWhereAbsent(e);
        }
    }

    private static Outcome noneWhereAbsent(RegistryException e) throws RegistryException {
        if (e.kind() == RegistryException.Kind.NOT_FOUND) {
            return new Outcome.Layers(List.of());
        }
        throw e;
    }
}
