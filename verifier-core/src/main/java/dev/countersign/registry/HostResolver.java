package dev.countersign.registry;

import java.net.URI;
import java.net.UnknownHostException;

/**
 * Says where the server of a registry is reached: for mirrors, tunnels and tests. Requests go there; messages, credentials
 * and caches keep the registry's own name. Thread-safe.
 */
@FunctionalInterface
public interface HostResolver {

    /**
     * Where requests for that server go. The path of a request is appended to it.
     *
     * @param server scheme and authority of the registry: {@code https://registry.example:5000}
     * @return scheme, authority and, if need be, a path without a trailing slash
     * @throws UnknownHostException when there is no such host
     */
    URI resolve(URI server) throws UnknownHostException;

    /** Every server is reached by its own name. */
    static HostResolver direct() {
        return server -> server;
    }
}
