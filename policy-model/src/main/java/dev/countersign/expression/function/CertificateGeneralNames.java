package dev.countersign.expression.function;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.CertificateExtensions.Extension;
import dev.countersign.expression.function.DerReader.Element;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names inside of a certificate's extensions, as Go's JSON. */
final class CertificateGeneralNames {
    static final int URI = 0x86;
    private static final int EMAIL = 0x81;
    private static final int DNS = 0x82;
    private static final int IP = 0x87;

    private CertificateGeneralNames() {}

    /** Fills the alternative names; tells whether there was one of a kind that Go knows. */
    static boolean read(byte[] extension, Map<String, Value> json) throws DerException {
        boolean known = false;
        for (Element name :
                new DerReader(extension).next(DerReader.SEQUENCE).inside().rest()) {
            known |= name.tag() == EMAIL || name.tag() == DNS || name.tag() == URI || name.tag() == IP;
            switch (name.tag()) {
                case EMAIL -> CertificateExtensions.append(json, "EmailAddresses", Value.of(ascii(name, "rfc822Name")));
                case DNS -> CertificateExtensions.append(json, "DNSNames", Value.of(ascii(name, "dNSName")));
                case URI -> CertificateExtensions.append(json, "URIs", url(ascii(name, "uniformResourceIdentifier")));
                case IP -> {
                    if (name.content().length != 4 && name.content().length != 16) {
                        throw new DerException("x509: cannot parse IP address of length " + name.content().length);
                    }
                    CertificateExtensions.append(json, "IPAddresses", Value.of(address(name.content())));
                }
                default -> {}
            }
        }
        return known;
    }

    /** Fills the name constraints; tells whether Go knew all of them. */
    static boolean constraints(Extension extension, Map<String, Value> json) throws DerException {
        DerReader fields =
                new DerReader(extension.value()).next(DerReader.SEQUENCE).inside();
        Element permitted = fields.optional(0xA0);
        Element excluded = fields.optional(0xA1);
        if ((permitted == null && excluded == null) || !fields.isEmpty()) {
            throw new DerException("x509: invalid NameConstraints extension");
        }
        json.put("PermittedDNSDomainsCritical", Value.of(extension.critical()));
        return subtrees(permitted, "Permitted", json) & subtrees(excluded, "Excluded", json);
    }

    private static boolean subtrees(@Nullable Element list, String prefix, Map<String, Value> json)
            throws DerException {
        if (list == null) {
            return true;
        }
        boolean known = true;
        for (Element subtree : list.inside().rest()) {
            Element base = subtree.inside().next();
            switch (base.tag()) {
                case DNS -> CertificateExtensions.append(json, prefix + "DNSDomains", Value.of(base.utf8()));
                case EMAIL -> CertificateExtensions.append(json, prefix + "EmailAddresses", Value.of(base.utf8()));
                case URI -> CertificateExtensions.append(json, prefix + "URIDomains", Value.of(base.utf8()));
                case IP -> CertificateExtensions.append(json, prefix + "IPRanges", range(base.content()));
                default -> known = false;
            }
        }
        return known;
    }

    private static Value range(byte[] content) throws DerException {
        int half = content.length / 2;
        if (content.length != 8 && content.length != 32) {
            throw new DerException("x509: IP constraint contained value of length " + content.length);
        }
        Map<String, Value> range = new LinkedHashMap<>();
        range.put("IP", Value.of(address(Arrays.copyOf(content, half))));
        range.put("Mask", CertificateJson.base64(Arrays.copyOfRange(content, half, content.length)));
        return new ObjectValue(range);
    }

    private static String ascii(Element name, String kind) throws DerException {
        for (byte b : name.content()) {
            if (b < 0) {
                throw new DerException("x509: SAN " + kind + " is malformed");
            }
        }
        return name.ascii();
    }

    /** As Go's url.URL, whose fields are the JSON. */
    private static Value url(String text) throws DerException {
        String host;
        try {
            host = GoUrl.hostname(text);
        } catch (EvaluationException bad) {
            throw new DerException("x509: cannot parse URI " + JsonText.goQuoted(text) + ": " + bad.getMessage());
        }
        Map<String, Value> json = new LinkedHashMap<>();
        String[] fragment = cut(text, '#');
        String[] query = cut(fragment[0], '?');
        int colon = query[0].indexOf(':');
        boolean schemed = colon > 0 && query[0].substring(0, colon).matches("[a-zA-Z][a-zA-Z0-9+.-]*");
        String rest = schemed ? query[0].substring(colon + 1) : query[0];
        boolean opaque = schemed && !rest.startsWith("/");
        String path = rest;
        String authority = "";
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            path = slash < 0 ? "" : rest.substring(slash);
        }
        String port = authority.substring(authority.lastIndexOf('@') + 1);
        json.put("Scheme", Value.of(schemed ? query[0].substring(0, colon).toLowerCase(Locale.ROOT) : ""));
        json.put("Opaque", Value.of(opaque ? rest : ""));
        json.put("User", authority.indexOf('@') < 0 ? Value.NULL : Value.EMPTY_OBJECT);
        json.put("Host", Value.of(port.isEmpty() ? host : port));
        json.put("Path", Value.of(opaque ? "" : path));
        json.put("Fragment", Value.of(fragment[1]));
        json.put("RawQuery", Value.of(query[1]));
        json.put("RawPath", Value.of(""));
        json.put("RawFragment", Value.of(""));
        json.put("ForceQuery", Value.of(fragment[0].endsWith("?") && query[1].isEmpty()));
        json.put("OmitHost", Value.of(schemed && rest.startsWith("/") && !rest.startsWith("//")));
        return new ObjectValue(json);
    }

    private static String[] cut(String text, char at) {
        int place = text.indexOf(at);
        return place < 0 ? new String[] {text, ""} : new String[] {text.substring(0, place), text.substring(place + 1)};
    }

    /** As Go prints an address: the longest run of zeros left out. */
    private static String address(byte[] bytes) throws DerException {
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            if (bytes.length == 4) {
                return String.valueOf(address.getHostAddress());
            }
            return compressed(bytes);
        } catch (UnknownHostException impossible) {
            throw DerReader.malformed();
        }
    }

    private static String compressed(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
        }
        int best = -1;
        int longest = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                best = i;
                longest = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == best) {
                text.append("::");
                i += longest - 1;
            } else {
                if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
