package dev.countersign.crypto;

import dev.countersign.crypto.DistinguishedName.Attribute;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads distinguished names as Go's {@code crypto/x509} does. */
final class NameParser {
    private static final String REFUSAL = "x509: invalid RDNSequence";
    /** Beyond letters and digits; the asterisk and the ampersand are no part of the standard's set, but of Go's. */
    private static final String PRINTABLE = " '()+,-./:=?*&";

    private NameParser() {}

    static DistinguishedName parse(DerReader whole) throws CryptographyException {
        DerReader names = whole.read(DerReader.SEQUENCE, REFUSAL);
        List<List<Attribute>> rdns = new ArrayList<>();
        while (!names.isEmpty()) {
            DerReader set = names.read(DerReader.SET, REFUSAL);
            List<Attribute> rdn = new ArrayList<>();
            while (!set.isEmpty()) {
                DerReader attribute = set.read(DerReader.SEQUENCE, REFUSAL + ": invalid attribute");
                String oid = attribute.readOid(REFUSAL + ": invalid attribute type");
                DerReader.Element value = attribute.readAny(REFUSAL + ": invalid attribute value");
                rdn.add(new Attribute(oid, text(value)));
            }
            rdns.add(rdn);
        }
        return new DistinguishedName(rdns);
    }

    private static String text(DerReader.Element value) throws CryptographyException {
        byte[] octets = value.contents().toBytes();
        String latin = new String(octets, StandardCharsets.ISO_8859_1);
        return switch (value.tag()) {
            case DerReader.T61_STRING -> latin;
            case DerReader.PRINTABLE_STRING -> {
                require(latin.chars().allMatch(NameParser::isPrintable), "invalid PrintableString");
                yield latin;
            }
            case DerReader.IA5_STRING -> {
                require(latin.chars().allMatch(c -> c < 0x80), "invalid IA5String");
                yield latin;
            }
            case DerReader.NUMERIC_STRING -> {
                require(latin.chars().allMatch(c -> c == ' ' || c >= '0' && c <= '9'), "invalid NumericString");
                yield latin;
            }
            case DerReader.UTF8_STRING -> utf8(octets);
            case DerReader.BMP_STRING -> bmp(octets);
            default -> throw refusal("unsupported string type: " + value.tag());
        };
    }

    static boolean isPrintable(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PRINTABLE.indexOf(c) >= 0;
    }

    private static String utf8(byte[] octets) throws CryptographyException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refusal("invalid UTF-8 string");
        }
    }

    private static String bmp(byte[] octets) throws CryptographyException {
        require(octets.length % 2 == 0, "invalid BMPString");
        String text = new String(octets, StandardCharsets.UTF_16BE);
        if (text.endsWith("\0")) {
            text = text.substring(0, text.length() - 1);
        }
        for (int i = 0; i < octets.length; i += 2) {
            int unit = (octets[i] & 0xff) << 8 | octets[i + 1] & 0xff;
            boolean isReserved = unit >= 0xfffe || unit >= 0xfdd0 && unit <= 0xfdef || unit >= 0xd800 && unit <= 0xdfff;
            require(!isReserved, "invalid BMPString");
        }
        return text;
    }

    private static void require(boolean valid, String message) throws CryptographyException {
        if (!valid) {
            throw refusal(message);
        }
    }

    private static CryptographyException refusal(String message) {
        return new CryptographyException(REFUSAL + ": invalid attribute value: " + message);
    }
}
