package dev.countersign.trust;

import java.util.List;

/**
 * Everything that verdicts rest on, at one moment. Immutable.
 *
 * @param certificateAuthorities Fulcio or any other authority of code signing certificates
 * @param transparencyLogs Rekor
 * @param ctLogs certificate transparency logs
 * @param timestampAuthorities RFC 3161
 */
public record TrustMaterial(
        List<CertificateAuthority> certificateAuthorities,
        List<LogKey> transparencyLogs,
        List<LogKey> ctLogs,
        List<CertificateAuthority> timestampAuthorities) {

    /** Trusts nothing. */
    public static final TrustMaterial NONE = new TrustMaterial(List.of(), List.of(), List.of(), List.of());

    public TrustMaterial {
        certificateAuthorities = List.copyOf(certificateAuthorities);
        transparencyLogs = List.copyOf(transparencyLogs);
        ctLogs = List.copyOf(ctLogs);
        timestampAuthorities = List.copyOf(timestampAuthorities);
    }
}
