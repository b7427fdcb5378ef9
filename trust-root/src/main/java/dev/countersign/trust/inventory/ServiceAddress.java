package dev.countersign.trust.inventory;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;

/** Whether two addresses name one service. Stateless. */
final class ServiceAddress {
    private static final Map<String, Integer> PORTS = Map.of("https", 443, "http", 80);

    private ServiceAddress() {}

    /**
     * Whether what is trusted under one address speaks for a service at another: scheme, host and port are the same, and the path of the
     * service is that of the trust or below it, as the timestamp authority at {@code https://tsa.example} answers at {@code
     * https://tsa.example/api/v1/timestamp}.
     */
    static boolean speaksFor(String trusted, String service) {
        if (trusted.equals(service)) {
            return true;
        }
        try {
            URI known = new URI(trusted);
            URI asked = new URI(service);
            return !place(known).isEmpty()
                    && place(known).equals(place(asked))
                    && path(asked).startsWith(path(known));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Scheme, host and port; empty where it is no address of a server. */
    private static String place(URI address) {
        if (address.getScheme() == null || address.getHost() == null) {
            return "";
        }
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        int port = address.getPort() < 0 ? PORTS.getOrDefault(scheme, -1) : address.getPort();
        return scheme + "://" + address.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** The path with a slash at its end, so that {@code /log1} does not speak for {@code /log10}. */
    private static String path(URI address) {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        return path.endsWith("/") ? path : path + "/";
    }
}
