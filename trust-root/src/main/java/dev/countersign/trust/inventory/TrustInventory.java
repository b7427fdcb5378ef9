package dev.countersign.trust.inventory;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.ReplacedLog;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.trust.inventory.TrustPiece.Kind;
import java.util.ArrayList;
import java.util.List;

/** Lists what trust material holds. Stateless. */
public final class TrustInventory {
    private TrustInventory() {}

    /**
     * Every piece: authorities, logs, CT logs, timestamp authorities, each in the order of the material, and logs that another replaces
     * behind those that count; then the same for each issuer that has trust of its own.
     */
    public static List<TrustPiece> of(TrustMaterial material) {
        List<TrustPiece> pieces = new ArrayList<>(of(material.others(), ""));
        material.byIssuer().forEach((issuer, own) -> pieces.addAll(of(own, issuer)));
        return List.copyOf(pieces);
    }

    /** The pieces for one issuer, or for all others. */
    static List<TrustPiece> of(TrustMaterial material, String issuer) {
        List<TrustPiece> pieces = new ArrayList<>();
        material.certificateAuthorities()
                .forEach(authority -> pieces.addAll(authority(Kind.CERTIFICATE_AUTHORITY, authority, issuer)));
        for (Kind kind : List.of(Kind.TRANSPARENCY_LOG, Kind.CT_LOG)) {
            logs(material, kind).forEach(log -> pieces.add(log(kind, log, issuer, false)));
            replaced(material, kind).forEach(log -> pieces.add(log(kind, log.log(), issuer, true)));
        }
        material.timestampAuthorities()
                .forEach(authority -> pieces.addAll(authority(Kind.TIMESTAMP_AUTHORITY, authority, issuer)));
        return List.copyOf(pieces);
    }

    /** The logs of a kind that count. */
    static List<LogKey> logs(TrustMaterial material, Kind kind) {
        return kind == Kind.CT_LOG ? material.ctLogs() : material.transparencyLogs();
    }

    /** The logs of a kind that do not. */
    static List<ReplacedLog> replaced(TrustMaterial material, Kind kind) {
        return material.replacedLogs().stream()
                .filter(log -> (log.kind() == ReplacedLog.Kind.CT_LOG) == (kind == Kind.CT_LOG))
                .toList();
    }

    /** The pieces of one authority: anchors, intermediates, signer. */
    static List<TrustPiece> authority(Kind kind, CertificateAuthority authority, String issuer) {
        List<TrustPiece> pieces = new ArrayList<>();
        authority.anchors().forEach(anchor -> pieces.add(certificate(kind, "anchor", anchor, authority, issuer)));
        authority
                .intermediates()
                .forEach(between -> pieces.add(certificate(kind, "intermediate", between, authority, issuer)));
        authority.leaf().ifPresent(signer -> pieces.add(certificate(kind, "signer", signer, authority, issuer)));
        return pieces;
    }

    static TrustPiece log(Kind kind, LogKey log, String issuer, boolean replaced) {
        return new TrustPiece(
                kind,
                "log",
                log.checkpointId(),
                log.baseUrl(),
                algorithm(log.key()),
                log.validity(),
                ValidityWindow.ALWAYS,
                log.origin(),
                issuer,
                replaced);
    }

    private static TrustPiece certificate(
            Kind kind, String role, ParsedCertificate certificate, CertificateAuthority authority, String issuer) {
        return new TrustPiece(
                kind,
                role,
                certificate.fingerprint(),
                certificate.subject().toString(),
                certificate.publicKey().map(TrustInventory::algorithm).orElse("unknown"),
                authority.validity(),
                ValidityWindow.between(certificate.notBefore(), certificate.notAfter()),
                authority.origin(),
                issuer,
                false);
    }

    private static String algorithm(VerificationKey key) {
        return key.kind() == VerificationKey.Kind.RSA
                ? "RSA " + key.rsaBits()
                : key.kind().toString();
    }
}
