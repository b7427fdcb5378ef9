package dev.countersign.expression.function;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host, for {@code is_external_url}. Implementations are thread-safe. */
@FunctionalInterface
public interface HostResolver {
    /** Knows no host: an expression must not make network calls unless the caller allows it. */
    HostResolver NONE = host -> {
        throw new IOException("lookup " + host + ": no such host");
    };

    /**
     * The addresses of a host.
     *
     * @throws IOException if there are none; its message becomes the expression's error
     */
    List<InetAddress> resolve(String host) throws IOException;
}
