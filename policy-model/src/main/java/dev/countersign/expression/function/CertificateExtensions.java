package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.DerReader.Element;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields that Go makes of a certificate's extensions. */
final class CertificateExtensions {
    private static final List<String> LISTS = List.of(
            "AuthorityKeyId",
            "CRLDistributionPoints",
            "DNSNames",
            "EmailAddresses",
            "ExcludedDNSDomains",
            "ExcludedEmailAddresses",
            "ExcludedIPRanges",
            "ExcludedURIDomains",
            "ExtKeyUsage",
            "ExtraExtensions",
            "IPAddresses",
            "IssuingCertificateURL",
            "OCSPServer",
            "PermittedDNSDomains",
            "PermittedEmailAddresses",
            "PermittedIPRanges",
            "PermittedURIDomains",
            "Policies",
            "PolicyIdentifiers",
            "PolicyMappings",
            "SubjectKeyId",
            "URIs",
            "UnhandledCriticalExtensions",
            "UnknownExtKeyUsage");
    private static final List<String> NUMBERS =
            List.of("InhibitAnyPolicy", "InhibitPolicyMapping", "KeyUsage", "MaxPathLen", "RequireExplicitPolicy");
    private static final List<String> TRUTHS = List.of(
            "BasicConstraintsValid",
            "InhibitAnyPolicyZero",
            "InhibitPolicyMappingZero",
            "IsCA",
            "MaxPathLenZero",
            "PermittedDNSDomainsCritical",
            "RequireExplicitPolicyZero");

    private static final List<Long> CERTIFICATE_EXTENSIONS = List.of(2L, 5L, 29L);
    private static final List<Long> AUTHORITY_ACCESS = List.of(1L, 3L, 6L, 1L, 5L, 5L, 7L, 1L, 1L);
    private static final List<Long> OCSP = List.of(1L, 3L, 6L, 1L, 5L, 5L, 7L, 48L, 1L);
    private static final List<Long> ISSUERS = List.of(1L, 3L, 6L, 1L, 5L, 5L, 7L, 48L, 2L);

    private static final long KEY_USAGE = 15;
    private static final long BASIC_CONSTRAINTS = 19;
    private static final long ALTERNATIVE_NAMES = 17;
    private static final long NAME_CONSTRAINTS = 30;
    private static final long DISTRIBUTION_POINTS = 31;
    private static final long POLICIES = 32;
    private static final long POLICY_MAPPINGS = 33;
    private static final long AUTHORITY_KEY = 35;
    private static final long POLICY_CONSTRAINTS = 36;
    private static final long EXTENDED_KEY_USAGE = 37;
    private static final long SUBJECT_KEY = 14;
    private static final long INHIBIT_ANY_POLICY = 54;

    private static final int USAGES = 9;

    private CertificateExtensions() {}

    /** One extension. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this package, never changes
    record Extension(List<Long> id, boolean critical, byte[] value) {}

    /** All fields as they are without any extension. */
    static Map<String, Value> absent() {
        Map<String, Value> json = new LinkedHashMap<>();
        LISTS.forEach(name -> json.put(name, Value.NULL));
        NUMBERS.forEach(name -> json.put(name, Values.number(0)));
        TRUTHS.forEach(name -> json.put(name, Value.of(false)));
        return json;
    }

    static List<Extension> read(Element sequence) throws DerException {
        List<Extension> extensions = new ArrayList<>();
        for (Element each : sequence.inside().rest()) {
            DerReader inside = each.inside();
            List<Long> id = inside.identifier();
            boolean critical = inside.peek() == DerReader.BOOLEAN && inside.truth();
            extensions.add(new Extension(
                    id, critical, inside.next(DerReader.OCTET_STRING).content()));
        }
        return extensions;
    }

    static Value json(List<Extension> extensions) {
        List<Value> list = new ArrayList<>();
        for (Extension extension : extensions) {
            Map<String, Value> json = new LinkedHashMap<>();
            json.put("Id", CertificateJson.identifier(extension.id()));
            json.put("Critical", Value.of(extension.critical()));
            json.put("Value", CertificateJson.base64(extension.value()));
            list.add(new ObjectValue(json));
        }
        return list.isEmpty() ? Value.NULL : new ListValue(list);
    }

    /** Fills the fields that the extensions speak of. */
    static void process(List<Extension> extensions, Map<String, Value> json) throws DerException {
        for (Extension extension : extensions) {
            boolean handled = extension.id().equals(AUTHORITY_ACCESS)
                    ? authorityAccess(extension, json)
                    : extension.id().size() == 4
                            && extension.id().subList(0, 3).equals(CERTIFICATE_EXTENSIONS)
                            && process(extension.id().get(3), extension, json);
            if (!handled && extension.critical()) {
                append(json, "UnhandledCriticalExtensions", CertificateJson.identifier(extension.id()));
            }
        }
    }

    /** Fills the names only, which is all that Go reads of a request's extensions. */
    static void alternativeNames(List<Extension> extensions, Map<String, Value> json) throws DerException {
        for (Extension extension : extensions) {
            if (extension.id().equals(List.of(2L, 5L, 29L, ALTERNATIVE_NAMES))) {
                CertificateGeneralNames.read(extension.value(), json);
            }
        }
    }

    private static boolean process(long number, Extension extension, Map<String, Value> json) throws DerException {
        DerReader value = new DerReader(extension.value());
        if (number == KEY_USAGE) {
            json.put(
                    "KeyUsage",
                    Values.number(usages(value.next(DerReader.BIT_STRING).content())));
        } else if (number == BASIC_CONSTRAINTS) {
            basicConstraints(value.next(DerReader.SEQUENCE).inside(), json);
        } else if (number == ALTERNATIVE_NAMES) {
            return CertificateGeneralNames.read(extension.value(), json);
        } else if (number == NAME_CONSTRAINTS) {
            return CertificateGeneralNames.constraints(extension, json);
        } else if (number == DISTRIBUTION_POINTS) {
            distributionPoints(value.next(DerReader.SEQUENCE), json);
        } else if (number == POLICIES) {
            policies(value.next(DerReader.SEQUENCE), json);
        } else if (number == POLICY_MAPPINGS) {
            policyMappings(value.next(DerReader.SEQUENCE), json);
        } else if (number == AUTHORITY_KEY) {
            Element key = value.next(DerReader.SEQUENCE).inside().optional(0x80);
            if (key != null) {
                json.put("AuthorityKeyId", CertificateJson.base64(key.content()));
            }
        } else if (number == POLICY_CONSTRAINTS) {
            policyConstraints(value.next(DerReader.SEQUENCE).inside(), json);
        } else if (number == EXTENDED_KEY_USAGE) {
            extendedKeyUsage(value.next(DerReader.SEQUENCE), json);
        } else if (number == SUBJECT_KEY) {
            json.put(
                    "SubjectKeyId",
                    CertificateJson.base64(value.next(DerReader.OCTET_STRING).content()));
        } else if (number == INHIBIT_ANY_POLICY) {
            zeroable(json, "InhibitAnyPolicy", value.integer().doubleValue());
        } else {
            return false;
        }
        return true;
    }

    private static int usages(byte[] bits) throws DerException {
        if (bits.length == 0) {
            throw new DerException("x509: invalid key usage");
        }
        int usages = 0;
        for (int i = 0; i < USAGES && 1 + i / 8 < bits.length; i++) {
            if ((bits[1 + i / 8] >> (7 - i % 8) & 1) != 0) {
                usages |= 1 << i;
            }
        }
        return usages;
    }

    private static void basicConstraints(DerReader fields, Map<String, Value> json) throws DerException {
        json.put("BasicConstraintsValid", Value.of(true));
        json.put("IsCA", Value.of(fields.peek() == DerReader.BOOLEAN && fields.truth()));
        double length = fields.peek() == DerReader.INTEGER ? fields.integer().doubleValue() : -1;
        zeroable(json, "MaxPathLen", length);
    }

    private static void distributionPoints(Element sequence, Map<String, Value> json) throws DerException {
        for (Element point : sequence.inside().rest()) {
            Element name = point.inside().optional(0xA0);
            Element full = name == null ? null : name.inside().next(0xA0);
            if (full != null) {
                for (Element each : full.inside().rest()) {
                    if (each.tag() != CertificateGeneralNames.URI) {
                        break;
                    }
                    append(json, "CRLDistributionPoints", Value.of(each.utf8()));
                }
            }
        }
    }

    private static void policies(Element sequence, Map<String, Value> json) throws DerException {
        for (Element policy : sequence.inside().rest()) {
            List<Long> id = policy.inside().identifier();
            append(json, "Policies", dotted(id));
            append(json, "PolicyIdentifiers", CertificateJson.identifier(id));
        }
    }

    private static void policyMappings(Element sequence, Map<String, Value> json) throws DerException {
        for (Element mapping : sequence.inside().rest()) {
            DerReader inside = mapping.inside();
            Map<String, Value> pair = new LinkedHashMap<>();
            pair.put("IssuerDomainPolicy", dotted(inside.identifier()));
            pair.put("SubjectDomainPolicy", dotted(inside.identifier()));
            append(json, "PolicyMappings", new ObjectValue(pair));
        }
    }

    private static void policyConstraints(DerReader fields, Map<String, Value> json) throws DerException {
        Element explicit = fields.optional(0x80);
        if (explicit != null) {
            zeroable(json, "RequireExplicitPolicy", number(explicit));
        }
        Element mapping = fields.optional(0x81);
        if (mapping != null) {
            zeroable(json, "InhibitPolicyMapping", number(mapping));
        }
    }

    private static double number(Element element) throws DerException {
        if (element.content().length == 0) {
            throw new DerException("x509: invalid policy constraints extension");
        }
        return new BigInteger(element.content()).doubleValue();
    }

    private static void extendedKeyUsage(Element sequence, Map<String, Value> json) throws DerException {
        for (Element each : sequence.inside().rest()) {
            List<Long> id = DerReader.identifier(each.content());
            int usage = KeyPurposes.number(id);
            if (usage < 0) {
                append(json, "UnknownExtKeyUsage", CertificateJson.identifier(id));
            } else {
                append(json, "ExtKeyUsage", Values.number(usage));
            }
        }
    }

    private static boolean authorityAccess(Extension extension, Map<String, Value> json) throws DerException {
        for (Element each : new DerReader(extension.value())
                .next(DerReader.SEQUENCE)
                .inside()
                .rest()) {
            DerReader inside = each.inside();
            List<Long> method = inside.identifier();
            Element place = inside.optional(CertificateGeneralNames.URI);
            if (place != null && method.equals(OCSP)) {
                append(json, "OCSPServer", Value.of(place.utf8()));
            } else if (place != null && method.equals(ISSUERS)) {
                append(json, "IssuingCertificateURL", Value.of(place.utf8()));
            }
        }
        return true;
    }

    /** A number, and beside it whether a zero was stated. */
    private static void zeroable(Map<String, Value> json, String name, double number) {
        json.put(name, Values.number(number));
        json.put(name + "Zero", Value.of(number == 0));
    }

    private static Value dotted(List<Long> id) {
        return Value.of(String.join(".", id.stream().map(String::valueOf).toList()));
    }

    static void append(Map<String, Value> json, String name, Value value) {
        List<Value> items = new ArrayList<>();
        if (json.get(name) instanceof ListValue known) {
            items.addAll(known.items());
        }
        items.add(value);
        json.put(name, new ListValue(items));
    }
}
