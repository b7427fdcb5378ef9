package dev.countersign.verify.check;

import java.util.Optional;

/**
 * An e-mail address in its two parts, read as Go reads RFC 2821 mailboxes in certificates. Immutable.
 *
 * @param local before the at sign, unquoted
 * @param domain after it
 */
record Mailbox(String local, String domain) {
    private static final String ATOM = "!#$%&'*+-/=?^_`{|}~.";

    /** Whether this is the mailbox that a constraint names. */
    boolean is(String constraint) {
        return parse(constraint)
                .filter(other -> local.equals(other.local) && domain.equalsIgnoreCase(other.domain))
                .isPresent();
    }

    static Optional<Mailbox> parse(String text) {
        StringBuilder local = new StringBuilder();
        int end = text.startsWith("\"") ? quoted(text, local) : atoms(text, local);
        if (end < 0 || end >= text.length() || text.charAt(end) != '@') {
            return Optional.empty();
        }
        String domain = text.substring(end + 1);
        return NameConstraintCheck.isDomain(domain)
                ? Optional.of(new Mailbox(local.toString(), domain))
                : Optional.empty();
    }

    /** Reads a quoted local part; the index behind it, or -1. */
    private static int quoted(String text, StringBuilder local) {
        int i = 1;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c == '"') {
                return i;
            }
            if (c == '\\') {
                if (i == text.length() || !isQuotable(text.charAt(i))) {
                    return -1;
                }
                local.append(text.charAt(i++));
            } else if (isQuotedText(c)) {
                local.append(c);
            } else {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isQuotable(char c) {
        return c == 11 || c == 12 || (c >= 1 && c <= 9) || (c >= 14 && c <= 127);
    }

    private static boolean isQuotedText(char c) {
        return c == 11
                || c == 12
                || c == 32
                || c == 33
                || c == 127
                || (c >= 1 && c <= 8)
                || (c >= 14 && c <= 31)
                || (c >= 35 && c <= 91)
                || (c >= 93 && c <= 126);
    }

    /** Reads a local part of atoms; the index behind it, or -1. */
    private static int atoms(String text, StringBuilder local) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                if (++i == text.length()) {
                    return -1;
                }
            } else if (!isAtom(c)) {
                break;
            }
            local.append(text.charAt(i++));
        }
        boolean dotted = local.length() == 0
                || local.charAt(0) == '.'
                || local.charAt(local.length() - 1) == '.'
                || local.indexOf("..") >= 0;
        return dotted ? -1 : i;
    }

    private static boolean isAtom(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ATOM.indexOf(c) >= 0;
    }
}
