package dev.countersign.crypto;

import java.util.Optional;

/** What Go's net/url says of a text. Stateless and thread-safe. */
public final class UrlSyntax {
    private UrlSyntax() {}

    /** Why a text is no URL; empty when it is one. */
    public static Optional<String> error(String text) {
        try {
            GoUrl.parse(text);
            return Optional.empty();
        } catch (CryptographyException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
