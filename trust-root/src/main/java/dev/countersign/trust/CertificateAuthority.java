package dev.countersign.trust;

import dev.countersign.crypto.ParsedCertificate;
import java.util.List;

/**
 * Certificates that a chain may end in, and those that may stand between. Immutable.
 *
 * @param anchors every one of these is trusted, self-signed or not (Go's root pool)
 * @param intermediates may stand in a chain, and are not trusted by themselves
 * @param validity when the authority counts
 * @param origin where it comes from
 */
public record CertificateAuthority(
        List<ParsedCertificate> anchors,
        List<ParsedCertificate> intermediates,
        ValidityWindow validity,
        Origin origin) {
    public CertificateAuthority {
        anchors = List.copyOf(anchors);
        intermediates = List.copyOf(intermediates);
    }
}
