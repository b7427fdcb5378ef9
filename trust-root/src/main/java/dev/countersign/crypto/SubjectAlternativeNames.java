package dev.countersign.crypto;

import java.util.List;

/**
 * The names in a certificate's subjectAltName extension, by kind, each in the order of the certificate. Immutable.
 *
 * @param dnsNames dNSName
 * @param emailAddresses rfc822Name
 * @param ipAddresses iPAddress, 4 or 16 octets
 * @param uris uniformResourceIdentifier
 */
public record SubjectAlternativeNames(
        List<String> dnsNames, List<String> emailAddresses, List<IpAddress> ipAddresses, List<UriName> uris) {

    /** No names. */
    public static final SubjectAlternativeNames NONE =
            new SubjectAlternativeNames(List.of(), List.of(), List.of(), List.of());

    public SubjectAlternativeNames {
        dnsNames = List.copyOf(dnsNames);
        emailAddresses = List.copyOf(emailAddresses);
        ipAddresses = List.copyOf(ipAddresses);
        uris = List.copyOf(uris);
    }

    /** Whether Go knows none of the names: a critical extension with such a list counts as unhandled. */
    public boolean isEmpty() {
        return dnsNames.isEmpty() && emailAddresses.isEmpty() && ipAddresses.isEmpty() && uris.isEmpty();
    }

    /**
     * A URI.
     *
     * @param text as Go's {@code URL.String()} prints it: scheme in lower case, escapes kept
     * @param host the host with its port, unescaped; may be empty
     */
    public record UriName(String text, String host) {}
}
