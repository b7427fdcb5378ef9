package dev.countersign.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where a certificate says that its revocation can be asked for, as Go reads it: addresses of other kinds are passed over. */
final class RevocationAddresses {
    private static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    private static final String AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1";
    private static final String OCSP = "1.3.6.1.5.5.7.48.1";
    private static final int URI = DerReader.contextPrimitive(6);
    private static final int NESTED = DerReader.contextConstructed(0);

    private RevocationAddresses() {}

    /** OCSP responders first, then revocation lists. The parser has read these extensions before, so that they are well-formed. */
    static List<String> of(List<CertificateExtension> extensions) {
        List<String> responders = new ArrayList<>();
        List<String> lists = new ArrayList<>();
        for (CertificateExtension extension : extensions) {
            try {
                DerReader value = new DerReader(extension.value());
                if (extension.oid().equals(AUTHORITY_INFO_ACCESS)) {
                    responders(value, responders);
                } else if (extension.oid().equals(CRL_DISTRIBUTION_POINTS)) {
                    lists(value, lists);
                }
            } catch (CryptographyException e) {
                throw new IllegalStateException("a parsed certificate holds a malformed extension", e);
            }
        }
        responders.addAll(lists);
        return List.copyOf(responders);
    }

    private static void responders(DerReader value, List<String> out) throws CryptographyException {
        DerReader descriptions = value.read(DerReader.SEQUENCE, "");
        while (!descriptions.isEmpty()) {
            DerReader description = descriptions.read(DerReader.SEQUENCE, "");
            boolean isResponder = description.readOid("").equals(OCSP);
            if (isResponder && description.peek(URI)) {
                out.add(text(description.read(URI, "")));
            }
        }
    }

    private static void lists(DerReader value, List<String> out) throws CryptographyException {
        DerReader points = value.read(DerReader.SEQUENCE, "");
        while (!points.isEmpty()) {
            DerReader point = points.read(DerReader.SEQUENCE, "");
            if (point.peek(NESTED)) {
                DerReader names = point.read(NESTED, "").read(NESTED, "");
                while (names.peek(URI)) {
                    out.add(text(names.read(URI, "")));
                }
            }
        }
    }

    private static String text(DerReader value) {
        return new String(value.toBytes(), StandardCharsets.ISO_8859_1);
    }
}
