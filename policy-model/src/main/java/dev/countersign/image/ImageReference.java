package dev.countersign.image;

import dev.countersign.image.ReferenceGrammar.BadReference;
import dev.countersign.image.ReferenceGrammar.Parts;
import java.util.Optional;

/**
 * An image's name, read and completed as Kyverno does ({@code GetImageInfo}): the default registry is put in front, the tag
 * {@code latest} behind, but no {@code library/} in between. Immutable.
 *
 * @param registry host and perhaps port; empty where the registry was added but must not show
 * @param path the repository within the registry
 * @param name the last segment of the path
 * @param tag empty where only a digest stands
 * @param digest {@code sha256:…}, or empty
 * @param reference what the {@code images} variable calls {@code reference}
 * @param referenceWithTag {@code registry/path:tag}, whatever the tag; Kyverno writes the colon even without one
 */
public record ImageReference(
        String registry,
        String path,
        String name,
        String tag,
        String digest,
        String reference,
        String referenceWithTag) {

    private static final String DEFAULT_TAG = "latest";

    /**
     * Reads an image's text.
     *
     * @param image as it stands in a container
     * @param defaults what completes it
     * @throws ImageReferenceException with Kyverno's text when it is no reference
     */
    public static ImageReference parse(String image, ReferenceDefaults defaults) throws ImageReferenceException {
        boolean completed = lacksRegistry(image);
        String full = completed ? defaults.defaultRegistry() + "/" + image : image;
        Parts parts;
        try {
            parts = ReferenceGrammar.parse(full);
        } catch (BadReference bad) {
            throw new ImageReferenceException("bad image: " + full + ", defaultRegistry: "
                    + defaults.defaultRegistry() + ", enableDefaultRegistryMutation: "
                    + defaults.enableDefaultRegistryMutation() + ": " + bad.text());
        }
        String registry = completed && !defaults.enableDefaultRegistryMutation() ? "" : parts.domain();
        String path = parts.path();
        String tag = parts.tag().isEmpty() && parts.digest().isEmpty() ? DEFAULT_TAG : parts.tag();
        String reference = normalForm(registry, path, tag, parts.digest());
        String referenceWithTag = prefixed(registry, path) + ":" + tag;
        // The grammar takes no underscore in a host, so such a host is still the path's first segment here.
        int slash = path.indexOf('/');
        if (registry.isEmpty() && slash > 0 && path.substring(0, slash).indexOf('_') >= 0) {
            registry = path.substring(0, slash);
            path = path.substring(slash + 1);
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new ImageReference(registry, path, name, tag, parts.digest(), reference, referenceWithTag);
    }

    /**
     * Why the distribution project's parser refuses a text as it stands, in its words; empty where it takes it.
     *
     * @param text nothing is put in front of it or behind it
     */
    public static Optional<String> grammarError(String text) {
        try {
            ReferenceGrammar.parse(text);
            return Optional.empty();
        } catch (BadReference bad) {
            return Optional.of(bad.text());
        }
    }

    /** Kyverno's text of the image: {@code registry/path@digest}, or with the tag where there is no digest. */
    public String normalForm() {
        return normalForm(registry, path, tag, digest);
    }

    /**
     * This image with a digest; its {@link #reference()} then names the digest.
     *
     * @param found {@code sha256:…}
     */
    public ImageReference withDigest(String found) {
        return new ImageReference(
                registry, path, name, tag, found, normalForm(registry, path, tag, found), referenceWithTag);
    }

    /** The normal form. */
    @Override
    public String toString() {
        return normalForm();
    }

    private static boolean lacksRegistry(String image) {
        int slash = image.indexOf('/');
        if (slash < 0) {
            return true;
        }
        String first = image.substring(0, slash);
        return first.indexOf('.') < 0
                && first.indexOf(':') < 0
                && !first.equals("localhost")
                && first.equals(ReferenceGrammar.lowerCase(first));
    }

    private static String normalForm(String registry, String path, String tag, String digest) {
        return digest.isEmpty() ? prefixed(registry, path) + ":" + tag : prefixed(registry, path) + "@" + digest;
    }

    private static String prefixed(String registry, String path) {
        return registry.isEmpty() ? path : registry + "/" + path;
    }
}
