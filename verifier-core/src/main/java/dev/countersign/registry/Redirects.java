package dev.countersign.registry;

import dev.countersign.registry.RegistryException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where an answer sends us, and whether we go there. */
final class Redirects {
    /** Go's client stops there too. */
    static final int MAX = 10;

    private static final int MAX_LENGTH = 8192;
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> SHOWN = Set.of("scope", "service", "mount", "from", "digest", "n", "last");

    private Redirects() {}

    /**
     * The next place; empty when the answer is no redirect.
     *
     * @throws RegistryException when it leads from TLS to plain HTTP, into a private network, or to no server at all
     */
    static Optional<URI> next(URI from, HttpTransport.Response answer) throws RegistryException {
        Optional<String> location = answer.header("location");
        if (!STATUSES.contains(answer.status()) || location.isEmpty()) {
            return Optional.empty();
        }
        String url = shown(from);
        URI to;
        try {
            if (location.get().length() > MAX_LENGTH) {
                throw refused(url, "the Location header is too long");
            }
            to = from.resolve(new URI(location.get()));
        } catch (URISyntaxException e) {
            throw refused(url, "failed to parse Location header");
        }
        String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
        if (to.getHost() == null || to.getUserInfo() != null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw refused(url, "redirect to something that is no registry or store");
        }
        if (scheme.equals("http") && !"http".equals(from.getScheme())) {
            throw refused(url, "redirect from https to http denied");
        }
        if (!to.getHost().equalsIgnoreCase(from.getHost()) && RequestTarget.mayBePrivate(to.getHost())) {
            throw refused(
                    url,
                    "SSRF protection: redirect from \"" + from.getHost() + "\" to private/link-local host \""
                            + to.getHost() + "\" denied");
        }
        return Optional.of(to);
    }

    static RegistryException tooMany(URI at) {
        return refused(shown(at), "stopped after " + MAX + " redirects");
    }

    /** A URL as messages show it: values of a query that may be secrets are not shown. */
    static String shown(URI uri) {
        String query = uri.getRawQuery();
        String plain = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        if (query == null || query.isEmpty()) {
            return plain;
        }
        TreeMap<String, String> parts = new TreeMap<>();
        for (String part : List.of(query.split("&"))) {
            String name = part.contains("=") ? part.substring(0, part.indexOf('=')) : part;
            boolean harmless = SHOWN.contains(decode(name));
            parts.merge(name, harmless ? part : name + "=REDACTED", (a, b) -> a + "&" + b);
        }
        return plain + "?" + String.join("&", parts.values());
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static RegistryException refused(String url, String why) {
        return new RegistryException(Kind.ANSWERED, 0, "Get \"" + url + "\": " + why);
    }
}
