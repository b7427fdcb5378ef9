package dev.countersign.trust;

import dev.countersign.crypto.ParsedCertificate;
import java.util.List;
import java.util.Optional;

/**
 * Certificates that a chain may end in, and those that may stand between. Immutable.
 *
 * @param anchors every one of these is trusted, self-signed or not (Go's root pool)
 * @param intermediates may stand in a chain, and are not trusted by themselves; verification of signatures in annotations does not
 *     use them
 * @param validity when the authority counts
 * @param origin where it comes from
 * @param leaf of a timestamp authority: the one certificate that may have signed; absent: any that the anchors vouch for
 * @param uri where the authority is, as its source states it; empty where none is stated. Nothing is verified by it
 */
public record CertificateAuthority(
        List<ParsedCertificate> anchors,
        List<ParsedCertificate> intermediates,
        ValidityWindow validity,
        Origin origin,
        Optional<ParsedCertificate> leaf,
        String uri) {
    public CertificateAuthority {
        anchors = List.copyOf(anchors);
        intermediates = List.copyOf(intermediates);
    }

    /** An authority at an unknown place. */
    public CertificateAuthority(
            List<ParsedCertificate> anchors,
            List<ParsedCertificate> intermediates,
            ValidityWindow validity,
            Origin origin,
            Optional<ParsedCertificate> leaf) {
        this(anchors, intermediates, validity, origin, leaf, "");
    }

    /** An authority that states no leaf, at an unknown place. */
    public CertificateAuthority(
            List<ParsedCertificate> anchors,
            List<ParsedCertificate> intermediates,
            ValidityWindow validity,
            Origin origin) {
        this(anchors, intermediates, validity, origin, Optional.empty());
    }
}
