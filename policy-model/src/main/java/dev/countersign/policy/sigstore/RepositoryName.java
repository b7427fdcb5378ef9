package dev.countersign.policy.sigstore;

import dev.countersign.expression.function.GoSyntax;
import java.util.Optional;

/** Names of repositories and of whole registries, as policy-controller and the Go registry client accept them ({@code source[].oci}). */
final class RepositoryName {
    private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-./";
    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 255;

    private RepositoryName() {}

    /** Why a text names neither, in the client's words; empty when it does. */
    static Optional<String> error(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        if (first.indexOf('.') < 0 && first.indexOf(':') < 0) {
            return registry(name);
        }
        String path = name.substring(slash + 1);
        int length = path.codePointCount(0, path.length());
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            return Optional.of("repository must be between " + MIN_LENGTH + " and " + MAX_LENGTH
                    + " characters in length: " + path);
        }
        if (!path.chars().allMatch(c -> CHARACTERS.indexOf(c) >= 0)) {
            return Optional.of("repository can only contain the characters `" + CHARACTERS + "`: " + path);
        }
        Optional<String> registry = registry(first);
        boolean implicit = first.equals("index.docker.io") && path.indexOf('/') < 0;
        return registry.isEmpty() && implicit
                ? Optional.of("strict validation requires the full repository path (missing 'library')")
                : registry;
    }

    private static Optional<String> registry(String name) {
        return GoSyntax.isAuthority(name)
                ? Optional.empty()
                : Optional.of("registries must be valid RFC 3986 URI authorities: " + name);
    }
}
