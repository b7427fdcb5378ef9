package dev.countersign.verify.entity;

import dev.countersign.document.GoText;
import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonBoolean;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonNumber;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.JsonValue.Member;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON as Go's {@code encoding/json} does, with its words for what is wrong: {@code invalid character 'b' looking for
 * beginning of value}. Invalid UTF-8 becomes U+FFFD. Thread-safe.
 */
public final class GoJson {
    /** How deep arrays and objects may nest: Go's own bound. */
    public static final int MAX_DEPTH = 10_000;

    /** The longest text, in bytes. */
    public static final int MAX_BYTES = 128 * 1024 * 1024;

    private static final String END = "unexpected end of JSON input";
    private static final String IN_NUMBER = "in numeric literal";
    private static final String IN_FRACTION = "after decimal point in numeric literal";
    private static final String IN_EXPONENT = "in exponent of numeric literal";
    private static final String IN_ESCAPE = "in string escape code";
    private static final String IN_HEX = "in \\u hexadecimal character escape";

    private final byte[] in;
    private final boolean streaming;
    private final boolean unicode;
    private final Limits limits;
    private int values;
    private int at;

    private GoJson(byte[] in, boolean streaming, boolean unicode, Limits limits) {
        this.in = in;
        this.streaming = streaming;
        this.unicode = unicode;
        this.limits = limits;
    }

    /**
     * Our own bounds on a text from a stranger, below those of Go.
     *
     * @param depth how deep arrays and objects may nest
     * @param values how many values there may be, of any kind and on any level
     */
    public record Limits(int depth, int values) {
        /** Those of Go. */
        static final Limits OF_GO = new Limits(MAX_DEPTH, Integer.MAX_VALUE);
    }

    /**
     * Reads a text that holds one value and nothing else (Go's {@code json.Unmarshal}).
     *
     * @throws MalformedEntityException in Go's words
     */
    public static JsonValue unmarshal(byte[] text) throws MalformedEntityException {
        return unmarshal(text, Limits.OF_GO);
    }

    /**
     * The same within bounds.
     *
     * @throws MalformedEntityException in Go's words; in our own beyond the bounds
     */
    public static JsonValue unmarshal(byte[] text, Limits limits) throws MalformedEntityException {
        return whole(new GoJson(bounded(text), false, false, limits));
    }

    /**
     * The same, but text must be Unicode: neither malformed UTF-8 nor half of a surrogate pair is taken, as in Go's {@code protojson}.
     *
     * @throws MalformedEntityException in words of no particular form
     */
    public static JsonValue unmarshalUnicode(byte[] text, Limits limits) throws MalformedEntityException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bounded(text)));
        } catch (CharacterCodingException e) {
            throw new MalformedEntityException("invalid UTF-8", e);
        }
        return whole(new GoJson(text, false, true, limits));
    }

    private static JsonValue whole(GoJson reader) throws MalformedEntityException {
        JsonValue value = reader.value();
        reader.skipSpace();
        if (reader.at < reader.in.length) {
            throw reader.invalid("after top-level value");
        }
        return value;
    }

    /**
     * Reads the first value of a text, whatever follows it (Go's {@code json.Decoder.Decode}).
     *
     * @throws MalformedEntityException in Go's words; {@code EOF} for the empty text, {@code unexpected EOF} where it ends early
     */
    public static JsonValue decodeFirst(byte[] text) throws MalformedEntityException {
        GoJson reader = new GoJson(bounded(text), true, false, Limits.OF_GO);
        reader.skipSpace();
        if (reader.at == text.length) {
            throw new MalformedEntityException("EOF");
        }
        try {
            return reader.value();
        } catch (MalformedEntityException e) {
            throw END.equals(e.getMessage()) ? new MalformedEntityException("unexpected EOF", e) : e;
        }
    }

    private static byte[] bounded(byte[] text) throws MalformedEntityException {
        if (text.length > MAX_BYTES) {
            throw new MalformedEntityException("JSON text of " + text.length + " bytes exceeds " + MAX_BYTES);
        }
        return text;
    }

    /** An array or object that is not closed yet. */
    private static final class Open {
        private final boolean object;
        private final List<Member> members = new ArrayList<>();
        private final List<JsonValue> elements = new ArrayList<>();
        private String name = "";

        Open(boolean object) {
            this.object = object;
        }

        void add(JsonValue value) {
            if (object) {
                members.add(new Member(name, value));
            } else {
                elements.add(value);
            }
        }

        JsonValue close() {
            return object ? new JsonObject(members) : new JsonArray(elements);
        }
    }

    /** Nesting is followed on the heap, so that no text can exhaust the stack. */
    private JsonValue value() throws MalformedEntityException {
        Deque<Open> open = new ArrayDeque<>();
        while (true) {
            Optional<JsonValue> begun = begin(open);
            if (begun.isEmpty()) {
                continue;
            }
            JsonValue done = begun.get();
            while (!open.isEmpty()) {
                Open around = open.peek();
                around.add(done);
                skipSpace();
                byte c = peek();
                if (c == ',') {
                    at++;
                    if (around.object) {
                        around.name = name();
                    }
                    break;
                }
                if (c != (around.object ? '}' : ']')) {
                    throw invalid(around.object ? "after object key:value pair" : "after array element");
                }
                at++;
                done = open.pop().close();
            }
            if (open.isEmpty()) {
                return done;
            }
        }
    }

    /** Reads a scalar or an empty array or object; anything else is opened, and its first element follows. */
    private Optional<JsonValue> begin(Deque<Open> open) throws MalformedEntityException {
        skipSpace();
        byte c = peek();
        if (++values > limits.values()) {
            throw new MalformedEntityException("JSON text holds more than " + limits.values() + " values");
        }
        if (c != '{' && c != '[') {
            return Optional.of(scalar(c));
        }
        if (open.size() >= limits.depth()) {
            throw limits.depth() == MAX_DEPTH
                    ? invalid("exceeded max depth")
                    : new MalformedEntityException("JSON text nests deeper than " + limits.depth() + " levels");
        }
        at++;
        Open next = new Open(c == '{');
        skipSpace();
        if (peek() == (next.object ? '}' : ']')) {
            at++;
            return Optional.of(next.close());
        }
        open.push(next);
        if (next.object) {
            next.name = name();
        }
        return Optional.empty();
    }

    private String name() throws MalformedEntityException {
        skipSpace();
        if (peek() != '"') {
            throw invalid("looking for beginning of object key string");
        }
        at++;
        String name = string();
        skipSpace();
        if (peek() != ':') {
            throw invalid("after object key");
        }
        at++;
        return name;
    }

    private JsonValue scalar(byte c) throws MalformedEntityException {
        switch (c) {
            case '"':
                at++;
                return new JsonString(string());
            case 't':
                literal("true");
                return new JsonBoolean(true);
            case 'f':
                literal("false");
                return new JsonBoolean(false);
            case 'n':
                literal("null");
                return new JsonNull();
            default:
                if (c == '-' || isDigit(c)) {
                    return number();
                }
                throw invalid("looking for beginning of value");
        }
    }

    private void literal(String word) throws MalformedEntityException {
        at++;
        for (int i = 1; i < word.length(); i++) {
            String context = "in literal " + word + " (expecting " + quote((byte) word.charAt(i)) + ")";
            if (peek(context) != word.charAt(i)) {
                throw invalid(context);
            }
            at++;
        }
    }

    private JsonValue number() throws MalformedEntityException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek(IN_NUMBER) == '0') {
            at++;
        } else if (isDigit(peek())) {
            digits();
        } else {
            throw invalid(IN_NUMBER);
        }
        if (at < in.length && in[at] == '.') {
            at++;
            if (!isDigit(peek(IN_FRACTION))) {
                throw invalid(IN_FRACTION);
            }
            digits();
        }
        if (at < in.length && (in[at] == 'e' || in[at] == 'E')) {
            at++;
            if (peek(IN_EXPONENT) == '+' || peek() == '-') {
                at++;
            }
            if (!isDigit(peek(IN_EXPONENT))) {
                throw invalid(IN_EXPONENT);
            }
            digits();
        }
        return new JsonNumber(new String(in, start, at - start, StandardCharsets.US_ASCII));
    }

    private void digits() {
        while (at < in.length && isDigit(in[at])) {
            at++;
        }
    }

    private String string() throws MalformedEntityException {
        StringBuilder text = new StringBuilder();
        int start = at;
        while (true) {
            byte c = peek();
            if (c == '"') {
                text.append(new String(in, start, at - start, StandardCharsets.UTF_8));
                at++;
                return withoutLoneSurrogates(text);
            }
            if (c == '\\') {
                text.append(new String(in, start, at - start, StandardCharsets.UTF_8));
                at++;
                text.append(escape());
                start = at;
            } else if (c >= 0 && c < 0x20) {
                throw invalid("in string literal");
            } else {
                at++;
            }
        }
    }

    private char escape() throws MalformedEntityException {
        byte c = peek(IN_ESCAPE);
        char plain;
        switch (c) {
            case '"', '\\', '/' -> plain = (char) c;
            case 'b' -> plain = '\b';
            case 'f' -> plain = '\f';
            case 'n' -> plain = '\n';
            case 'r' -> plain = '\r';
            case 't' -> plain = '\t';
            case 'u' -> {
                at++;
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(peek(IN_HEX), 16);
                    if (digit < 0) {
                        throw invalid(IN_HEX);
                    }
                    code = code << 4 | digit;
                    at++;
                }
                return (char) code;
            }
            default -> throw invalid(IN_ESCAPE);
        }
        at++;
        return plain;
    }

    private String withoutLoneSurrogates(StringBuilder text) throws MalformedEntityException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                if (unicode) {
                    throw new MalformedEntityException("half of a surrogate pair in string");
                }
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }

    /** Within a word Go takes the end of the text for a space, and complains about that. */
    private byte peek(String context) throws MalformedEntityException {
        if (at >= in.length && !streaming) {
            throw new MalformedEntityException("invalid character ' ' " + context);
        }
        return peek();
    }

    private byte peek() throws MalformedEntityException {
        if (at >= in.length) {
            throw new MalformedEntityException(END);
        }
        return in[at];
    }

    private void skipSpace() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\t' || in[at] == '\r' || in[at] == '\n')) {
            at++;
        }
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private MalformedEntityException invalid(String context) {
        return new MalformedEntityException("invalid character " + quote(in[at]) + " " + context);
    }

    /** Go shows the byte at fault as if it were Latin-1. */
    private static String quote(byte c) {
        if (c == '\'') {
            return "'\\''";
        }
        if (c == '"') {
            return "'\"'";
        }
        String quoted = GoText.quote(String.valueOf((char) (c & 0xff)));
        return "'" + quoted.substring(1, quoted.length() - 1) + "'";
    }
}
