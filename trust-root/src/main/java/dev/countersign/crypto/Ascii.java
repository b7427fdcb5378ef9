package dev.countersign.crypto;

/** Text of ASCII. */
final class Ascii {
    private Ascii() {}

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
}
