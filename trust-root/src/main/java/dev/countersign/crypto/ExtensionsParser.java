package dev.countersign.crypto;

import dev.countersign.crypto.SubjectAlternativeNames.UriName;
import dev.countersign.document.GoText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the extensions of a certificate as Go's {@code crypto/x509} does, those that nobody asks for, too. */
final class ExtensionsParser {
    private static final int EMAIL = DerReader.contextPrimitive(1);
    private static final int DNS = DerReader.contextPrimitive(2);
    private static final int URI = DerReader.contextPrimitive(6);
    private static final int IP = DerReader.contextPrimitive(7);
    private static final int KEY_USAGE_BITS = 9;
    private static final byte[] NOTHING = {};

    private final List<String> unhandledCritical = new ArrayList<>();
    private int keyUsage;
    private boolean basicConstraintsValid;
    private boolean isCa;
    private int maxPathLength = -1;
    private List<String> extendedKeyUsages = List.of();
    private SubjectAlternativeNames names = SubjectAlternativeNames.NONE;
    private Optional<NameConstraints> nameConstraints = Optional.empty();
    private byte[] subjectKeyId = NOTHING;
    private byte[] authorityKeyId = NOTHING;

    /** What the extensions say; an array is not copied. */
    @SuppressWarnings("ArrayRecordComponent") // stays within the package
    record Values(
            int keyUsage,
            boolean basicConstraintsValid,
            boolean isCa,
            int maxPathLength,
            List<String> extendedKeyUsages,
            SubjectAlternativeNames names,
            Optional<NameConstraints> nameConstraints,
            byte[] subjectKeyId,
            byte[] authorityKeyId,
            List<String> unhandledCritical) {}

    static Values parse(List<CertificateExtension> extensions) throws CryptographyException {
        ExtensionsParser parser = new ExtensionsParser();
        for (CertificateExtension extension : extensions) {
            boolean isHandled = parser.handle(extension);
            if (extension.critical() && !isHandled) {
                parser.unhandledCritical.add(extension.oid());
            }
        }
        return new Values(
                parser.keyUsage,
                parser.basicConstraintsValid,
                parser.isCa,
                parser.maxPathLength,
                parser.extendedKeyUsages,
                parser.names,
                parser.nameConstraints,
                parser.subjectKeyId,
                parser.authorityKeyId,
                List.copyOf(parser.unhandledCritical));
    }

    private boolean handle(CertificateExtension extension) throws CryptographyException {
        DerReader value = new DerReader(extension.value());
        switch (extension.oid()) {
            case "2.5.29.14" -> subjectKeyId = subjectKeyId(extension, value);
            case "2.5.29.15" -> keyUsage = keyUsage(value);
            case "2.5.29.17" -> {
                names = names(value);
                return !names.isEmpty();
            }
            case "2.5.29.19" -> basicConstraints(value);
            case "2.5.29.30" -> {
                NameConstraintsParser.Parsed parsed = NameConstraintsParser.parse(extension);
                nameConstraints = Optional.of(parsed.constraints());
                return !parsed.hasOtherNames();
            }
            case "2.5.29.31" -> crlDistributionPoints(value);
            case "2.5.29.32" -> policies(value);
            case "2.5.29.33" -> policyMappings(value);
            case "2.5.29.35" -> authorityKeyId = authorityKeyId(extension, value);
            case "2.5.29.36" -> policyConstraints(value);
            case "2.5.29.37" -> extendedKeyUsages = extendedKeyUsages(value);
            case "2.5.29.54" -> inhibitAnyPolicy(value);
            case "1.3.6.1.5.5.7.1.1" -> authorityInfoAccess(extension, value);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static byte[] subjectKeyId(CertificateExtension extension, DerReader value) throws CryptographyException {
        if (extension.critical()) {
            throw new CryptographyException("x509: subject key identifier incorrectly marked critical");
        }
        return value.read(DerReader.OCTET_STRING, "x509: invalid subject key identifier")
                .toBytes();
    }

    private static int keyUsage(DerReader value) throws CryptographyException {
        BitString bits = value.readBitString("x509: invalid key usage");
        int usage = 0;
        for (int i = 0; i < KEY_USAGE_BITS; i++) {
            usage |= bits.at(i) ? 1 << i : 0;
        }
        return usage;
    }

    private void basicConstraints(DerReader value) throws CryptographyException {
        String refusal = "x509: invalid basic constraints";
        DerReader fields = value.read(DerReader.SEQUENCE, refusal);
        isCa = fields.peek(DerReader.BOOLEAN) && fields.readBoolean(refusal);
        if (fields.peek(DerReader.INTEGER)) {
            long length = fields.readLong(DerReader.INTEGER, refusal);
            if (length < 0) {
                throw new CryptographyException(refusal);
            }
            maxPathLength = (int) Math.min(length, Integer.MAX_VALUE);
        }
        basicConstraintsValid = true;
    }

    private static SubjectAlternativeNames names(DerReader value) throws CryptographyException {
        List<String> dns = new ArrayList<>();
        List<String> emails = new ArrayList<>();
        List<IpAddress> addresses = new ArrayList<>();
        List<UriName> uris = new ArrayList<>();
        DerReader names = value.read(DerReader.SEQUENCE, "x509: invalid subject alternative names");
        while (!names.isEmpty()) {
            DerReader.Element name = names.readAny("x509: invalid subject alternative name");
            byte[] octets = name.contents().toBytes();
            if (name.tag() == EMAIL) {
                emails.add(ascii(octets, "rfc822Name"));
            } else if (name.tag() == DNS) {
                dns.add(ascii(octets, "dNSName"));
            } else if (name.tag() == URI) {
                uris.add(uri(ascii(octets, "uniformResourceIdentifier")));
            } else if (name.tag() == IP) {
                if (octets.length != 4 && octets.length != 16) {
                    throw new CryptographyException("x509: cannot parse IP address of length " + octets.length);
                }
                addresses.add(new IpAddress(octets));
            }
        }
        return new SubjectAlternativeNames(dns, emails, addresses, uris);
    }

    private static String ascii(byte[] octets, String kind) throws CryptographyException {
        for (byte octet : octets) {
            if (octet < 0) {
                throw new CryptographyException("x509: SAN " + kind + " is malformed");
            }
        }
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private static UriName uri(String text) throws CryptographyException {
        UriName parsed;
        try {
            parsed = GoUrl.parse(text);
        } catch (CryptographyException e) {
            throw new CryptographyException("x509: cannot parse URI " + GoText.quote(text) + ": " + e.getMessage(), e);
        }
        if (!DomainNames.isValid(parsed.host(), false)) {
            throw new CryptographyException("x509: cannot parse URI " + GoText.quote(text) + ": invalid domain");
        }
        return parsed;
    }

    private static byte[] authorityKeyId(CertificateExtension extension, DerReader value) throws CryptographyException {
        if (extension.critical()) {
            throw new CryptographyException("x509: authority key identifier incorrectly marked critical");
        }
        String refusal = "x509: invalid authority key identifier";
        DerReader fields = value.read(DerReader.SEQUENCE, refusal);
        int tag = DerReader.contextPrimitive(0);
        return fields.peek(tag) ? fields.read(tag, refusal).toBytes() : NOTHING;
    }

    private static List<String> extendedKeyUsages(DerReader value) throws CryptographyException {
        String refusal = "x509: invalid extended key usages";
        DerReader fields = value.read(DerReader.SEQUENCE, refusal);
        List<String> usages = new ArrayList<>();
        while (!fields.isEmpty()) {
            usages.add(fields.readOid(refusal));
        }
        return List.copyOf(usages);
    }

    private static void crlDistributionPoints(DerReader value) throws CryptographyException {
        DerReader points = value.read(DerReader.SEQUENCE, "x509: invalid CRL distribution points");
        String refusal = "x509: invalid CRL distribution point";
        int nested = DerReader.contextConstructed(0);
        int uri = DerReader.contextPrimitive(6);
        while (!points.isEmpty()) {
            DerReader point = points.read(DerReader.SEQUENCE, refusal);
            if (point.peek(nested)) {
                DerReader names = point.read(nested, refusal).read(nested, refusal);
                while (names.peek(uri)) {
                    names.read(uri, refusal);
                }
            }
        }
    }

    private static void policies(DerReader value) throws CryptographyException {
        String refusal = "x509: invalid certificate policies";
        DerReader policies = value.read(DerReader.SEQUENCE, refusal);
        Set<String> seen = new HashSet<>();
        while (!policies.isEmpty()) {
            byte[] oid = policies.read(DerReader.SEQUENCE, refusal)
                    .read(DerReader.OID, refusal)
                    .toBytes();
            // Arcs of any size are fine here.
            if (!isWellFormedOid(oid) || !seen.add(HexFormat.of().formatHex(oid))) {
                throw new CryptographyException(refusal);
            }
        }
    }

    private static boolean isWellFormedOid(byte[] oid) {
        boolean atStart = true;
        for (byte octet : oid) {
            if (atStart && octet == (byte) 0x80) {
                return false;
            }
            atStart = octet >= 0;
        }
        return oid.length > 0 && atStart;
    }

    private static void policyMappings(DerReader value) throws CryptographyException {
        String refusal = "x509: invalid policy mappings extension";
        DerReader mappings = value.read(DerReader.SEQUENCE, refusal);
        while (!mappings.isEmpty()) {
            DerReader mapping = mappings.read(DerReader.SEQUENCE, refusal);
            mapping.read(DerReader.OID, refusal);
            mapping.read(DerReader.OID, refusal);
        }
    }

    private static void policyConstraints(DerReader value) throws CryptographyException {
        String refusal = "x509: invalid policy constraints extension";
        DerReader fields = value.read(DerReader.SEQUENCE, refusal);
        for (int number = 0; number < 2; number++) {
            int tag = DerReader.contextPrimitive(number);
            if (fields.peek(tag)) {
                fields.readLong(tag, refusal);
            }
        }
    }

    private static void inhibitAnyPolicy(DerReader value) throws CryptographyException {
        value.readLong(DerReader.INTEGER, "x509: invalid inhibit any policy extension");
    }

    private static void authorityInfoAccess(CertificateExtension extension, DerReader value)
            throws CryptographyException {
        if (extension.critical()) {
            throw new CryptographyException("x509: authority info access incorrectly marked critical");
        }
        String refusal = "x509: invalid authority info access";
        DerReader descriptions = value.read(DerReader.SEQUENCE, refusal);
        int uri = DerReader.contextPrimitive(6);
        while (!descriptions.isEmpty()) {
            DerReader description = descriptions.read(DerReader.SEQUENCE, refusal);
            description.readOid(refusal);
            if (description.peek(uri)) {
                description.read(uri, refusal);
            }
        }
    }
}
