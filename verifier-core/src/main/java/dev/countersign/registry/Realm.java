package dev.countersign.registry;

import dev.countersign.registry.RegistryException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * The address of a token service, which the registry chooses. It must not lead a request into a private network, nor a user's
 * password to a stranger.
 */
final class Realm {
    private static final int MAX_LENGTH = 2048;

    private Realm() {}

    static URI check(String realm, Endpoint endpoint, boolean sendsPassword) throws RegistryException {
        if (realm.isEmpty()) {
            throw refused("malformed www-authenticate, missing realm");
        }
        URI uri;
        try {
            uri = new URI(realm);
        } catch (URISyntaxException e) {
            throw refused("invalid realm in www-authenticate: it is no URL");
        }
        if (realm.length() > MAX_LENGTH || uri.getHost() == null || uri.getUserInfo() != null) {
            throw refused("invalid realm in www-authenticate: it is no URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && endpoint.insecure())) {
            throw refused("invalid realm in www-authenticate: realm scheme \"" + scheme
                    + "\" not allowed for a secure registry; use https");
        }
        String host = uri.getHost();
        String registry = RequestTarget.nameOf(endpoint.host());
        if (RequestTarget.mayBePrivate(host) && !host.equals(registry)) {
            throw refused("invalid realm in www-authenticate: realm host \"" + host
                    + "\" is a private or link-local address");
        }
        if (sendsPassword && !domain(host).equals(domain(registry))) {
            throw refused("invalid realm in www-authenticate: realm host \"" + host + "\" does not match registry \""
                    + registry + "\"");
        }
        return uri;
    }

    /** The last two labels. */
    private static String domain(String host) {
        List<String> labels = List.of(host.toLowerCase(Locale.ROOT).split("\\."));
        boolean address = host.startsWith("[") || host.matches("[0-9.]+");
        return address || labels.size() < 2
                ? host.toLowerCase(Locale.ROOT)
                : labels.get(labels.size() - 2) + "." + labels.get(labels.size() - 1);
    }

    private static RegistryException refused(String message) {
        return new RegistryException(Kind.DENIED, 0, message);
    }
}
