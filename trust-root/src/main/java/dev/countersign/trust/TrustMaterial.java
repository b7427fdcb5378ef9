package dev.countersign.trust;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that verdicts rest on, at one moment. Immutable.
 *
 * @param certificateAuthorities Fulcio or any other authority of code signing certificates
 * @param transparencyLogs Rekor
 * @param ctLogs certificate transparency logs
 * @param timestampAuthorities RFC 3161
 * @param byIssuer by OIDC issuer, what alone counts for whoever holds a certificate that says this issuer; the four lists above count
 *     for everybody else and for signatures by keys. No issuer is empty, and what counts for one has nothing by issuer itself
 * @param replacedLogs logs that the source lists and that do <em>not</em> count, for people to see
 */
public record TrustMaterial(
        List<CertificateAuthority> certificateAuthorities,
        List<LogKey> transparencyLogs,
        List<LogKey> ctLogs,
        List<CertificateAuthority> timestampAuthorities,
        Map<String, TrustMaterial> byIssuer,
        List<ReplacedLog> replacedLogs) {

    /** Trusts nothing. */
    public static final TrustMaterial NONE = new TrustMaterial(List.of(), List.of(), List.of(), List.of());

    public TrustMaterial {
        certificateAuthorities = List.copyOf(certificateAuthorities);
        transparencyLogs = List.copyOf(transparencyLogs);
        ctLogs = List.copyOf(ctLogs);
        timestampAuthorities = List.copyOf(timestampAuthorities);
        byIssuer = byIssuer.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(byIssuer));
        replacedLogs = List.copyOf(replacedLogs);
        byIssuer.forEach((issuer, own) -> {
            if (issuer.isEmpty() || !own.byIssuer().isEmpty()) {
                throw new IllegalArgumentException(
                        "trust by issuer is for a named issuer and for no other within: \"" + issuer + "\"");
            }
        });
    }

    /** The same for every issuer. */
    public TrustMaterial(
            List<CertificateAuthority> certificateAuthorities,
            List<LogKey> transparencyLogs,
            List<LogKey> ctLogs,
            List<CertificateAuthority> timestampAuthorities) {
        this(certificateAuthorities, transparencyLogs, ctLogs, timestampAuthorities, Map.of(), List.of());
    }

    /**
     * What counts for whoever holds a certificate that says this issuer; it holds nothing by issuer.
     *
     * @param issuer exactly as the certificate says it
     */
    public TrustMaterial forIssuer(String issuer) {
        TrustMaterial own = byIssuer.get(issuer);
        return own == null ? others() : own;
    }

    /** What counts for those whose issuer has no trust of its own, and for keys; it holds nothing by issuer. */
    public TrustMaterial others() {
        return byIssuer.isEmpty() ? this : withIssuers(Map.of());
    }

    /**
     * The same for others, with this by issuer in place of what was there.
     *
     * @throws IllegalArgumentException when an issuer is empty, or what counts for it holds something by issuer itself
     */
    public TrustMaterial withIssuers(Map<String, TrustMaterial> own) {
        return new TrustMaterial(
                certificateAuthorities, transparencyLogs, ctLogs, timestampAuthorities, own, replacedLogs);
    }
}
