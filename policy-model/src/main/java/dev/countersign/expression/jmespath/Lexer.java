package dev.countersign.expression.jmespath;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. One pass over at most {@link JmesPath#MAX_LENGTH} characters. */
final class Lexer {
    private static final int END = -1;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) throws JmesPathSyntaxException {
        Lexer lexer = new Lexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() throws JmesPathSyntaxException {
        while (at < text.length()) {
            int start = at;
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            switch (c) {
                case ' ', '\t', '\n', '\r' -> {}
                case '.' -> add(TokenKind.DOT, start);
                case '*' -> add(TokenKind.STAR, start);
                case ',' -> add(TokenKind.COMMA, start);
                case ':' -> add(TokenKind.COLON, start);
                case '{' -> add(TokenKind.LEFT_BRACE, start);
                case '}' -> add(TokenKind.RIGHT_BRACE, start);
                case ']' -> add(TokenKind.RIGHT_BRACKET, start);
                case '(' -> add(TokenKind.LEFT_PARENTHESIS, start);
                case ')' -> add(TokenKind.RIGHT_PARENTHESIS, start);
                case '@' -> add(TokenKind.CURRENT, start);
                case '[' -> bracket(start);
                case '"' -> quotedIdentifier(start);
                case '\'' -> rawString(start);
                case '`' -> literal(start);
                case '|' -> either(start, '|', TokenKind.OR, TokenKind.PIPE);
                case '&' -> either(start, '&', TokenKind.AND, TokenKind.REFERENCE);
                case '<' -> either(start, '=', TokenKind.LESS_OR_EQUAL, TokenKind.LESS);
                case '>' -> either(start, '=', TokenKind.GREATER_OR_EQUAL, TokenKind.GREATER);
                case '!' -> either(start, '=', TokenKind.NOT_EQUAL, TokenKind.NOT);
                case '=' -> either(start, '=', TokenKind.EQUAL, TokenKind.UNKNOWN);
                default -> word(start, c);
            }
        }
        tokens.add(new Token(TokenKind.END, "", text.length()));
    }

    private void word(int start, int c) throws JmesPathSyntaxException {
        if (isLetter(c)) {
            while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
                at++;
            }
            add(TokenKind.UNQUOTED_IDENTIFIER, start);
        } else if (c == '-' || isDigit(c)) {
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            add(TokenKind.NUMBER, start);
        } else {
            throw new JmesPathSyntaxException("SyntaxError: Unknown char: " + quoted(c), start);
        }
    }

    private void bracket(int start) {
        switch (peek()) {
            case '?' -> {
                at++;
                add(TokenKind.FILTER, start);
            }
            case ']' -> {
                at++;
                add(TokenKind.FLATTEN, start);
            }
            default -> add(TokenKind.LEFT_BRACKET, start);
        }
    }

    private void either(int start, char second, TokenKind both, TokenKind one) {
        if (peek() == second) {
            at++;
            add(both, start);
        } else {
            add(one, start);
        }
    }

    private void quotedIdentifier(int start) throws JmesPathSyntaxException {
        String name = Literals.string(until('"'), start);
        tokens.add(new Token(TokenKind.QUOTED_IDENTIFIER, name, start));
    }

    private void literal(int start) throws JmesPathSyntaxException {
        tokens.add(new Token(TokenKind.JSON_LITERAL, until('`').replace("\\`", "`"), start));
    }

    /** The text before a delimiter, which a backslash takes the meaning of; escapes stay. */
    private String until(char delimiter) throws JmesPathSyntaxException {
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == delimiter) {
                return text.substring(start, at - 1);
            }
            if (c == '\\' && at < text.length()) {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        throw unclosed(delimiter);
    }

    /** Only {@code \'} is an escape here. */
    private void rawString(int start) throws JmesPathSyntaxException {
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\'') {
                tokens.add(new Token(TokenKind.STRING_LITERAL, value.toString(), start));
                return;
            }
            if (c == '\\' && peek() == '\'') {
                at++;
                value.append('\'');
            } else {
                value.append(c);
            }
        }
        throw unclosed('\'');
    }

    private JmesPathSyntaxException unclosed(char delimiter) {
        return new JmesPathSyntaxException("SyntaxError: Unclosed delimiter: " + delimiter, text.length());
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private void add(TokenKind kind, int start) {
        tokens.add(new Token(kind, text.substring(start, at), start));
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** As strconv.QuoteRuneToASCII. */
    private static String quoted(int c) {
        int shown = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c;
        String inside =
                switch (shown) {
                    case 0x07 -> "\\a";
                    case '\b' -> "\\b";
                    case '\f' -> "\\f";
                    case 0x0B -> "\\v";
                    case '\\' -> "\\\\";
                    default -> {
                        if (shown >= 0x20 && shown < 0x7F) {
                            yield Character.toString(shown);
                        }
                        yield shown < 0x80
                                ? String.format("\\x%02x", shown)
                                : shown < 0x10000 ? String.format("\\u%04x", shown) : String.format("\\U%08x", shown);
                    }
                };
        return "'" + inside + "'";
    }
}
