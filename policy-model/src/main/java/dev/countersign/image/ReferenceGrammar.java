package dev.countersign.image;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of image references of the distribution project, without any completion of what is missing. Every text is
 * read in one pass and once more, at most, to tell why it is bad.
 */
final class ReferenceGrammar {
    private static final int MAX_TAG = 128;
    private static final int MAX_PATH = 255;
    private static final int MIN_DIGEST_DIGITS = 32;

    /** The algorithms that a Go program which links all of SHA-2 knows, and their length in hexadecimal digits. */
    private static final Map<String, Integer> ALGORITHMS = Map.of("sha256", 64, "sha384", 96, "sha512", 128);

    private ReferenceGrammar() {}

    /** The parts; those that are missing are empty. */
    record Parts(String domain, String path, String tag, String digest) {}

    /** Why a text is bad, in the words of distribution and go-digest. */
    static final class BadReference extends Exception {
        private static final long serialVersionUID = 1L;

        BadReference(String message) {
            super(message, null, false, false);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    static Parts parse(String text) throws BadReference {
        Parts parts = match(text);
        if (parts == null) {
            if (text.isEmpty()) {
                throw new BadReference("repository name must have at least one component");
            }
            throw new BadReference(
                    match(lowerCase(text)) == null ? "invalid reference format" : "repository name must be lowercase");
        }
        if (parts.path().length() > MAX_PATH) {
            throw new BadReference("repository name must not be more than " + MAX_PATH + " characters");
        }
        if (!parts.digest().isEmpty()) {
            checkDigest(parts.digest());
        }
        return parts;
    }

    /** Lower case as Go has it: character by character, and no special cases of a language. */
    static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().forEach(c -> lower.appendCodePoint(Character.toLowerCase(c)));
        return lower.toString();
    }

    private static @Nullable Parts match(String text) {
        int at = text.indexOf('@');
        String digest = at < 0 ? "" : text.substring(at + 1);
        if (at >= 0 && !isDigest(digest)) {
            return null;
        }
        String rest = at < 0 ? text : text.substring(0, at);
        int colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
        String tag = colon < 0 ? "" : rest.substring(colon + 1);
        if (colon >= 0 && !isTag(tag)) {
            return null;
        }
        String name = colon < 0 ? rest : rest.substring(0, colon);
        int slash = name.indexOf('/');
        if (slash > 0 && isDomain(name.substring(0, slash))) {
            String path = name.substring(slash + 1);
            return isPath(path) ? new Parts(name.substring(0, slash), path, tag, digest) : null;
        }
        return isPath(name) ? new Parts("", name, tag, digest) : null;
    }

    private static boolean isDomain(String text) {
        int end = text.length();
        int hostEnd;
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 2) {
                return false;
            }
            for (int i = 1; i < close; i++) {
                if (!isHex(text.charAt(i)) && text.charAt(i) != ':') {
                    return false;
                }
            }
            hostEnd = close + 1;
        } else {
            int colon = text.indexOf(':');
            hostEnd = colon < 0 ? end : colon;
            if (!isHost(text, hostEnd)) {
                return false;
            }
        }
        if (hostEnd == end) {
            return true;
        }
        if (text.charAt(hostEnd) != ':' || hostEnd + 1 == end) {
            return false;
        }
        for (int i = hostEnd + 1; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHost(String text, int end) {
        boolean labelBegins = true;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (isAlphanumeric(c)) {
                labelBegins = false;
            } else if (c == '-') {
                if (labelBegins) {
                    return false;
                }
            } else if (c == '.') {
                if (labelBegins || text.charAt(i - 1) == '-') {
                    return false;
                }
                labelBegins = true;
            } else {
                return false;
            }
        }
        return end > 0 && !labelBegins && text.charAt(end - 1) != '-';
    }

    /** Components of lower-case letters and digits, joined by a dot, one or two underscores, or any number of dashes. */
    private static boolean isPath(String text) {
        int i = 0;
        while (true) {
            int word = i;
            while (i < text.length() && isLowerAlphanumeric(text.charAt(i))) {
                i++;
            }
            if (i == word) {
                return false;
            }
            if (i == text.length()) {
                return true;
            }
            char separator = text.charAt(i);
            switch (separator) {
                case '/', '.' -> i++;
                case '_' -> i += i + 1 < text.length() && text.charAt(i + 1) == '_' ? 2 : 1;
                case '-' -> {
                    while (i < text.length() && text.charAt(i) == '-') {
                        i++;
                    }
                }
                default -> {
                    return false;
                }
            }
        }
    }

    private static boolean isTag(String text) {
        if (text.isEmpty() || text.length() > MAX_TAG) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = isAlphanumeric(c) || c == '_';
            if (!word && (i == 0 || (c != '.' && c != '-'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigest(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.length() - colon - 1 < MIN_DIGEST_DIGITS) {
            return false;
        }
        boolean partBegins = true;
        for (int i = 0; i < colon; i++) {
            char c = text.charAt(i);
            if (partBegins) {
                if (!isLetter(c)) {
                    return false;
                }
                partBegins = false;
            } else if ("-_+.".indexOf(c) >= 0) {
                partBegins = true;
            } else if (!isAlphanumeric(c)) {
                return false;
            }
        }
        if (partBegins) {
            return false;
        }
        for (int i = colon + 1; i < text.length(); i++) {
            if (!isHex(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static void checkDigest(String digest) throws BadReference {
        int colon = digest.indexOf(':');
        String algorithm = digest.substring(0, colon);
        Integer length = ALGORITHMS.get(algorithm);
        if (length == null) {
            boolean lower = algorithm.equals(lowerCase(algorithm));
            throw new BadReference(lower ? "unsupported digest algorithm" : "invalid checksum digest format");
        }
        String digits = digest.substring(colon + 1);
        if (digits.length() != length) {
            throw new BadReference("invalid checksum digest length");
        }
        if (!digits.equals(lowerCase(digits))) {
            throw new BadReference("invalid checksum digest format");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLowerAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z');
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isAlphanumeric(char c) {
        return isDigit(c) || isLetter(c);
    }

    private static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
