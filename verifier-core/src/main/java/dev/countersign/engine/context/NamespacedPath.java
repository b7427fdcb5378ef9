package dev.countersign.engine.context;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Which paths of the API server a namespaced policy may call: those below its own namespace (Kyverno spec 4.3). */
final class NamespacedPath {
    private static final String MARK = "/namespaces/";

    private NamespacedPath() {}

    /** Why the path may not be called; empty when it may. Escapes and dots are followed first, so that they hide nothing. */
    static Optional<String> refusal(String path, String policyNamespace) {
        String clean = cleaned(unescaped(path));
        Optional<String> namespace = namespace(clean);
        if (namespace.isEmpty()) {
            return Optional.of("path " + clean
                    + " does not contain a namespace segment, which is required for namespaced policies");
        }
        if (!namespace.get().equals(policyNamespace)) {
            return Optional.of("path " + clean + " refers to namespace " + namespace.get()
                    + ", which is different from the policy namespace " + policyNamespace);
        }
        return Optional.empty();
    }

    /** The segment after the first {@code /namespaces/} that comes after {@code /api/…} or {@code /apis/…}. */
    private static Optional<String> namespace(String path) {
        int from = path.startsWith("/api/") ? 5 : path.startsWith("/apis/") ? 6 : -1;
        // A line break ends what Kyverno's expression looks at.
        if (from < 0 || path.indexOf('\n') >= 0) {
            return Optional.empty();
        }
        for (int at = path.indexOf(MARK, from); at >= 0; at = path.indexOf(MARK, at + 1)) {
            int start = at + MARK.length();
            int end = path.indexOf('/', start);
            String segment = path.substring(start, end < 0 ? path.length() : end);
            if (!segment.isEmpty()) {
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /** As Go's url.PathUnescape; a text with a broken escape stays as it is. */
    static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.put(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return text;
            }
            out.put((byte) (high << 4 | low));
            i += 2;
        }
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }

    /** As Go's path.Clean. */
    static String cleaned(String path) {
        boolean rooted = path.startsWith("/");
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".")) {
                continue;
            }
            if (!segment.equals("..")) {
                kept.addLast(segment);
            } else if (!kept.isEmpty() && !kept.getLast().equals("..")) {
                kept.removeLast();
            } else if (!rooted) {
                kept.addLast(segment);
            }
        }
        String joined = String.join("/", kept);
        return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
