package dev.countersign.engine.match;

import dev.countersign.admission.GroupVersionKind;
import dev.countersign.image.Wildcard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A kind as a rule names it: {@code Pod}, {@code v1/Pod}, {@code apps/v1/Deployment/scale} …, each part a wildcard. Source:
 * Kyverno's {@code ParseKindSelector}. Immutable.
 *
 * @param group {@code *} where none is named
 * @param version {@code *} where none is named
 * @param kind as written
 * @param subresource empty where none is named
 */
public record KindSelector(String group, String version, String kind, String subresource) {
    private static final String ANY = "*";
    private static final String EPHEMERAL_CONTAINERS = "ephemeralcontainers";
    private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");

    /** Matches no kind at all. */
    private static final KindSelector NOTHING = new KindSelector("", "", "", "");

    /** Reads a selector; a text of more than four parts matches nothing. */
    public static KindSelector parse(String text) {
        List<String> parts = parts(text);
        switch (parts.size()) {
            case 1:
                return new KindSelector(ANY, ANY, parts.get(0), "");
            case 2:
                return ofTwo(parts.get(0), parts.get(1));
            case 3:
                return isVersion(parts.get(0))
                        ? new KindSelector(ANY, parts.get(0), parts.get(1), parts.get(2))
                        : new KindSelector(parts.get(0), parts.get(1), parts.get(2), "");
            case 4:
                return new KindSelector(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
            default:
                return NOTHING;
        }
    }

    private static KindSelector ofTwo(String first, String second) {
        if (first.equals(ANY) && second.equals(ANY)) {
            return new KindSelector(ANY, ANY, ANY, ANY);
        }
        if (first.equals(ANY) && second.equals(second.toLowerCase(Locale.ROOT))) {
            return new KindSelector(ANY, ANY, ANY, second);
        }
        return isVersion(first) ? new KindSelector(ANY, first, second, "") : new KindSelector(ANY, ANY, first, second);
    }

    /** Cut at slashes, and the last part at dots. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>(List.of(text.split("/", -1)));
        String last = parts.remove(parts.size() - 1);
        parts.addAll(List.of(last.split("\\.", -1)));
        return parts;
    }

    /** {@code ^(v\d((alpha|beta)\d)?|\*)$}: one digit each. */
    private static boolean isVersion(String text) {
        if (text.equals(ANY)) {
            return true;
        }
        if (text.length() < 2 || text.charAt(0) != 'v' || !isDigit(text.charAt(1))) {
            return false;
        }
        String stage = text.substring(2);
        for (String word : List.of("alpha", "beta")) {
            if (stage.length() == word.length() + 1 && stage.startsWith(word) && isDigit(stage.charAt(word.length()))) {
                return true;
            }
        }
        return stage.isEmpty();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /**
     * Whether this selector means a kind.
     *
     * @param asked the kind of the request
     * @param askedSubresource empty for the object itself
     * @param allowEphemeralContainers whether a selector that means Pods also means their subresource
     *     {@code ephemeralcontainers}; rules are matched so
     */
    public boolean matches(GroupVersionKind asked, String askedSubresource, boolean allowEphemeralContainers) {
        return Wildcard.matches(group, asked.group())
                && Wildcard.matches(version, asked.version())
                && Wildcard.matches(kind, asked.kind())
                && (Wildcard.matches(subresource, askedSubresource)
                        || (allowEphemeralContainers
                                && asked.equals(POD)
                                && askedSubresource.equals(EPHEMERAL_CONTAINERS)));
    }

    /** Whether any of the selectors means a kind. */
    public static boolean anyMatches(
            Collection<String> selectors,
            GroupVersionKind asked,
            String askedSubresource,
            boolean allowEphemeralContainers) {
        return selectors.stream()
                .anyMatch(text -> parse(text).matches(asked, askedSubresource, allowEphemeralContainers));
    }

    /** Whether any of the selectors names exactly that kind, whatever its group and version. */
    public static boolean anyNames(Collection<String> selectors, String kind) {
        return selectors.stream().anyMatch(text -> parse(text).kind().equals(kind));
    }
}
