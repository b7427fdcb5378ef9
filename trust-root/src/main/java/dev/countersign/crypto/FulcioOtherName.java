package dev.countersign.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The identity that Fulcio writes as an otherName, as sigstore's {@code cryptoutils} reads it. */
final class FulcioOtherName {
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final String TYPE = "1.3.6.1.4.1.57264.1.7";
    private static final String MALFORMED = "could not parse requested OtherName SAN";
    private static final int TAG_NUMBER = 0x1f;

    private FulcioOtherName() {}

    static String read(ParsedCertificate certificate) throws CryptographyException {
        Optional<CertificateExtension> extension = certificate.extension(SUBJECT_ALTERNATIVE_NAME);
        List<String> values = new ArrayList<>();
        if (extension.isPresent()) {
            DerReader input = new DerReader(extension.get().value());
            DerReader names = input.read(DerReader.SEQUENCE, "asn1: structure error: bad SAN sequence");
            if (!input.isEmpty()) {
                throw new CryptographyException("trailing data after X.509 extension");
            }
            while (!names.isEmpty()) {
                DerReader.Element name = names.readAny("asn1: syntax error: data truncated");
                // sigstore looks at the number alone; a number 0 of another class does not parse.
                if ((name.tag() & TAG_NUMBER) == 0) {
                    values.add(value(name));
                }
            }
        }
        if (values.isEmpty()) {
            throw new CryptographyException("no OtherNames found");
        }
        if (values.size() > 1) {
            throw new CryptographyException("expected only one OtherName");
        }
        return values.get(0);
    }

    private static String value(DerReader.Element name) throws CryptographyException {
        if (name.tag() != DerReader.contextConstructed(0)) {
            throw new CryptographyException(MALFORMED);
        }
        DerReader fields = name.contents();
        String type = fields.readOid(MALFORMED);
        DerReader.Element text =
                fields.read(DerReader.contextConstructed(0), MALFORMED).readAny(MALFORMED);
        byte[] octets = text.contents().toBytes();
        boolean isText =
                switch (text.tag()) {
                    case DerReader.UTF8_STRING -> isUtf8(octets);
                    case DerReader.PRINTABLE_STRING ->
                        isAscii(octets)
                                && new String(octets, StandardCharsets.US_ASCII)
                                        .chars()
                                        .allMatch(NameParser::isPrintable);
                    case DerReader.IA5_STRING -> isAscii(octets);
                    default -> false;
                };
        if (!isText) {
            throw new CryptographyException(MALFORMED);
        }
        if (!type.equals(TYPE)) {
            throw new CryptographyException("unexpected OID for OtherName, expected " + TYPE + ", got " + type);
        }
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static boolean isAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] octets) {
        return Arrays.equals(octets, new String(octets, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
    }
}
