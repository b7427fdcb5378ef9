package dev.countersign.crypto;

import java.util.List;

/**
 * The name constraints of a CA certificate (RFC 5280, 4.2.1.10), as far as Go knows them. Immutable.
 *
 * @param critical whether the extension is critical
 * @param permitted names must lie within, per kind where the kind's list is not empty
 * @param excluded names must lie without
 */
public record NameConstraints(boolean critical, Subtrees permitted, Subtrees excluded) {

    /**
     * Subtrees by kind.
     *
     * @param dnsDomains {@code example.com}, or with a leading dot; the empty text is every name
     * @param ipRanges address ranges
     * @param emailAddresses an address, a host, or a domain with a leading dot
     * @param uriDomains a host, or a domain with a leading dot
     */
    public record Subtrees(
            List<String> dnsDomains, List<IpRange> ipRanges, List<String> emailAddresses, List<String> uriDomains) {
        public Subtrees {
            dnsDomains = List.copyOf(dnsDomains);
            ipRanges = List.copyOf(ipRanges);
            emailAddresses = List.copyOf(emailAddresses);
            uriDomains = List.copyOf(uriDomains);
        }

        /** Whether nothing is stated. */
        public boolean isEmpty() {
            return dnsDomains.isEmpty() && ipRanges.isEmpty() && emailAddresses.isEmpty() && uriDomains.isEmpty();
        }
    }

    /**
     * A range of addresses.
     *
     * @param address the network's address, as written
     * @param prefixLength bits of the mask
     */
    public record IpRange(IpAddress address, int prefixLength) {

        /** Whether the address is of the same family and lies in the range. */
        public boolean contains(IpAddress other) {
            byte[] mine = address.octets();
            byte[] theirs = other.octets();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefixLength; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((mine[bit >> 3] & mask) != (theirs[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }

        /** As Go's {@code net.IPNet.String()} prints it: {@code 10.0.0.0/8}. */
        @Override
        public String toString() {
            return address + "/" + prefixLength;
        }
    }
}
