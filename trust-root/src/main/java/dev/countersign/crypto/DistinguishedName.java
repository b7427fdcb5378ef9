package dev.countersign.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A name of a certificate's subject or issuer. Immutable.
 *
 * @param rdns relative distinguished names in the order of the certificate, each with one or more attributes
 */
public record DistinguishedName(List<List<Attribute>> rdns) {

    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SERIAL_NUMBER = "2.5.4.5";

    /** In the order in which Go lists them before it turns the list round. */
    private static final Map<String, String> NAMES = names();

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("2.5.4.6", "C");
        names.put("2.5.4.8", "ST");
        names.put("2.5.4.7", "L");
        names.put("2.5.4.9", "STREET");
        names.put("2.5.4.17", "POSTALCODE");
        names.put("2.5.4.10", "O");
        names.put("2.5.4.11", "OU");
        names.put(COMMON_NAME, "CN");
        names.put(SERIAL_NUMBER, "SERIALNUMBER");
        return Collections.unmodifiableMap(names);
    }

    public DistinguishedName {
        rdns = rdns.stream().map(List::copyOf).toList();
    }

    /**
     * One attribute.
     *
     * @param oid dotted decimal
     * @param value its text
     */
    public record Attribute(String oid, String value) {}

    /** The last common name, as Go keeps it; empty text where there is none. */
    public String commonName() {
        List<String> names = values(COMMON_NAME);
        return names.isEmpty() ? "" : names.get(names.size() - 1);
    }

    /** The organizations, in order. */
    public List<String> organizations() {
        return values("2.5.4.10");
    }

    private List<String> values(String oid) {
        return attributes()
                .filter(attribute -> attribute.oid().equals(oid))
                .map(Attribute::value)
                .toList();
    }

    private Stream<Attribute> attributes() {
        return rdns.stream().flatMap(List::stream);
    }

    /**
     * As Go's {@code pkix.Name.String()} prints it: {@code CN=leaf,O=acme}. Go sorts the attributes that it knows by type, and
     * puts the others, by their OID and in hexadecimal, behind them.
     */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        attributes()
                .filter(attribute -> !NAMES.containsKey(attribute.oid()))
                .map(attribute -> attribute.oid() + "=#" + HexFormat.of().formatHex(encode(attribute.value())))
                .forEach(parts::add);
        for (Map.Entry<String, String> type : NAMES.entrySet()) {
            List<String> values = values(type.getKey());
            if (type.getKey().equals(COMMON_NAME) || type.getKey().equals(SERIAL_NUMBER)) {
                // Go keeps only the last one.
                values = values.isEmpty() || values.get(values.size() - 1).isEmpty()
                        ? List.of()
                        : values.subList(values.size() - 1, values.size());
            }
            if (!values.isEmpty()) {
                parts.add(values.stream()
                        .map(value -> type.getValue() + "=" + escape(value))
                        .collect(Collectors.joining("+")));
            }
        }
        Collections.reverse(parts);
        return String.join(",", parts);
    }

    private static String escape(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean isEnd = i == 0 || i == value.length() - 1;
            if (",+\"\\<>;".indexOf(c) >= 0 || c == ' ' && isEnd || c == '#' && i == 0) {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }

    /** The text as DER: PrintableString where it fits, else UTF8String. */
    private static byte[] encode(String value) {
        boolean isPrintable = value.chars().allMatch(c -> NameParser.isPrintable(c) && c != '*' && c != '&');
        return DerWriter.element(
                isPrintable ? DerReader.PRINTABLE_STRING : DerReader.UTF8_STRING,
                value.getBytes(StandardCharsets.UTF_8));
    }
}
