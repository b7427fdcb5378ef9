package dev.countersign.expression.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Addresses in text, read without asking anybody. Stateless and thread-safe. */
final class IpAddress {
    private static final int V4 = 4;
    private static final int V6 = 16;

    private IpAddress() {}

    /** The 4 or 16 bytes of an address, as Go's net.ParseIP: no leading zeros, no zone. */
    static Optional<byte[]> parse(String text) {
        return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text);
    }

    /** Loopback, or one of the private networks of RFC 1918 and RFC 4193. */
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

    private static Optional<byte[]> parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[V4];
        for (int i = 0; i < V4; i++) {
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(bytes);
    }

    private static Optional<byte[]> parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        List<Byte> head = new ArrayList<>();
        List<Byte> tail = new ArrayList<>();
        boolean good = gap < 0
                ? groups(text, head)
                : groups(text.substring(0, gap), head) && groups(text.substring(gap + 2), tail);
        int size = head.size() + tail.size();
        if (!good || (gap < 0 ? size != V6 : size >= V6 - 1)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[V6];
        for (int i = 0; i < head.size(); i++) {
            bytes[i] = head.get(i);
        }
        for (int i = 0; i < tail.size(); i++) {
            bytes[V6 - tail.size() + i] = tail.get(i);
        }
        return Optional.of(bytes);
    }

    private static boolean groups(String text, List<Byte> bytes) {
        if (text.isEmpty()) {
            return true;
        }
        String[] groups = text.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            if (i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
                Optional<byte[]> last = parseV4(groups[i]);
                if (last.isEmpty()) {
                    return false;
                }
                for (byte b : last.get()) {
                    bytes.add(b);
                }
            } else {
                if (!groups[i].matches("[0-9a-fA-F]{1,4}")) {
                    return false;
                }
                int group = Integer.parseInt(groups[i], 16);
                bytes.add((byte) (group >> 8));
                bytes.add((byte) group);
            }
        }
        return true;
    }
}
