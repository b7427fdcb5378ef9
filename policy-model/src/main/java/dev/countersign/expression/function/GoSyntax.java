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
}
