package dev.countersign.crypto;

/** Text in Go's ways. */
final class GoText {
    private GoText() {}

    /** As {@code strconv.Quote}, of a text of ASCII; characters from 128 to 255 stand for octets. */
    static String quote(String ascii) {
        StringBuilder text = new StringBuilder(ascii.length() + 2).append('"');
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            int escape = "\u0007\b\f\n\r\t\u000b".indexOf(c);
            if (escape >= 0) {
                text.append('\\').append("abfnrtv".charAt(escape));
            } else if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f && c <= 0xff) {
                text.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }

    /** An upper-case hexadecimal digit. */
    static char hexDigit(int value) {
        return "0123456789ABCDEF".charAt(value);
    }

    /** ASCII letters in lower case, the rest kept. */
    static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + 'a' - 'A'));
            }
        }
        return lower.toString();
    }

    /** As {@code strings.TrimSpace}. */
    static String trimSpace(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == 0x85 || c == 0xa0 || Character.isSpaceChar(c);
    }
}
