package dev.countersign.document.proto;

import dev.countersign.document.GoText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Tokens of a JSON text, in Go's protojson's order of checks and with its words. One reader; not thread-safe. */
final class ProtoJsonLexer {
    /** Objects and arrays may nest that deep; Go allows 10000. */
    static final int MAX_DEPTH = 1000;

    enum Kind {
        START,
        NULL,
        BOOL,
        NUMBER,
        STRING,
        NAME,
        OBJECT_OPEN,
        OBJECT_CLOSE,
        ARRAY_OPEN,
        ARRAY_CLOSE,
        COMMA,
        EOF
    }

    private final byte[] in;
    private final boolean[] objects = new boolean[MAX_DEPTH];
    private int depth;
    private int at;

    private Kind last = Kind.START;
    private Kind kind = Kind.START;
    private int start;
    private int end;
    private String text = "";
    private boolean peeked;

    ProtoJsonLexer(byte[] in, int from) {
        this.in = in;
        this.at = from;
    }

    /** The kind of the token that was read last. */
    Kind kind() {
        return kind;
    }

    /** Where the token starts. */
    int start() {
        return start;
    }

    /** Where the token ends. */
    int end() {
        return end;
    }

    /** The content of a string or name. */
    String text() {
        return text;
    }

    /** The token as written. */
    String raw() {
        return new String(in, start, end - start, StandardCharsets.UTF_8);
    }

    /** Looks at the next token; the next read yields it. */
    Kind peek() throws ProtoJsonException {
        if (!peeked) {
            read();
            peeked = true;
        }
        return kind;
    }

    /** Reads the next token. */
    Kind read() throws ProtoJsonException {
        if (peeked) {
            peeked = false;
            return kind;
        }
        do {
            next();
            check();
            last = kind;
        } while (kind == Kind.COMMA);
        return kind;
    }

    ProtoJsonException unexpected() {
        return syntax(start, "unexpected token " + raw());
    }

    ProtoJsonException error(int position, String message) {
        return new ProtoJsonException(place(position) + message);
    }

    private ProtoJsonException syntax(int position, String message) {
        return new ProtoJsonException("syntax error " + place(position) + message);
    }

    private static ProtoJsonException early() {
        return new ProtoJsonException("unexpected EOF");
    }

    private String place(int position) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < position; i++) {
            if (in[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int runes = new String(in, lineStart, position - lineStart, StandardCharsets.UTF_8)
                .codePoints()
                .map(rune -> 1)
                .sum();
        return String.format(Locale.ROOT, "(line %d:%d): ", line, runes + 1);
    }

    private boolean isValueNext() {
        if (depth == 0) {
            return last == Kind.START;
        }
        return objects[depth - 1] ? last == Kind.NAME : last == Kind.ARRAY_OPEN || last == Kind.COMMA;
    }

    private void check() throws ProtoJsonException {
        switch (kind) {
            case EOF -> {
                if (depth > 0) {
                    throw early();
                }
            }
            case NULL, BOOL, NUMBER -> require(isValueNext());
            case STRING -> {
                if (!isValueNext()) {
                    require(last == Kind.OBJECT_OPEN || (last == Kind.COMMA && depth > 0));
                    name();
                }
            }
            case OBJECT_OPEN, ARRAY_OPEN -> {
                require(isValueNext());
                if (depth == MAX_DEPTH) {
                    throw new ProtoJsonException("exceeded max recursion depth");
                }
                objects[depth++] = kind == Kind.OBJECT_OPEN;
            }
            case OBJECT_CLOSE -> {
                require(depth > 0 && last != Kind.NAME && last != Kind.COMMA && objects[depth - 1]);
                depth--;
            }
            case ARRAY_CLOSE -> {
                require(depth > 0 && last != Kind.COMMA && !objects[depth - 1]);
                depth--;
            }
            default -> // a comma, which stands behind a value
                require(depth > 0
                        && last != Kind.START
                        && last != Kind.NAME
                        && last != Kind.COMMA
                        && last != Kind.OBJECT_OPEN
                        && last != Kind.ARRAY_OPEN);
        }
    }

    private void require(boolean inOrder) throws ProtoJsonException {
        if (!inOrder) {
            throw unexpected();
        }
    }

    private void name() throws ProtoJsonException {
        skipSpace();
        if (at == in.length) {
            throw early();
        }
        if (in[at] != ':') {
            // Go turns the single octet into a text as if it were a code point.
            throw syntax(at, "unexpected character " + (char) (in[at] & 0xff) + ", missing \":\" after field name");
        }
        at++;
        kind = Kind.NAME;
    }

    private void skipSpace() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    private void next() throws ProtoJsonException {
        skipSpace();
        start = at;
        if (at == in.length) {
            token(Kind.EOF, 0);
            return;
        }
        byte first = in[at];
        switch (first) {
            case '{' -> token(Kind.OBJECT_OPEN, 1);
            case '}' -> token(Kind.OBJECT_CLOSE, 1);
            case '[' -> token(Kind.ARRAY_OPEN, 1);
            case ']' -> token(Kind.ARRAY_CLOSE, 1);
            case ',' -> token(Kind.COMMA, 1);
            case '"' -> string();
            case 'n' -> literal("null", Kind.NULL);
            case 't' -> literal("true", Kind.BOOL);
            case 'f' -> literal("false", Kind.BOOL);
            default -> number();
        }
    }

    private void token(Kind found, int length) {
        kind = found;
        at += length;
        end = at;
    }

    private void literal(String word, Kind found) throws ProtoJsonException {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= in.length || in[at + i] != word.charAt(i)) {
                throw invalid();
            }
        }
        if (isWordAt(at + word.length())) {
            throw invalid();
        }
        token(found, word.length());
    }

    private boolean isWordAt(int position) {
        if (position >= in.length) {
            return false;
        }
        char c = (char) (in[position] & 0xff);
        return c == '-'
                || c == '+'
                || c == '.'
                || c == '_'
                || isDigit(position)
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z');
    }

    private boolean isDigit(int position) {
        return position < in.length && in[position] >= '0' && in[position] <= '9';
    }

    private void number() throws ProtoJsonException {
        int i = at;
        if (in[i] == '-') {
            i++;
        }
        if (!isDigit(i)) {
            throw invalid();
        }
        i = in[i] == '0' ? i + 1 : digits(i);
        if (i < in.length && in[i] == '.' && isDigit(i + 1)) {
            i = digits(i + 1);
        }
        if (i + 1 < in.length && (in[i] == 'e' || in[i] == 'E')) {
            i++;
            if (in[i] == '+' || in[i] == '-') {
                i++;
                if (i == in.length) {
                    throw invalid();
                }
            }
            i = digits(i);
        }
        if (isWordAt(i)) {
            throw invalid();
        }
        token(Kind.NUMBER, i - at);
    }

    private int digits(int from) {
        int i = from;
        while (isDigit(i)) {
            i++;
        }
        return i;
    }

    private ProtoJsonException invalid() {
        int stop = at;
        while (stop - at < 32 && isWordAt(stop)) {
            stop++;
        }
        if (stop == at) {
            stop = at + Math.max(1, Utf8.length(in, at));
        }
        return syntax(at, "invalid value " + new String(in, at, stop - at, StandardCharsets.UTF_8));
    }

    private void string() throws ProtoJsonException {
        int i = at + 1;
        while (i < in.length && in[i] >= ' ' && in[i] != '"' && in[i] != '\\') {
            i++;
        }
        if (i < in.length && in[i] == '"') { // all ASCII, nothing escaped
            text = new String(in, at + 1, i - at - 1, StandardCharsets.US_ASCII);
            token(Kind.STRING, i + 1 - at);
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(i - at + 64);
        out.write(in, at + 1, i - at - 1);
        while (i < in.length) {
            int c = in[i] & 0xff;
            if (c == '"') {
                text = out.toString(StandardCharsets.UTF_8);
                token(Kind.STRING, i + 1 - at);
                return;
            }
            if (c == '\\') {
                i = escape(i, out);
            } else if (c < ' ') {
                throw syntax(at, "invalid character " + quotedRune(c) + " in string");
            } else {
                int length = Utf8.length(in, i);
                if (length == 0) {
                    throw syntax(at, "invalid UTF-8 in string");
                }
                out.write(in, i, length);
                i += length;
            }
        }
        throw early();
    }

    private static String quotedRune(int c) {
        String quoted = GoText.quote(String.valueOf((char) c));
        return "'" + quoted.substring(1, quoted.length() - 1) + "'";
    }

    private int escape(int from, ByteArrayOutputStream out) throws ProtoJsonException {
        if (in.length - from < 2) {
            throw early();
        }
        switch (in[from + 1]) {
            case '"', '\\', '/' -> out.write(in[from + 1]);
            case 'b' -> out.write('\b');
            case 'f' -> out.write('\f');
            case 'n' -> out.write('\n');
            case 'r' -> out.write('\r');
            case 't' -> out.write('\t');
            case 'u' -> {
                return codePoint(from, out);
            }
            default -> throw badEscape(from, 2);
        }
        return from + 2;
    }

    private int codePoint(int from, ByteArrayOutputStream out) throws ProtoJsonException {
        int high = unit(from);
        int next = from + 6;
        int rune = high;
        if (high >= 0xd800 && high < 0xe000) {
            if (in.length - next < 6) {
                throw early();
            }
            boolean escaped = in[next] == '\\' && in[next + 1] == 'u';
            int low = escaped ? hex(next + 2) : -1;
            if (high >= 0xdc00 || low < 0xdc00 || low >= 0xe000) {
                throw badEscape(next, 6);
            }
            rune = Character.toCodePoint((char) high, (char) low);
            next += 6;
        }
        out.writeBytes(new String(Character.toChars(rune)).getBytes(StandardCharsets.UTF_8));
        return next;
    }

    private int unit(int from) throws ProtoJsonException {
        if (in.length - from < 6) {
            throw early();
        }
        int unit = hex(from + 2);
        if (unit < 0) {
            throw badEscape(from, 6);
        }
        return unit;
    }

    private int hex(int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = in[i] < 0 ? -1 : Character.digit((char) in[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private ProtoJsonException badEscape(int from, int length) {
        String octets = new String(in, from, length, StandardCharsets.ISO_8859_1);
        return syntax(at, "invalid escape code " + GoText.quoteOctets(octets) + " in string");
    }
}
