package dev.countersign.crypto;

/** What Go's {@code crypto/x509} takes for domain names and mail addresses. Texts are ASCII. */
final class DomainNames {
    private static final String ATEXT = "!#$%&'*+-/=?^_`{|}~.";

    private DomainNames() {}

    /** Whether it is a name of labels; the empty text is one. A constraint may begin with a dot. */
    static boolean isValid(String name, boolean isConstraint) {
        if (name.isEmpty()) {
            return true;
        }
        if (name.endsWith(".")) {
            return false;
        }
        String bare = isConstraint && name.startsWith(".") ? name.substring(1) : name;
        return hasNoEmptyLabel(bare) && bare.chars().allMatch(DomainNames::isGraphic);
    }

    private static boolean hasNoEmptyLabel(String name) {
        return !name.isEmpty() && !name.startsWith(".") && !name.contains("..");
    }

    private static boolean isGraphic(int c) {
        return c >= 33 && c <= 126;
    }

    /** Whether it is a mailbox by RFC 2821, as far as Go asks. */
    static boolean isMailbox(String text) {
        int at = text.startsWith("\"") ? quotedEnd(text) : atomEnd(text);
        if (at < 0 || at >= text.length() || text.charAt(at) != '@') {
            return false;
        }
        String domain = text.substring(at + 1);
        return domain.isEmpty()
                || hasNoEmptyLabel(domain)
                        && !domain.endsWith(".")
                        && domain.chars().allMatch(DomainNames::isGraphic);
    }

    /** The index behind the closing quote; -1: malformed. */
    private static int quotedEnd(String text) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i++;
                if (i == text.length() || !isQuotable(text.charAt(i))) {
                    return -1;
                }
            } else if (!isQuotable(c) || c == '\t') {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isQuotable(char c) {
        return c != 0 && c != '\n' && c != '\r' && c <= 127;
    }

    /** The index behind the dotted atoms; -1: there is none, or dots are misplaced. */
    private static int atomEnd(String text) {
        StringBuilder local = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                if (i == text.length()) {
                    return -1;
                }
                c = text.charAt(i);
            } else if (!(Character.isLetterOrDigit(c) || ATEXT.indexOf(c) >= 0)) {
                break;
            }
            local.append(c);
            i++;
        }
        String atoms = local.toString();
        boolean isValid = !atoms.isEmpty() && !atoms.startsWith(".") && !atoms.endsWith(".") && !atoms.contains("..");
        return isValid ? i : -1;
    }
}
