package dev.countersign.expression.substitution;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths with slashes into a document, as Kyverno's errors and references name its places. */
final class SlashPath {
    private static final Pattern ANCHOR = Pattern.compile("[+<=X^]?\\((.+)\\)");
    private static final Pattern PLAIN = Pattern.compile("[A-Z_a-z][0-9A-Z_a-z]*");

    private SlashPath() {}

    /** The path of a member; a slash in its name is escaped. */
    static String member(String path, String name) {
        return path + "/" + name.replace("/", "\\/");
    }

    /** The path of an item. */
    static String item(String path, int index) {
        return path + "/" + index;
    }

    /** A path without the anchors of patterns, {@code /a/=(b)} becomes {@code /a/b}. */
    static String withoutAnchors(String path) {
        if (path.isEmpty()) {
            return path;
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            Matcher anchor = ANCHOR.matcher(part.strip());
            parts.add(anchor.matches() ? anchor.group(1) : part);
        }
        return clean(String.join("/", parts));
    }

    /** A path from a place in the document; one that begins with a slash stays as it is. */
    static String absolute(String reference, String place) {
        return reference.startsWith("/") ? reference : clean(place + "/" + reference);
    }

    /** As Go's path.Clean: without empty parts, {@code .} and {@code ..}. */
    private static String clean(String path) {
        boolean rooted = path.startsWith("/");
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            boolean canGoUp = !parts.isEmpty() && !parts.get(parts.size() - 1).equals("..");
            if (part.equals("..") && canGoUp) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && rooted)) {
                parts.add(part);
            }
        }
        String joined = String.join("/", parts);
        return rooted ? "/" + joined : joined;
    }

    /**
     * The query for what stands at this place of the object under admission: the path behind {@code foreach}, without its
     * first two parts.
     */
    static String query(String prefix, String path) {
        List<String> parts = parts(path);
        parts = parts.subList(parts.indexOf("foreach") + 1, parts.size());
        parts = parts.size() <= 2 ? List.of() : parts.subList(2, parts.size());
        StringBuilder query = new StringBuilder(prefix);
        for (String part : parts) {
            if (isIndex(part)) {
                query.append('[').append(part).append(']');
            } else if (PLAIN.matcher(part).matches()) {
                query.append('.').append(part);
            } else {
                query.append('.').append(quoted(part));
            }
        }
        return query.toString();
    }

    /** The names and indexes of a path; a backslash escapes, quotes hold slashes. */
    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean escaped = false;
        boolean quoted = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (escaped) {
                part.append(c);
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '/' && !quoted) {
                flush(part, parts);
            } else {
                part.append(c);
            }
        }
        flush(part, parts);
        return parts;
    }

    private static void flush(StringBuilder part, List<String> parts) {
        if (!part.isEmpty()) {
            parts.add(part.toString());
            part.setLength(0);
        }
    }

    private static boolean isIndex(String part) {
        return part.length() <= 19 && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String quoted(String part) {
        StringBuilder quoted = new StringBuilder("\"");
        part.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append((char) c);
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 0x20) {
                        quoted.append(String.format("\\u%04x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
