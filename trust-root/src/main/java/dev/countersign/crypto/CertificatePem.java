package dev.countersign.crypto;

import java.util.List;

/** Reads certificates from PEM, in the two ways of the Go programs. */
public final class CertificatePem {
    /** The most certificates that one text may hold. */
    public static final int MAX_CERTIFICATES = 100;

    private CertificatePem() {}

    /**
     * Every block must be a certificate, whatever its label, and nothing else may stand in the text (sigstore's {@code
     * cryptoutils.UnmarshalCertificatesFromPEM}). The empty text gives no certificate.
     *
     * @throws CryptographyException {@code error during PEM decoding}, or what is wrong with a certificate
     */
    public static List<ParsedCertificate> strict(String text) throws CryptographyException {
        throw new CryptographyException("not yet: " + text.length());
    }

    /**
     * The certificates among the blocks; blocks of another label, with headers, or that do not parse are skipped (Go's {@code
     * x509.CertPool.AppendCertsFromPEM}). An empty list means what {@code false} means there.
     *
     * @throws CryptographyException more than {@value #MAX_CERTIFICATES} certificates
     */
    public static List<ParsedCertificate> pool(String text) throws CryptographyException {
        throw new CryptographyException("not yet: " + text.length());
    }
}
