package dev.countersign.verify.attestor;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The timestamp authorities that stand in a policy ({@code ctlog.tsaCertChain}), read once, as Kyverno splits such a chain: what is no
 * CA signs timestamps, a CA that issued itself is a root, any other CA stands between; the order does not matter. Immutable.
 */
public sealed interface TimestampTrust {
    /** No more certificates are read of one field (Kyverno). */
    int MAX_CERTIFICATES = 12;

    /** No more of them may stand between a signer and a root (Kyverno). */
    int MAX_INTERMEDIATES = 10;

    /** The number of the divergence: several signers' certificates are several authorities. */
    String SEVERAL_CHAINS = "D26";

    /** The field states none, so that no timestamp is looked at. */
    record Absent() implements TimestampTrust {}

    /**
     * The field's authorities; at least one. Any of them counts.
     *
     * @param several whether there are several signers' certificates, which Kyverno refuses
     */
    record Stated(List<CertificateAuthority> authorities, boolean several) implements TimestampTrust {
        public Stated {
            authorities = List.copyOf(authorities);
        }
    }

    /**
     * The field holds something else.
     *
     * @param message Kyverno's text
     */
    record Malformed(String message) implements TimestampTrust {}

    /**
     * Reads the field. Where it holds the certificates of several signers, each is an authority of its own, with the CAs that stand
     * above it by their names (divergence D26): so timestamps from before and after a rotation verify.
     */
    static TimestampTrust of(String pem, Origin origin) {
        if (pem.isEmpty()) {
            return new Absent();
        }
        int markers = pem.split("-----BEGIN CERTIFICATE-----", -1).length - 1;
        if (markers > MAX_CERTIFICATES) {
            return new Malformed("TSA certificate chain contains too many certificates (" + markers
                    + "), maximum allowed is " + MAX_CERTIFICATES);
        }
        List<ParsedCertificate> certificates;
        try {
            certificates = CertificatePem.strict(pem);
        } catch (CryptographyException e) {
            return new Malformed("error splitting tsa certificates: " + e.getMessage());
        }
        List<ParsedCertificate> signers =
                certificates.stream().filter(certificate -> !certificate.isCa()).toList();
        List<ParsedCertificate> issuers =
                certificates.stream().filter(ParsedCertificate::isCa).toList();
        long between = issuers.stream().filter(issuer -> !isRoot(issuer)).count();
        if (between > MAX_INTERMEDIATES) {
            return new Malformed("TSA certificate chain contains too many intermediate certificates (" + between
                    + "), maximum allowed is " + MAX_INTERMEDIATES);
        }
        if (signers.size() < 2) {
            return new Stated(
                    List.of(authority(issuers, origin, signers.stream().findFirst())), false);
        }
        return new Stated(
                signers.stream()
                        .distinct()
                        .map(signer -> authority(above(signer, issuers), origin, Optional.of(signer)))
                        .toList(),
                true);
    }

    private static CertificateAuthority authority(
            List<ParsedCertificate> issuers, Origin origin, Optional<ParsedCertificate> signer) {
        return new CertificateAuthority(
                issuers.stream().filter(TimestampTrust::isRoot).toList(),
                issuers.stream().filter(issuer -> !isRoot(issuer)).toList(),
                ValidityWindow.ALWAYS,
                origin,
                signer);
    }

    /** The issuers that stand above a certificate, by their names; whether they signed it is checked with each timestamp. */
    private static List<ParsedCertificate> above(ParsedCertificate signer, List<ParsedCertificate> issuers) {
        List<ParsedCertificate> reached = new ArrayList<>();
        reached.add(signer);
        for (int next = 0; next < reached.size(); next++) {
            byte[] name = reached.get(next).rawIssuer();
            for (ParsedCertificate issuer : issuers) {
                if (Arrays.equals(issuer.rawSubject(), name) && !reached.contains(issuer)) {
                    reached.add(issuer);
                }
            }
        }
        return reached.subList(1, reached.size());
    }

    private static boolean isRoot(ParsedCertificate issuer) {
        return Arrays.equals(issuer.rawSubject(), issuer.rawIssuer());
    }
}
