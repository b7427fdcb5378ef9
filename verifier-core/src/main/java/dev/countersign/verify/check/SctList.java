package dev.countersign.verify.check;

import dev.countersign.crypto.CertificateExtension;
import dev.countersign.crypto.ParsedCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the promises that are embedded in a certificate (RFC 6962, 3.3), as certificate-transparency-go does. */
final class SctList {
    static final String OID = "1.3.6.1.4.1.11129.2.4.2";

    /** Most promises that are looked at; a list has 64 KiB at most, so real ones stay far below. */
    private static final int MAX_SCTS = 64;

    private static final int MAX_LIST = 65335;
    private static final int MAX_SCT = 65535;

    private SctList() {}

    static List<SignedCertificateTimestamp> of(ParsedCertificate certificate) throws CheckFailure {
        CtExtensions.check(certificate);
        Optional<CertificateExtension> extension = certificate.extension(OID);
        if (extension.isEmpty()) {
            return List.of();
        }
        List<byte[]> serialized = new ArrayList<>();
        try {
            TlsReader list = new TlsReader(listIn(extension.get().value()));
            byte[] entries = list.vector("SCTList", 1, MAX_LIST);
            TlsReader reader = new TlsReader(entries);
            while (reader.remaining() > 0) {
                serialized.add(reader.vector("Val", 1, MAX_SCT));
            }
            if (list.remaining() > 0) {
                throw malformed(
                        "failed to parse certificate: NonFatalErrors: trailing data after TLS-encoded SCT list; ");
            }
        } catch (TlsReader.Malformed e) {
            throw malformed("failed to parse certificate: NonFatalErrors: failed to tls.Unmarshal SCT list: "
                    + e.getMessage() + "; ");
        }
        if (serialized.size() > MAX_SCTS) {
            throw malformed("failed to parse certificate: " + serialized.size() + " SCTs, at most " + MAX_SCTS);
        }
        List<SignedCertificateTimestamp> scts = new ArrayList<>();
        for (byte[] bytes : serialized) {
            try {
                scts.add(SignedCertificateTimestamp.parse(bytes));
            } catch (TlsReader.Malformed e) {
                throw malformed("error extracting SCT number " + scts.size() + ": " + e.getMessage());
            }
        }
        return List.copyOf(scts);
    }

    private static byte[] listIn(byte[] value) throws CheckFailure {
        Der octets;
        try {
            octets = Der.read(value, 0, value.length, Der.OCTET_STRING, "");
        } catch (Der.Malformed e) {
            throw malformed("failed to parse certificate: NonFatalErrors: failed to asn1.Unmarshal SCT list extension: "
                    + e.getMessage() + "; ");
        }
        if (octets.end() < value.length) {
            throw malformed("failed to parse certificate: NonFatalErrors: trailing data after ASN1-encoded SCT list; ");
        }
        return octets.value(value);
    }

    private static CheckFailure malformed(String message) {
        return CheckFailure.of(
                "SCT_LIST_MALFORMED",
                message,
                "an extension " + OID + " that holds no list of signed certificate timestamps",
                "a list as in RFC 6962, 3.3",
                "Have the certificate issued anew, or set ignoreSCT where certificate transparency is not wanted.");
    }
}
