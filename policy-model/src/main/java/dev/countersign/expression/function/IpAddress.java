package dev.countersign.expression.function;

import dev.countersign.document.JsonText;
import java.util.Arrays;
import java.util.Optional;

/** An address read from text as Go's net/netip does, without asking anybody. One pass. */
final class IpAddress {
    private static final int V4 = 4;
    private static final int V6 = 16;

    private final String text;
    private final byte[] bytes = new byte[V6];

    private IpAddress(String text) {
        this.text = text;
    }

    /** The text is no address. */
    private static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message, null, false, false);
        }

        Bad(String message, String at) {
            this(message + " (at " + JsonText.goQuoted(at) + ")");
        }
    }

    /** The 4 or 16 bytes of an address; a zone behind it is left out. */
    static Optional<byte[]> parse(String text) {
        try {
            return Optional.of(new IpAddress(text).read());
        } catch (Bad bad) {
            return Optional.empty();
        }
    }

    /** Why a text is no address, in Go's words; empty where it is one. */
    static Optional<String> problem(String text) {
        try {
            new IpAddress(text).read();
            return Optional.empty();
        } catch (Bad bad) {
            return Optional.ofNullable(bad.getMessage());
        }
    }

    /** Whether the address is loopback, or in one of the private networks of RFC 1918 and RFC 4193. */
    static boolean isInternal(byte[] address) {
        byte[] bytes = isMapped(address) ? Arrays.copyOfRange(address, V6 - V4, V6) : address;
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (bytes.length == V4) {
            return first == 127
                    || first == 10
                    || (first == 172 && (second & 0xF0) == 16)
                    || (first == 192 && second == 168);
        }
        byte[] loopback = new byte[V6];
        loopback[V6 - 1] = 1;
        return Arrays.equals(bytes, loopback) || (first & 0xFE) == 0xFC;
    }

    private static boolean isMapped(byte[] address) {
        if (address.length != V6) {
            return false;
        }
        for (int i = 0; i < V6 - V4; i++) {
            if (address[i] != (i < 10 ? 0 : (byte) 0xFF)) {
                return false;
            }
        }
        return true;
    }

    private byte[] read() throws Bad {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '.' -> {
                    v4(text, 0);
                    return Arrays.copyOf(bytes, V4);
                }
                case ':' -> {
                    v6();
                    return bytes.clone();
                }
                case '%' -> throw new Bad("missing IPv6 address");
                default -> {}
            }
        }
        throw new Bad("unable to parse IP");
    }

    /** Four numbers without leading zeros, put from a place on. */
    private void v4(String fields, int place) throws Bad {
        int value = 0;
        int digits = 0;
        int field = 0;
        for (int i = 0; i < fields.length(); i++) {
            char c = fields.charAt(i);
            if (c >= '0' && c <= '9') {
                if (digits == 1 && value == 0) {
                    throw new Bad("IPv4 field has octet with leading zero");
                }
                value = value * 10 + c - '0';
                digits++;
                if (value > 0xFF) {
                    throw new Bad("IPv4 field has value >255");
                }
            } else if (c == '.') {
                if (digits == 0 || i == fields.length() - 1) {
                    throw new Bad("IPv4 field must have at least one digit", fields.substring(i));
                }
                if (field == V4 - 1) {
                    throw new Bad("IPv4 address too long");
                }
                bytes[place + field++] = (byte) value;
                value = 0;
                digits = 0;
            } else {
                throw new Bad("unexpected character", fields.substring(i));
            }
        }
        if (field < V4 - 1) {
            throw new Bad("IPv4 address too short");
        }
        bytes[place + field] = (byte) value;
    }

    private void v6() throws Bad {
        int percent = text.indexOf('%');
        if (percent == text.length() - 1) {
            throw new Bad("zone must be a non-empty string");
        }
        String rest = percent < 0 ? text : text.substring(0, percent);
        int gap = -1;
        int place = 0;
        if (rest.startsWith("::")) {
            gap = 0;
            rest = rest.substring(2);
        }
        while (place < V6 && !(rest.isEmpty() && gap == place)) {
            int digits = hexDigits(rest);
            if (digits < rest.length() && rest.charAt(digits) == '.') {
                embedded(rest, gap, place);
                rest = "";
                place += V4;
                break;
            }
            int group = Integer.parseInt(rest.substring(0, digits), 16);
            bytes[place] = (byte) (group >> 8);
            bytes[place + 1] = (byte) group;
            place += 2;
            rest = rest.substring(digits);
            if (rest.isEmpty()) {
                break;
            }
            if (rest.charAt(0) != ':') {
                throw new Bad("unexpected character, want colon", rest);
            }
            if (rest.length() == 1) {
                throw new Bad("colon must be followed by more characters", rest);
            }
            rest = rest.substring(1);
            if (rest.charAt(0) == ':') {
                if (gap >= 0) {
                    throw new Bad("multiple :: in address", rest);
                }
                gap = place;
                rest = rest.substring(1);
            }
        }
        if (!rest.isEmpty()) {
            throw new Bad("trailing garbage after address", rest);
        }
        fill(gap, place);
    }

    private static int hexDigits(String rest) throws Bad {
        int digits = 0;
        while (digits < rest.length() && rest.charAt(digits) < 0x80 && Character.digit(rest.charAt(digits), 16) >= 0) {
            if (++digits > 4) {
                throw new Bad("each group must have 4 or less digits", rest);
            }
        }
        if (digits == 0) {
            throw new Bad("each colon-separated field must have at least one digit", rest);
        }
        return digits;
    }

    private void embedded(String rest, int gap, int place) throws Bad {
        if (gap < 0 && place != V6 - V4) {
            throw new Bad("embedded IPv4 address must replace the final 2 fields of the address", rest);
        }
        if (place + V4 > V6) {
            throw new Bad("too many hex fields to fit an embedded IPv4 at the end of the address", rest);
        }
        v4(rest, place);
    }

    private void fill(int gap, int place) throws Bad {
        if (place == V6) {
            if (gap >= 0) {
                throw new Bad("the :: must expand to at least one field of zeros");
            }
            return;
        }
        if (gap < 0) {
            throw new Bad("address string too short");
        }
        int missing = V6 - place;
        System.arraycopy(bytes, gap, bytes, gap + missing, place - gap);
        Arrays.fill(bytes, gap, gap + missing, (byte) 0);
    }
}
