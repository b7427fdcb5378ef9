package dev.countersign.trust.inventory;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.trust.inventory.TrustPiece.Kind;
import java.util.ArrayList;
import java.util.List;

/** Lists what trust material holds. Stateless. */
public final class TrustInventory {
    private TrustInventory() {}

    /** Every piece: authorities, logs, CT logs, timestamp authorities, each in the order of the material. */
    public static List<TrustPiece> of(TrustMaterial material) {
        List<TrustPiece> pieces = new ArrayList<>();
        material.certificateAuthorities()
                .forEach(authority -> pieces.addAll(authority(Kind.CERTIFICATE_AUTHORITY, authority)));
        material.transparencyLogs().forEach(log -> pieces.add(log(Kind.TRANSPARENCY_LOG, log)));
        material.ctLogs().forEach(log -> pieces.add(log(Kind.CT_LOG, log)));
        material.timestampAuthorities()
                .forEach(authority -> pieces.addAll(authority(Kind.TIMESTAMP_AUTHORITY, authority)));
        return List.copyOf(pieces);
    }

    /** The pieces of one authority: anchors, intermediates, signer. */
    static List<TrustPiece> authority(Kind kind, CertificateAuthority authority) {
        List<TrustPiece> pieces = new ArrayList<>();
        authority.anchors().forEach(anchor -> pieces.add(certificate(kind, "anchor", anchor, authority)));
        authority.intermediates().forEach(between -> pieces.add(certificate(kind, "intermediate", between, authority)));
        authority.leaf().ifPresent(signer -> pieces.add(certificate(kind, "signer", signer, authority)));
        return pieces;
    }

    static TrustPiece log(Kind kind, LogKey log) {
        return new TrustPiece(
                kind,
                "log",
                log.checkpointId(),
                log.baseUrl(),
                algorithm(log.key()),
                log.validity(),
                ValidityWindow.ALWAYS,
                log.origin());
    }

    static TrustPiece certificate(
            Kind kind, String role, ParsedCertificate certificate, CertificateAuthority authority) {
        return new TrustPiece(
                kind,
                role,
                certificate.fingerprint(),
                certificate.subject().toString(),
                certificate.publicKey().map(TrustInventory::algorithm).orElse("unknown"),
                authority.validity(),
                ValidityWindow.between(certificate.notBefore(), certificate.notAfter()),
                authority.origin());
    }

    private static String algorithm(VerificationKey key) {
        return key.kind() == VerificationKey.Kind.RSA
                ? "RSA " + key.rsaBits()
                : key.kind().toString();
    }
}
