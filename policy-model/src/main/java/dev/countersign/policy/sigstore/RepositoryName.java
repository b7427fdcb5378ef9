package dev.countersign.policy.sigstore;

import java.util.Optional;

/** Names of repositories, as the Go registry client accepts them. */
final class RepositoryName {
    private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-./";
    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 255;

    private RepositoryName() {}

    /** Why a text names no repository, in the client's words; empty when it does. */
    static Optional<String> error(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        String path = host ? name.substring(slash + 1) : name;
        if (!path.chars().allMatch(c -> CHARACTERS.indexOf(c) >= 0)) {
            return Optional.of("repository can only contain the characters `" + CHARACTERS + "`: " + path);
        }
        if (path.length() < MIN_LENGTH || path.length() > MAX_LENGTH) {
            return Optional.of("repository must be between " + MIN_LENGTH + " and " + MAX_LENGTH
                    + " characters in length: " + path);
        }
        return Optional.empty();
    }
}
