package dev.countersign.crypto;

import dev.countersign.document.GoText;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses in text as Go's {@code netip.ParseAddr} does. */
final class GoIpAddress {
    private static final int GROUPS = 8;

    private final String input;

    private GoIpAddress(String input) {
        this.input = input;
    }

    /** Why the text is no address, in Go's words; null where it is one. A zone is allowed. */
    static @Nullable String refusal(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '.' -> {
                    return new GoIpAddress(text).fourFields(text);
                }
                case ':' -> {
                    return new GoIpAddress(text).sixteenOctets();
                }
                case '%' -> {
                    return new GoIpAddress(text).refuse("missing IPv6 address");
                }
                default -> {}
            }
        }
        return new GoIpAddress(text).refuse("unable to parse IP");
    }

    /** Whether Go's {@code net.ParseIP} reads it: a zone is not allowed. */
    static boolean isAddress(String text) {
        return text.indexOf('%') < 0 && refusal(text) == null;
    }

    private String refuse(String message) {
        return "ParseAddr(" + GoText.quote(input) + "): " + message;
    }

    private String refuse(String message, String at) {
        return refuse(message) + " (at " + GoText.quote(at) + ")";
    }

    private @Nullable String fourFields(String text) {
        int value = 0;
        int digits = 0;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                if (digits == 1 && value == 0) {
                    return refuse("IPv4 field has octet with leading zero");
                }
                value = value * 10 + c - '0';
                digits++;
                if (value > 255) {
                    return refuse("IPv4 field has value >255");
                }
            } else if (c == '.') {
                if (i == 0 || i == text.length() - 1 || text.charAt(i - 1) == '.') {
                    return refuse("IPv4 field must have at least one digit", text.substring(i));
                }
                if (dots == 3) {
                    return refuse("IPv4 address too long");
                }
                dots++;
                value = 0;
                digits = 0;
            } else {
                return refuse("unexpected character", text.substring(i));
            }
        }
        return dots < 3 ? refuse("IPv4 address too short") : null;
    }

    private @Nullable String sixteenOctets() {
        int percent = input.indexOf('%');
        if (percent >= 0 && percent == input.length() - 1) {
            return refuse("zone must be a non-empty string");
        }
        String rest = percent < 0 ? input : input.substring(0, percent);
        boolean hasEllipsis = rest.startsWith("::");
        if (hasEllipsis) {
            rest = rest.substring(2);
            if (rest.isEmpty()) {
                return null;
            }
        }
        int groups = 0;
        while (groups < GROUPS) {
            int digits = 0;
            while (digits < rest.length() && Character.digit(rest.charAt(digits), 16) >= 0) {
                if (digits == 4) {
                    return refuse("each group must have 4 or less digits", rest);
                }
                digits++;
            }
            if (digits == 0) {
                return refuse("each colon-separated field must have at least one digit", rest);
            }
            if (digits < rest.length() && rest.charAt(digits) == '.') {
                if (!hasEllipsis && groups != GROUPS - 2) {
                    return refuse("embedded IPv4 address must replace the final 2 fields of the address", rest);
                }
                if (groups + 2 > GROUPS) {
                    return refuse("too many hex fields to fit an embedded IPv4 at the end of the address", rest);
                }
                String refusal = fourFields(rest);
                if (refusal != null) {
                    return refusal;
                }
                rest = "";
                groups += 2;
                break;
            }
            groups++;
            rest = rest.substring(digits);
            if (rest.isEmpty()) {
                break;
            }
            if (rest.charAt(0) != ':') {
                return refuse("unexpected character, want colon", rest);
            }
            if (rest.length() == 1) {
                return refuse("colon must be followed by more characters", rest);
            }
            rest = rest.substring(1);
            if (rest.charAt(0) == ':') {
                if (hasEllipsis) {
                    return refuse("multiple :: in address", rest);
                }
                hasEllipsis = true;
                rest = rest.substring(1);
                if (rest.isEmpty()) {
                    break;
                }
            }
        }
        if (!rest.isEmpty()) {
            return refuse("trailing garbage after address", rest);
        }
        if (groups < GROUPS && !hasEllipsis) {
            return refuse("address string too short");
        }
        return groups == GROUPS && hasEllipsis ? refuse("the :: must expand to at least one field of zeros") : null;
    }
}
