package dev.countersign.verify.entity;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Go's {@code encoding/json} reads it, with its error texts: names match whatever their case, a name may stand
 * twice, invalid UTF-8 becomes U+FFFD. What a signature covers is read by these rules in cosign, so that a laxer or stricter
 * reader would see another claim. Nesting is followed on the heap, up to Go's bound.
 */
public final class GoJson {
    /** Go's own bound on nesting. */
    static final int MAX_DEPTH = 10_000;

    private final byte[] in;
    private int at;

    private GoJson(byte[] in) {
        this.in = in;
    }

    /** A JSON value; members keep their order and may stand twice. */
    public sealed interface Node {
        /** Go's word for the kind of value in a type error. */
        String kind();
    }

    /** {@code null}. */
    public record NullNode() implements Node {
        @Override
        public String kind() {
            return "null";
        }
    }

    /** A truth value. */
    public record BoolNode(boolean value) implements Node {
        @Override
        public String kind() {
            return "bool";
        }
    }

    /** A number, as written. */
    public record NumberNode(String text) implements Node {
        @Override
        public String kind() {
            return "number";
        }
    }

    /** A text. */
    public record TextNode(String value) implements Node {
        @Override
        public String kind() {
            return "string";
        }
    }

    /** A list. */
    public record ListNode(List<Node> items) implements Node {
        @Override
        public String kind() {
            return "array";
        }
    }

    /** An object. */
    public record ObjectNode(List<Entry> entries) implements Node {
        @Override
        public String kind() {
            return "object";
        }

        /** Every value whose name is that one, whatever its case, in order: Go decodes each into the same field. */
        public List<Node> fields(String name) {
            List<Node> found = new ArrayList<>(1);
            for (Entry entry : entries) {
                if (entry.name().equals(name) || entry.name().equalsIgnoreCase(name)) {
                    found.add(entry.value());
                }
            }
            return found;
        }

        /** The last value of exactly that name, as in a Go map. */
        public Optional<Node> last(String name) {
            for (int i = entries.size() - 1; i >= 0; i--) {
                if (entries.get(i).name().equals(name)) {
                    return Optional.of(entries.get(i).value());
                }
            }
            return Optional.empty();
        }
    }

    /** One member of an object. */
    public record Entry(String name, Node value) {}

    /** An object or list that is not closed yet. */
    private static final class Open {
        final @Nullable List<Entry> entries;
        final List<Node> items = new ArrayList<>();
        String name = "";

        Open(boolean object) {
            entries = object ? new ArrayList<>() : null;
        }
    }

    /**
     * Parses one JSON value.
     *
     * @throws GoJsonException with Go's text when the bytes are no JSON
     */
    public static Node parse(byte[] json) throws GoJsonException {
        GoJson reader = new GoJson(json);
        Node value = reader.value();
        reader.blanks();
        if (reader.at < json.length) {
            throw reader.unexpected(json[reader.at], "after top-level value");
        }
        return value;
    }

    private Node value() throws GoJsonException {
        Deque<Open> open = new ArrayDeque<>();
        while (true) {
            blanks();
            byte c = peek();
            Node done;
            if (c == '{' || c == '[') {
                if (open.size() >= MAX_DEPTH) {
                    throw new GoJsonException("invalid character " + quote(c) + " exceeded max depth");
                }
                at++;
                Open next = new Open(c == '{');
                blanks();
                byte first = peek();
                if (first == (c == '{' ? '}' : ']')) {
                    at++;
                    done = close(next);
                } else {
                    open.push(next);
                    if (next.entries != null) {
                        next.name = name("looking for beginning of object key string");
                    }
                    continue;
                }
            } else {
                done = scalar(c);
            }
            // A finished value goes to the object or list around it, which may be finished by that in turn.
            while (true) {
                Open around = open.peek();
                if (around == null) {
                    return done;
                }
                boolean object = around.entries != null;
                if (around.entries != null) {
                    around.entries.add(new Entry(around.name, done));
                } else {
                    around.items.add(done);
                }
                blanks();
                byte next = peek();
                if (next == ',') {
                    at++;
                    if (object) {
                        blanks();
                        around.name = name("looking for beginning of object key string");
                    }
                    break;
                }
                if (next != (object ? '}' : ']')) {
                    throw unexpected(next, object ? "after object key:value pair" : "after array element");
                }
                at++;
                done = close(open.pop());
            }
        }
    }

    private static Node close(Open open) {
        return open.entries != null ? new ObjectNode(open.entries) : new ListNode(open.items);
    }

    private String name(String where) throws GoJsonException {
        byte c = peek();
        if (c != '"') {
            throw unexpected(c, where);
        }
        String name = text();
        blanks();
        byte colon = peek();
        if (colon != ':') {
            throw unexpected(colon, "after object key");
        }
        at++;
        return name;
    }

    private Node scalar(byte c) throws GoJsonException {
        return switch (c) {
            case '"' -> new TextNode(text());
            case 't' -> literal("true", new BoolNode(true));
            case 'f' -> literal("false", new BoolNode(false));
            case 'n' -> literal("null", new NullNode());
            default -> {
                if (c == '-' || (c >= '0' && c <= '9')) {
                    yield number();
                }
                throw unexpected(c, "looking for beginning of value");
            }
        };
    }

    private Node literal(String word, Node node) throws GoJsonException {
        for (int i = 0; i < word.length(); i++) {
            byte c = peek();
            if (c != word.charAt(i)) {
                throw unexpected(c, "in literal " + word + " (expecting " + quote((byte) word.charAt(i)) + ")");
            }
            at++;
        }
        return node;
    }

    private Node number() throws GoJsonException {
        int start = at;
        if (in[at] == '-') {
            at++;
            byte c = peek();
            if (c < '0' || c > '9') {
                throw unexpected(c, "in numeric literal");
            }
        }
        if (in[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < in.length && in[at] == '.') {
            at++;
            requireDigit("after decimal point in numeric literal");
            digits();
        }
        if (at < in.length && (in[at] == 'e' || in[at] == 'E')) {
            at++;
            if (at < in.length && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            requireDigit("in exponent of numeric literal");
            digits();
        }
        return new NumberNode(new String(in, start, at - start, StandardCharsets.US_ASCII));
    }

    private void requireDigit(String where) throws GoJsonException {
        byte c = peek();
        if (c < '0' || c > '9') {
            throw unexpected(c, where);
        }
    }

    private void digits() {
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
    }

    private String text() throws GoJsonException {
        int start = ++at;
        while (at < in.length && in[at] != '"' && in[at] != '\\' && (in[at] & 0xff) >= 0x20) {
            at++;
        }
        if (at < in.length && in[at] == '"') {
            return utf8(start, at++);
        }
        StringBuilder text = new StringBuilder(utf8(start, at));
        while (true) {
            byte c = peek();
            if (c == '"') {
                at++;
                return text.toString();
            }
            if ((c & 0xff) < 0x20) {
                throw unexpected(c, "in string literal");
            }
            if (c == '\\') {
                at++;
                escape(text);
            } else {
                int from = at;
                while (at < in.length && in[at] != '"' && in[at] != '\\' && (in[at] & 0xff) >= 0x20) {
                    at++;
                }
                text.append(utf8(from, at));
            }
        }
    }

    private void escape(StringBuilder text) throws GoJsonException {
        byte c = peek();
        at++;
        switch (c) {
            case '"', '\\', '/' -> text.append((char) c);
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                char unit = hex();
                if (Character.isHighSurrogate(unit) && at + 1 < in.length && in[at] == '\\' && in[at + 1] == 'u') {
                    int back = at;
                    at += 2;
                    char low = hex();
                    if (Character.isLowSurrogate(low)) {
                        text.append(unit).append(low);
                        return;
                    }
                    at = back;
                }
                text.append(Character.isSurrogate(unit) ? '\ufffd' : unit);
            }
            default -> {
                at--;
                throw unexpected(c, "in string escape code");
            }
        }
    }

    private char hex() throws GoJsonException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            byte c = peek();
            int digit = Character.digit(c, 16);
            if (c < 0 || digit < 0) {
                throw unexpected(c, "in \\u hexadecimal character escape");
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private String utf8(int from, int to) {
        CharBuffer decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(in, from, to - from));
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new IllegalStateException("a replacing decoder does not fail", e);
        }
        return decoded.toString();
    }

    private void blanks() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\t' || in[at] == '\r' || in[at] == '\n')) {
            at++;
        }
    }

    private byte peek() throws GoJsonException {
        if (at >= in.length) {
            throw new GoJsonException("unexpected end of JSON input");
        }
        return in[at];
    }

    private GoJsonException unexpected(byte c, String where) {
        return new GoJsonException("invalid character " + quote(c) + " " + where);
    }

    /** Go prints the byte as if it were a code point. */
    private static String quote(byte c) {
        int code = c & 0xff;
        return switch (code) {
            case '\'' -> "'\\''";
            case '"' -> "'\"'";
            case '\\' -> "'\\\\'";
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            case 0x07 -> "'\\a'";
            case '\b' -> "'\\b'";
            case '\f' -> "'\\f'";
            case 0x0b -> "'\\v'";
            default -> {
                boolean printable = code >= 0x20 && code != 0x7f && (code < 0x80 || code > 0xa0) && code != 0xad;
                yield printable ? "'" + (char) code + "'" : (code < 0x80 ? "'\\x%02x'" : "'\\u%04x'").formatted(code);
            }
        };
    }
}
