package dev.countersign.crypto;

import dev.countersign.crypto.NameConstraints.IpRange;
import dev.countersign.crypto.NameConstraints.Subtrees;
import dev.countersign.document.GoText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads name constraints as Go's {@code crypto/x509} does. */
final class NameConstraintsParser {
    private static final String REFUSAL = "x509: invalid NameConstraints extension";
    private static final int EMAIL = DerReader.contextPrimitive(1);
    private static final int DNS = DerReader.contextPrimitive(2);
    private static final int URI = DerReader.contextPrimitive(6);
    private static final int IP = DerReader.contextPrimitive(7);

    private boolean hasOtherNames;

    /** The constraints, and whether there are some on names of kinds that Go does not know. */
    record Parsed(NameConstraints constraints, boolean hasOtherNames) {}

    static Parsed parse(CertificateExtension extension) throws CryptographyException {
        DerReader input = new DerReader(extension.value());
        DerReader fields = input.read(DerReader.SEQUENCE, REFUSAL);
        if (!input.isEmpty()) {
            throw new CryptographyException(REFUSAL);
        }
        @Nullable DerReader permitted = fields.readOptional(DerReader.contextConstructed(0), REFUSAL);
        @Nullable DerReader excluded = fields.readOptional(DerReader.contextConstructed(1), REFUSAL);
        if (!fields.isEmpty()) {
            throw new CryptographyException(REFUSAL);
        }
        if ((permitted == null || permitted.isEmpty()) && (excluded == null || excluded.isEmpty())) {
            throw new CryptographyException("x509: empty name constraints extension");
        }
        NameConstraintsParser parser = new NameConstraintsParser();
        NameConstraints constraints =
                new NameConstraints(extension.critical(), parser.subtrees(permitted), parser.subtrees(excluded));
        return new Parsed(constraints, parser.hasOtherNames);
    }

    private Subtrees subtrees(@Nullable DerReader input) throws CryptographyException {
        List<String> dns = new ArrayList<>();
        List<IpRange> ranges = new ArrayList<>();
        List<String> emails = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        while (input != null && !input.isEmpty()) {
            DerReader.Element base = input.read(DerReader.SEQUENCE, REFUSAL).readAny(REFUSAL);
            byte[] value = base.contents().toBytes();
            if (base.tag() == DNS) {
                dns.add(domain(ascii(value), "dnsName"));
            } else if (base.tag() == IP) {
                ranges.add(range(value));
            } else if (base.tag() == EMAIL) {
                emails.add(email(ascii(value)));
            } else if (base.tag() == URI) {
                uris.add(uri(ascii(value)));
            } else {
                hasOtherNames = true;
            }
        }
        return new Subtrees(dns, ranges, emails, uris);
    }

    private static String ascii(byte[] value) throws CryptographyException {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if (!text.chars().allMatch(c -> c < 0x80)) {
            throw new CryptographyException("x509: invalid constraint value: x509: " + GoText.quoteOctets(text)
                    + " cannot be encoded as an IA5String");
        }
        return text;
    }

    private static String domain(String text, String kind) throws CryptographyException {
        if (!DomainNames.isValid(text, true)) {
            throw new CryptographyException("x509: failed to parse " + kind + " constraint " + GoText.quote(text));
        }
        return text;
    }

    private static String email(String text) throws CryptographyException {
        if (text.contains("@")) {
            if (!DomainNames.isMailbox(text)) {
                throw new CryptographyException("x509: failed to parse rfc822Name constraint " + GoText.quote(text));
            }
            return text;
        }
        return domain(text, "rfc822Name");
    }

    private static String uri(String text) throws CryptographyException {
        if (GoIpAddress.isAddress(text)) {
            throw new CryptographyException(
                    "x509: failed to parse URI constraint " + GoText.quote(text) + ": cannot be IP address");
        }
        return domain(text, "URI");
    }

    private static IpRange range(byte[] value) throws CryptographyException {
        if (value.length != 8 && value.length != 32) {
            throw new CryptographyException("x509: IP constraint contained value of length " + value.length);
        }
        int half = value.length / 2;
        byte[] mask = Arrays.copyOfRange(value, half, value.length);
        int ones = 0;
        while (ones < half * 8 && isSet(mask, ones)) {
            ones++;
        }
        for (int bit = ones; bit < half * 8; bit++) {
            if (isSet(mask, bit)) {
                throw new CryptographyException("x509: IP constraint contained invalid mask "
                        + HexFormat.of().formatHex(mask));
            }
        }
        return new IpRange(new IpAddress(Arrays.copyOf(value, half)), ones);
    }

    private static boolean isSet(byte[] mask, int bit) {
        return (mask[bit >> 3] & 0x80 >> (bit & 7)) != 0;
    }
}
