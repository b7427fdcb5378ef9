package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.DerReader.Element;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Go's JSON of distinguished names and of attributes. */
final class CertificateNames {
    private static final List<Long> NAME_PARTS = List.of(2L, 5L, 4L);
    private static final long COMMON_NAME = 3;
    private static final long SERIAL_NUMBER = 5;
    private static final Map<Long, String> LISTS = Map.of(
            6L,
            "Country",
            7L,
            "Locality",
            8L,
            "Province",
            9L,
            "StreetAddress",
            10L,
            "Organization",
            11L,
            "OrganizationalUnit",
            17L,
            "PostalCode");

    private CertificateNames() {}

    /** As pkix.Name. */
    static ObjectValue json(Element name) throws DerException {
        Map<String, Value> json = new LinkedHashMap<>();
        LISTS.values().forEach(list -> json.put(list, Value.NULL));
        json.put("CommonName", Value.of(""));
        json.put("SerialNumber", Value.of(""));
        json.put("ExtraNames", Value.NULL);
        List<Value> names = new ArrayList<>();
        DerReader sets = name.inside();
        while (!sets.isEmpty()) {
            DerReader parts =
                    sets.next(DerReader.SET, "x509: invalid RDNSequence").inside();
            while (!parts.isEmpty()) {
                DerReader inside = parts.next(DerReader.SEQUENCE, "x509: invalid RDNSequence: invalid attribute")
                        .inside();
                List<Long> type = DerReader.identifier(
                        inside.next(DerReader.OBJECT_IDENTIFIER, "x509: invalid RDNSequence: invalid attribute type")
                                .content());
                Value text = Value.of(text(inside.next("x509: invalid RDNSequence: invalid attribute value")));
                names.add(pair(type, text));
                if (type.size() == 4 && type.subList(0, 3).equals(NAME_PARTS)) {
                    fill(json, type.get(3), text);
                }
            }
        }
        json.put("Names", names.isEmpty() ? Value.NULL : new ListValue(names));
        return new ObjectValue(json);
    }

    /** The texts that Go takes in names; any other kind is an error. */
    private static String text(Element value) throws DerException {
        String why =
                switch (value.tag()) {
                    case DerReader.UTF8_STRING -> isUtf8(value.content()) ? "" : "invalid UTF-8 string";
                    case DerReader.PRINTABLE_STRING ->
                        value.ascii().matches("[A-Za-z0-9 '()+,\\-./:=?*&]*") ? "" : "invalid PrintableString";
                    case DerReader.IA5_STRING -> value.ascii().matches("\\p{ASCII}*") ? "" : "invalid IA5String";
                    case DerReader.NUMERIC_STRING -> value.ascii().matches("[0-9 ]*") ? "" : "invalid NumericString";
                    case DerReader.BMP_STRING -> value.content().length % 2 == 0 ? "" : "invalid BMPString";
                    case DerReader.T61_STRING -> "";
                    default -> "unsupported string type: " + value.tag();
                };
        if (!why.isEmpty()) {
            throw new DerException("x509: invalid RDNSequence: invalid attribute value: " + why);
        }
        return DerReader.text(value);
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
    }

    private static void fill(Map<String, Value> json, long type, Value text) {
        if (type == COMMON_NAME) {
            json.put("CommonName", text);
        } else if (type == SERIAL_NUMBER) {
            json.put("SerialNumber", text);
        } else if (LISTS.containsKey(type)) {
            String list = LISTS.get(type);
            List<Value> texts = new ArrayList<>();
            if (json.get(list) instanceof ListValue known) {
                texts.addAll(known.items());
            }
            texts.add(text);
            json.put(list, new ListValue(texts));
        }
    }

    /** As pkix.AttributeTypeAndValueSET; empty where the attribute is not of that shape, as a password is not. */
    static Optional<Value> attribute(Element attribute) {
        try {
            DerReader inside = attribute.inside();
            List<Long> type = inside.identifier();
            List<Value> values = new ArrayList<>();
            for (Element list : inside.next(DerReader.SET).inside().rest()) {
                List<Value> pairs = new ArrayList<>();
                for (Element pair : list.inside().rest()) {
                    DerReader parts = pair.inside();
                    pairs.add(pair(parts.identifier(), any(parts.next())));
                }
                values.add(new ListValue(pairs));
            }
            Map<String, Value> json = new LinkedHashMap<>();
            json.put("Type", CertificateJson.identifier(type));
            json.put("Value", new ListValue(values));
            return Optional.of(new ObjectValue(json));
        } catch (DerException otherShape) {
            return Optional.empty();
        }
    }

    private static Value any(Element element) {
        return switch (element.tag()) {
            case DerReader.OCTET_STRING -> CertificateJson.base64(element.content());
            case DerReader.BOOLEAN -> Value.of(element.content().length == 1 && element.content()[0] != 0);
            default -> Value.of(DerReader.text(element));
        };
    }

    private static Value pair(List<Long> type, Value value) {
        Map<String, Value> pair = new LinkedHashMap<>();
        pair.put("Type", CertificateJson.identifier(type));
        pair.put("Value", value);
        return new ObjectValue(pair);
    }
}
