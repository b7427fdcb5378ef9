package dev.countersign.crypto;

import dev.countersign.document.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads certificates from PEM, in the two ways of the Go programs. Thread-safe. */
public final class CertificatePem {
    /** The most certificates that one text may hold. */
    public static final int MAX_CERTIFICATES = 100;

    private static final String TOO_MANY = "more than " + MAX_CERTIFICATES + " certificates in one text";

    private CertificatePem() {}

    /**
     * Every block must be a certificate, whatever its label, and nothing may follow the last (sigstore's {@code
     * cryptoutils.UnmarshalCertificatesFromPEM}). A blank text gives no certificate.
     *
     * @throws CryptographyException {@code error during PEM decoding}, what is wrong with a certificate, or more than {@value
     *     #MAX_CERTIFICATES} certificates
     */
    public static List<ParsedCertificate> strict(String text) throws CryptographyException {
        List<ParsedCertificate> certificates = new ArrayList<>();
        String trimmed = GoText.trimSpace(text);
        int from = 0;
        while (from < trimmed.length()) {
            Pem.Decoded decoded =
                    Pem.next(trimmed, from).orElseThrow(() -> new CryptographyException("error during PEM decoding"));
            add(certificates, ParsedCertificate.parse(decoded.block().bytes()));
            from = decoded.end();
        }
        return List.copyOf(certificates);
    }

    /**
     * The certificates among the blocks; blocks of another label, with headers, or that do not parse are skipped (Go's {@code
     * x509.CertPool.AppendCertsFromPEM}). An empty list means what {@code false} means there.
     *
     * @throws CryptographyException more than {@value #MAX_CERTIFICATES} certificates
     */
    public static List<ParsedCertificate> pool(String text) throws CryptographyException {
        List<ParsedCertificate> certificates = new ArrayList<>();
        Optional<Pem.Decoded> next = Pem.next(text);
        while (next.isPresent()) {
            Pem.PemBlock block = next.get().block();
            if (block.label().equals("CERTIFICATE") && block.headers().isEmpty()) {
                Optional<ParsedCertificate> certificate = parseLeniently(block.bytes());
                if (certificate.isPresent()) {
                    add(certificates, certificate.get());
                }
            }
            next = Pem.next(text, next.get().end());
        }
        return List.copyOf(certificates);
    }

    private static Optional<ParsedCertificate> parseLeniently(byte[] der) {
        try {
            return Optional.of(ParsedCertificate.parse(der));
        } catch (CryptographyException e) {
            return Optional.empty();
        }
    }

    private static void add(List<ParsedCertificate> certificates, ParsedCertificate certificate)
            throws CryptographyException {
        if (certificates.size() == MAX_CERTIFICATES) {
            throw new CryptographyException(TOO_MANY);
        }
        certificates.add(certificate);
    }
}
