package dev.countersign.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP address of a certificate. Immutable.
 *
 * @param octets 4 or 16
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record IpAddress(byte[] octets) {
    public IpAddress {
        if (octets.length != 4 && octets.length != 16) {
            throw new IllegalArgumentException("an IP address has 4 or 16 octets");
        }
        octets = octets.clone();
    }

    @Override
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** As Go's {@code net.IP.String()} prints it: an IPv4 address in 16 octets is printed as IPv4. */
    @Override
    public String toString() {
        int start = octets.length == 16 && isMapped() ? 12 : 0;
        if (octets.length - start == 4) {
            return (octets[start] & 0xff) + "." + (octets[start + 1] & 0xff) + "." + (octets[start + 2] & 0xff) + "."
                    + (octets[start + 3] & 0xff);
        }
        // The longest run of at least two zero groups, the first of equals, becomes "::" (RFC 5952).
        int from = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(i + run) == 0) {
                run++;
            }
            if (run > length) {
                from = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int index) {
        return (octets[2 * index] & 0xff) << 8 | octets[2 * index + 1] & 0xff;
    }

    private boolean isMapped() {
        for (int i = 0; i < 10; i++) {
            if (octets[i] != 0) {
                return false;
            }
        }
        return octets[10] == -1 && octets[11] == -1;
    }
}
