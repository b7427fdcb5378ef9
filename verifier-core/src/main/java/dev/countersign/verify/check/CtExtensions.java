package dev.countersign.verify.check;

import dev.countersign.crypto.CertificateExtension;
import dev.countersign.crypto.ParsedCertificate;
import java.util.Map;

/**
 * What certificate-transparency-go asks of a certificate's extensions before it reads the promises in it: Go's own parser passes over
 * bytes that follow an extension's value, this one refuses the certificate. Stateless.
 */
final class CtExtensions {
    private static final String AUTHORITY_INFORMATION = "1.3.6.1.5.5.7.1.1";
    private static final String SUBJECT_INFORMATION = "1.3.6.1.5.5.7.1.11";

    private static final Map<String, String> NAMES = Map.of(
            "2.5.29.14",
            "key-id",
            "2.5.29.15",
            "KeyUsage",
            "2.5.29.17",
            "extension",
            "2.5.29.19",
            "BasicConstraints",
            "2.5.29.31",
            "CRL distribution point",
            "2.5.29.32",
            "certificate policies",
            "2.5.29.35",
            "authority key-id",
            "2.5.29.37",
            "ExtendedKeyUsage",
            AUTHORITY_INFORMATION,
            "authority information",
            SUBJECT_INFORMATION,
            "subject information");

    private CtExtensions() {}

    /**
     * Checks them.
     *
     * @throws CheckFailure {@code failed to parse certificate: x509: trailing data after X.509 KeyUsage}, {@code … NonFatalErrors: x509: empty
     *     AuthorityInfoAccess extension; }
     */
    static void check(ParsedCertificate certificate) throws CheckFailure {
        StringBuilder empty = new StringBuilder();
        for (CertificateExtension extension : certificate.extensions()) {
            String name = NAMES.get(extension.oid());
            if (name != null && isFollowed(extension.value())) {
                throw malformed(certificate, extension.oid(), "x509: trailing data after X.509 " + name);
            }
            if (extension.oid().equals(AUTHORITY_INFORMATION) && isEmpty(extension.value())) {
                empty.append("x509: empty AuthorityInfoAccess extension; ");
            } else if (extension.oid().equals(SUBJECT_INFORMATION) && isEmpty(extension.value())) {
                empty.append("x509: empty SubjectInfoAccess extension; ");
            }
        }
        if (empty.length() > 0) {
            throw malformed(certificate, "of information access", "NonFatalErrors: " + empty);
        }
    }

    private static CheckFailure malformed(ParsedCertificate certificate, String extension, String message) {
        return CheckFailure.of(
                "CERTIFICATE_MALFORMED",
                "failed to parse certificate: " + message,
                "extension " + extension + " in certificate " + certificate.fingerprint(),
                "one value that is not empty, and nothing after it",
                "Have the certificate issued anew, or set ignoreSCT where certificate transparency is not wanted.");
    }

    private static boolean isEmpty(byte[] value) {
        return value.length == 2 && value[0] == Der.SEQUENCE && value[1] == 0;
    }

    private static boolean isFollowed(byte[] value) {
        try {
            return Der.any(value, 0, value.length).end() < value.length;
        } catch (Der.Malformed e) {
            return false; // whoever parsed the certificate has read the value
        }
    }
}
