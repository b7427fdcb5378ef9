package dev.countersign.expression.function;

import java.util.Optional;

/** What Go's libraries say of a text that a policy states, before anything is done with it. Stateless and thread-safe. */
public final class GoSyntax {
    private GoSyntax() {}

    /** Why a text is no regular expression, in the words of Go's regexp or for a bound of ours; empty when it is one. */
    public static Optional<String> regexError(String text) {
        try {
            GoRegex.compile(text);
            return Optional.empty();
        } catch (EvaluationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Why a text is no URL, in the words of Go's net/url; empty when it is one. */
    public static Optional<String> urlError(String text) {
        try {
            GoUrl.hostname(text);
            return Optional.empty();
        } catch (EvaluationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The host of a URL without its port; empty where it has none, or is none. */
    public static String urlHost(String text) {
        try {
            return GoUrl.hostname(text);
        } catch (EvaluationException e) {
            return "";
        }
    }

    /**
     * Whether a text is the target of an HTTP request, as Go's {@code url.ParseRequestURI} reads one: an address with its scheme, a path
     * from the root, or {@code *}.
     */
    public static boolean isRequestUri(String text) {
        return GoUrl.isRequestUri(text);
    }

    /** Whether the first PEM block of a text is a public key that Go's crypto/x509 reads. */
    public static boolean isPublicKey(String pem) {
        return PublicKeySyntax.isPublicKey(pem);
    }

    /** Whether a text is all of a host, perhaps with a port, of an address without scheme: no other part, and nothing escaped. */
    public static boolean isAuthority(String text) {
        return GoUrl.isAuthority(text);
    }

    /** Why a text is no host with a port, in the words of Go's {@code net.SplitHostPort}; empty when it is one. */
    public static Optional<String> hostPortError(String text) {
        return HostPort.error(text);
    }
}
