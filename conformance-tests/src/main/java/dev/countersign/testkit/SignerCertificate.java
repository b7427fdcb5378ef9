package dev.countersign.testkit;

import java.time.Instant;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What the certificate of a notation signer shall say. Immutable.
 *
 * @param name its common name
 * @param from its first moment
 * @param to its last moment
 * @param keyUsage bits as Bouncy Castle's {@code KeyUsage} counts them; 0 leaves the extension out
 * @param keyUsageCritical whether that extension is critical
 * @param purpose an OID of extended key usage; empty leaves the extension out
 * @param revocationList where it says that its revocation list is; empty leaves the extension out
 */
public record SignerCertificate(
        String name,
        Instant from,
        Instant to,
        int keyUsage,
        boolean keyUsageCritical,
        String purpose,
        String revocationList) {

    /** A good one, for ten years around a moment. */
    public static SignerCertificate at(Instant moment) {
        return new SignerCertificate(
                "signer",
                moment.minusSeconds(86_400),
                moment.plusSeconds(10 * 365 * 86_400L),
                KeyUsage.digitalSignature,
                true,
                "1.3.6.1.5.5.7.3.3",
                "");
    }

    /** The same with another window. */
    public SignerCertificate valid(Instant first, Instant last) {
        return new SignerCertificate(name, first, last, keyUsage, keyUsageCritical, purpose, revocationList);
    }

    /** The same with another key usage. */
    public SignerCertificate usage(int bits, boolean critical) {
        return new SignerCertificate(name, from, to, bits, critical, purpose, revocationList);
    }

    /** The same for another purpose. */
    public SignerCertificate purpose(String oid) {
        return new SignerCertificate(name, from, to, keyUsage, keyUsageCritical, oid, revocationList);
    }

    /** The same with the address of a revocation list. */
    public SignerCertificate revokedAt(String url) {
        return new SignerCertificate(name, from, to, keyUsage, keyUsageCritical, purpose, url);
    }
}
