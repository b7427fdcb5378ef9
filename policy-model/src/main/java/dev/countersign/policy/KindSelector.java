package dev.countersign.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What one text of {@code kinds} selects. Immutable. Each part is a wildcard; a text of another form selects nothing, and
 * all its parts are empty.
 *
 * @param group API group; empty is the core group
 * @param version API version
 * @param kind kind
 * @param subresource subresource; empty selects the object itself
 */
public record KindSelector(String group, String version, String kind, String subresource) {
    /** Kyverno counts only versions of single digits: {@code v10} is a kind (measured 1). */
    private static final Pattern VERSION = Pattern.compile("v[0-9]((alpha|beta)[0-9])?|\\*");

    private static final String ANY = "*";
    private static final KindSelector NOTHING = new KindSelector("", "", "", "");

    /**
     * Reads {@code Kind}, {@code version/Kind}, {@code group/version/Kind}, each with {@code /subresource} or
     * {@code .subresource}, <code>*&#47;subresource</code> and <code>*&#47;*</code>.
     */
    public static KindSelector parse(String text) {
        int slash = text.lastIndexOf('/');
        List<String> parts = new ArrayList<>();
        if (slash >= 0) {
            parts.addAll(Arrays.asList(text.substring(0, slash).split("/", -1)));
        }
        parts.addAll(Arrays.asList(text.substring(slash + 1).split("\\.", -1)));
        return switch (parts.size()) {
            case 1 -> new KindSelector(ANY, ANY, parts.get(0), "");
            case 2 -> ofTwo(parts.get(0), parts.get(1));
            case 3 ->
                isVersion(parts.get(0))
                        ? new KindSelector(ANY, parts.get(0), parts.get(1), parts.get(2))
                        : new KindSelector(parts.get(0), parts.get(1), parts.get(2), "");
            case 4 -> new KindSelector(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
            default -> NOTHING;
        };
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

    private static boolean isVersion(String part) {
        return VERSION.matcher(part).matches();
    }

    /** Whether one of the texts is for that kind by {@link #kindOf}. */
    public static boolean containsKind(List<String> texts, String kind) {
        return texts.stream().anyMatch(text -> kindOf(text).equals(kind));
    }

    /**
     * The kind of a text as auto-generation reads it, without group, version and subresource. Here only the first dot parts
     * a subresource off, so that the answer differs from {@link #parse} for texts such as {@code Pod.status.x}.
     */
    public static String kindOf(String text) {
        String[] parts = text.split("/", -1);
        String kind =
                switch (parts.length) {
                    case 1 -> withSlash(text);
                    case 2 -> isVersion(parts[0]) && !text.equals("*/*") ? withSlash(parts[1]) : text;
                    case 3 -> isVersion(parts[0]) ? parts[1] + "/" + parts[2] : withSlash(parts[2]);
                    case 4 -> parts[2] + "/" + parts[3];
                    default -> "";
                };
        int slash = kind.indexOf('/');
        return slash >= 0 && slash == kind.lastIndexOf('/') ? kind.substring(0, slash) : kind;
    }

    private static String withSlash(String kind) {
        int dot = kind.indexOf('.');
        return dot < 0 ? kind : kind.substring(0, dot) + "/" + kind.substring(dot + 1);
    }
}
