package dev.countersign.verify.check;

import dev.countersign.crypto.CertificateExtension;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.SubjectAlternativeNames;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whom a certificate names, as sigstore-go reads it for bundles (signature-verification.md 3): one name, the first URI or else the first
 * email address or else Fulcio's user name; and the OIDC issuer, of the older or the newer extension, whichever comes last. Immutable.
 *
 * @param subject never empty
 * @param issuer empty where no extension states one
 */
public record CertificateSummary(String subject, String issuer) {
    private static final String FULCIO = "1.3.6.1.4.1.57264.1.";
    private static final int ISSUER = 1;
    private static final int NEWER_ISSUER = 8;
    private static final int LAST = 22;

    /**
     * Reads a certificate.
     *
     * @throws CheckFailure {@code no Subject Alternative Name found}, {@code unexpected error unmarshalling DER-encoded string: …}
     */
    public static CertificateSummary of(ParsedCertificate certificate) throws CheckFailure {
        String issuer = "";
        for (CertificateExtension extension : certificate.extensions()) {
            int number = number(extension.oid());
            if (number == ISSUER) {
                issuer = new String(extension.value(), StandardCharsets.UTF_8);
            } else if (number >= NEWER_ISSUER && number <= LAST) {
                String text = text(extension);
                issuer = number == NEWER_ISSUER ? text : issuer;
            }
        }
        String subject = subject(certificate);
        if (subject.isEmpty()) {
            throw CheckFailure.of(
                    "SUBJECT_MISSING",
                    "no Subject Alternative Name found",
                    certificate.toString(),
                    "a certificate with a URI, an email address or a user name",
                    "Sign with a certificate that names its holder.");
        }
        return new CertificateSummary(subject, issuer);
    }

    /**
     * The OIDC issuer that an extension states, in either form; empty where it is another extension, or states nothing.
     *
     * @throws CheckFailure {@code unexpected error unmarshalling DER-encoded string: …}
     */
    static Optional<String> statedIssuer(CertificateExtension extension) throws CheckFailure {
        String issuer =
                switch (number(extension.oid())) {
                    case ISSUER -> new String(extension.value(), StandardCharsets.UTF_8);
                    case NEWER_ISSUER -> text(extension);
                    default -> "";
                };
        return issuer.isEmpty() ? Optional.empty() : Optional.of(issuer);
    }

    private static int number(String oid) {
        if (!oid.startsWith(FULCIO) || oid.length() > FULCIO.length() + 2) {
            return 0;
        }
        String last = oid.substring(FULCIO.length());
        return last.chars().allMatch(c -> c >= '0' && c <= '9') && !last.isEmpty() ? Integer.parseInt(last) : 0;
    }

    private static String subject(ParsedCertificate certificate) {
        SubjectAlternativeNames names = certificate.subjectAlternativeNames();
        String subject = "";
        if (!names.uris().isEmpty()) {
            subject = names.uris().get(0).text();
        } else if (!names.emailAddresses().isEmpty()) {
            subject = names.emailAddresses().get(0);
        }
        if (subject.isEmpty()) {
            try {
                subject = certificate.fulcioOtherName();
            } catch (CryptographyException e) {
                subject = ""; // names that cannot be told apart name nobody
            }
        }
        return subject;
    }

    /** One DER string with nothing behind it. */
    private static String text(CertificateExtension extension) throws CheckFailure {
        byte[] value = extension.value();
        try {
            int tag = value.length == 0 ? 0 : value[0] & 0xff;
            Charset charset =
                    switch (tag) {
                        case 0x0c -> StandardCharsets.UTF_8;
                        case 0x12, 0x13, 0x16 -> StandardCharsets.US_ASCII;
                        case 0x14 -> StandardCharsets.ISO_8859_1;
                        case 0x1e -> StandardCharsets.UTF_16BE;
                        default -> throw new Der.Malformed("asn1: structure error: tags don't match");
                    };
            Der string = Der.read(value, 0, value.length, tag, "");
            if (string.end() != value.length) {
                throw malformed(extension, "unexpected trailing bytes in DER-encoded string");
            }
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(string.value(value)))
                    .toString();
        } catch (Der.Malformed | CharacterCodingException e) {
            throw malformed(extension, "unexpected error unmarshalling DER-encoded string: " + e.getMessage());
        }
    }

    private static CheckFailure malformed(CertificateExtension extension, String message) {
        return CheckFailure.of(
                "CERTIFICATE_EXTENSION_MALFORMED",
                message,
                "extension " + extension.oid(),
                "a DER string",
                "Have the certificate issued anew.");
    }
}
