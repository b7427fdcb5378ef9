package dev.countersign.verify;

import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import java.util.Locale;
import java.util.Optional;

/**
 * An image as registry clients name it: Docker Hub's host and {@code library/} are filled in, as Kyverno's registry client fills
 * them in. Exactly one of tag and digest counts. Immutable.
 *
 * @param repository where it is
 * @param tag its tag; empty with a digest
 * @param digest its digest; a digest goes before a tag
 */
public record ImageName(Repository repository, String tag, Optional<Digest> digest) {

    private static final String DOCKER_HUB = "index.docker.io";
    private static final String REPOSITORY_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-./";
    private static final int MAX_REPOSITORY = 255;
    private static final int MAX_TAG = 128;

    /** A text names no image or repository. The message is that of the Go registry client. */
    public static final class InvalidNameException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidNameException(String message) {
            super(message);
        }
    }

    /**
     * The image of a normal form such as {@code registry.example/shop/web:1.0}.
     *
     * @throws InvalidNameException when it cannot be fetched by that name; a digest of another algorithm than SHA-256 cannot
     */
    public static ImageName parse(String image) throws InvalidNameException {
        int at = image.indexOf('@');
        if (at >= 0) {
            Digest digest = Digest.parse(image.substring(at + 1))
                    .orElseThrow(() -> new InvalidNameException("unsupported digest algorithm or length: " + image));
            String base = image.substring(0, at);
            int colon = base.lastIndexOf(':');
            if (colon > base.lastIndexOf('/')) {
                base = base.substring(0, colon);
            }
            return new ImageName(repository(base), "", Optional.of(digest));
        }
        int colon = image.lastIndexOf(':');
        boolean tagged = colon > image.lastIndexOf('/');
        String tag = tagged ? image.substring(colon + 1) : "latest";
        if (tag.isEmpty() || tag.length() > MAX_TAG || !tag.chars().allMatch(ImageName::isTagCharacter)) {
            throw new InvalidNameException("tag can only contain letters, digits and `_-.`: " + tag);
        }
        return new ImageName(repository(tagged ? image.substring(0, colon) : image), tag, Optional.empty());
    }

    /**
     * The repository of a name without tag and digest.
     *
     * @throws InvalidNameException when it is none
     */
    public static Repository repository(String name) throws InvalidNameException {
        if (name.isEmpty()) {
            throw new InvalidNameException("a repository name must be specified");
        }
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        String host = hasHost ? first : DOCKER_HUB;
        String path = hasHost ? name.substring(slash + 1) : name;
        if (host.equals("docker.io")) {
            host = DOCKER_HUB;
        }
        if (!path.chars().allMatch(c -> REPOSITORY_CHARACTERS.indexOf(c) >= 0)) {
            throw new InvalidNameException(
                    "repository can only contain the characters `" + REPOSITORY_CHARACTERS + "`: " + path);
        }
        if (path.length() < 2 || path.length() > MAX_REPOSITORY) {
            throw new InvalidNameException(
                    "repository must be between 2 and " + MAX_REPOSITORY + " characters in length: " + path);
        }
        if (host.equals(DOCKER_HUB) && path.indexOf('/') < 0) {
            path = "library/" + path;
        }
        return new Repository(host.toLowerCase(Locale.ROOT), path);
    }

    private static boolean isTagCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_-.".indexOf(c) >= 0;
    }
}
