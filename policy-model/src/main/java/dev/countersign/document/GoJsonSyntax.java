package dev.countersign.document;

import java.util.BitSet;
import java.util.Optional;

/**
 * Finds the first syntax error of a JSON text and words it as Go's encoding/json does. Only asked once a text is known to
 * be bad. One pass, no recursion.
 */
final class GoJsonSyntax {
    /** Go refuses deeper nesting. */
    private static final int GO_MAX_DEPTH = 10_000;

    private final byte[] text;
    private int at;

    private GoJsonSyntax(byte[] text) {
        this.text = text;
    }

    /** An error and the offset of the byte at fault. */
    record SyntaxError(String text, int offset) {}

    /** Thrown inside of this class only. */
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient SyntaxError error;

        Stop(SyntaxError error) {
            super(error.text(), null, false, false);
            this.error = error;
        }
    }

    static Optional<SyntaxError> check(byte[] text) {
        try {
            new GoJsonSyntax(text).document();
            return Optional.empty();
        } catch (Stop stop) {
            return Optional.of(stop.error);
        }
    }

    private void document() throws Stop {
        BitSet objects = new BitSet();
        int depth = 0;
        boolean valueWanted = true;
        boolean mayClose = false;
        while (true) {
            if (valueWanted) {
                int c = next();
                if (mayClose && c == ']') {
                    depth--;
                    valueWanted = false;
                    mayClose = false;
                    continue;
                }
                mayClose = false;
                if (c == '{' || c == '[') {
                    if (++depth > GO_MAX_DEPTH) {
                        throw new Stop(
                                new SyntaxError("invalid character " + quote(c) + " exceeded max depth", at - 1));
                    }
                    objects.set(depth, c == '{');
                    if (c == '[') {
                        mayClose = true;
                    } else if (objectBegins()) {
                        depth--;
                        valueWanted = false;
                    }
                    continue;
                }
                scalar(c);
                valueWanted = false;
                continue;
            }
            if (depth == 0) {
                skipSpace();
                if (at < text.length) {
                    throw invalid(text[at++] & 0xFF, "after top-level value");
                }
                return;
            }
            int c = next();
            if (objects.get(depth)) {
                if (c == '}') {
                    depth--;
                } else if (c == ',') {
                    c = next();
                    if (c != '"') {
                        throw invalid(c, "looking for beginning of object key string");
                    }
                    keyAndColon();
                    valueWanted = true;
                } else {
                    throw invalid(c, "after object key:value pair");
                }
            } else if (c == ']') {
                depth--;
            } else if (c == ',') {
                valueWanted = true;
            } else {
                throw invalid(c, "after array element");
            }
        }
    }

    /** After an opening brace: true where the object is empty, else the first key and its colon have been read. */
    private boolean objectBegins() throws Stop {
        int c = next();
        if (c == '}') {
            return true;
        }
        if (c != '"') {
            throw invalid(c, "looking for beginning of object key string");
        }
        keyAndColon();
        return false;
    }

    private void keyAndColon() throws Stop {
        string();
        int c = next();
        if (c != ':') {
            throw invalid(c, "after object key");
        }
    }

    private void scalar(int c) throws Stop {
        switch (c) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-' -> {
                int digit = nextByte();
                if (!isDigit(digit)) {
                    throw invalid(digit, "in numeric literal");
                }
                number(digit);
            }
            default -> {
                if (!isDigit(c)) {
                    throw invalid(c, "looking for beginning of value");
                }
                number(c);
            }
        }
    }

    private void number(int first) throws Stop {
        if (first != '0') {
            digits();
        }
        if (at < text.length && text[at] == '.') {
            at++;
            int digit = nextByte();
            if (!isDigit(digit)) {
                throw invalid(digit, "after decimal point in numeric literal");
            }
            digits();
        }
        if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            int digit = nextByte();
            if (digit == '+' || digit == '-') {
                digit = nextByte();
            }
            if (!isDigit(digit)) {
                throw invalid(digit, "in exponent of numeric literal");
            }
            digits();
        }
    }

    private void digits() {
        while (at < text.length && isDigit(text[at])) {
            at++;
        }
    }

    private void literal(String word) throws Stop {
        for (int i = 1; i < word.length(); i++) {
            int c = nextByte();
            if (c != word.charAt(i)) {
                throw invalid(c, "in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
    }

    private void string() throws Stop {
        while (true) {
            checkNotAtEnd();
            int c = nextByte();
            if (c == '"') {
                return;
            }
            if (c < 0x20) {
                throw invalid(c, "in string literal");
            }
            if (c == '\\') {
                c = nextByte();
                if (c == 'u') {
                    for (int i = 0; i < 4; i++) {
                        c = nextByte();
                        if (Character.digit(c, 16) < 0) {
                            throw invalid(c, "in \\u hexadecimal character escape");
                        }
                    }
                } else if ("bfnrt\\/\"".indexOf(c) < 0) {
                    throw invalid(c, "in string escape code");
                }
            }
        }
    }

    private int next() throws Stop {
        skipSpace();
        checkNotAtEnd();
        return nextByte();
    }

    /** To Go a space stands behind the end: inside of a word, number or escape it is a character at fault. */
    private int nextByte() {
        int c = at < text.length ? text[at] & 0xFF : ' ';
        at++;
        return c;
    }

    private void checkNotAtEnd() throws Stop {
        if (at >= text.length) {
            throw new Stop(new SyntaxError("unexpected end of JSON input", text.length));
        }
    }

    private void skipSpace() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) {
            at++;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private Stop invalid(int c, String where) {
        return new Stop(new SyntaxError("invalid character " + quote(c) + " " + where, at - 1));
    }

    /** Go shows the byte as the character of that number. */
    private static String quote(int c) {
        if (c == '\'') {
            return "'\\''";
        }
        if (c == '"') {
            return "'\"'";
        }
        String quoted = GoText.quote(Character.toString(c));
        return "'" + quoted.substring(1, quoted.length() - 1) + "'";
    }
}
