package dev.countersign.registry;

import java.net.URI;
import java.util.Optional;

/**
 * A registry host that was reached.
 *
 * @param scheme by which it answered
 * @param host its name, with its port
 * @param challenge what it wants of everyone
 */
record Endpoint(String scheme, String host, Optional<Challenge> challenge) {
    URI uri(String resource) {
        return URI.create(scheme + "://" + host + resource);
    }

    /** Whether plain HTTP is accepted of whatever this registry points to. */
    boolean insecure() {
        return scheme.equals("http");
    }

    Endpoint challengedBy(Challenge other) {
        return new Endpoint(scheme, host, Optional.of(other));
    }
}
