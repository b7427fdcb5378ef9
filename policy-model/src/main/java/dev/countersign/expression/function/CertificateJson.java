package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.DerReader.Element;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Go's JSON of a parsed certificate, and of a parsed certificate request. Only reads; nothing is verified. */
final class CertificateJson {
    private static final int VERSION = 0xA0;
    private static final int EXTENSIONS = 0xA3;
    private static final int ATTRIBUTES = 0xA0;

    /** Go's number for RSA keys. */
    private static final int RSA = 1;

    private static final List<Long> RSA_KEY = List.of(1L, 2L, 840L, 113549L, 1L, 1L, 1L);
    private static final List<Long> RSA_PSS = List.of(1L, 2L, 840L, 113549L, 1L, 1L, 10L);
    private static final List<Long> MGF1 = List.of(1L, 2L, 840L, 113549L, 1L, 1L, 8L);

    /** SHA-256 is 1 below this, with a salt of 32 bytes; SHA-384 is 2, with 48; SHA-512 is 3, with 64. */
    private static final List<Long> SHA2 = List.of(2L, 16L, 840L, 1L, 101L, 3L, 4L, 2L);

    private static final List<Long> EXTENSION_REQUEST = List.of(1L, 2L, 840L, 113549L, 1L, 9L, 14L);

    /** Go's numbers of signature algorithms; the first, 0, stands for any other. */
    private static final Map<List<Long>, Integer> ALGORITHMS = Map.ofEntries(
            Map.entry(List.of(1L, 2L, 840L, 113549L, 1L, 1L, 4L), 2),
            Map.entry(List.of(1L, 2L, 840L, 113549L, 1L, 1L, 5L), 3),
            Map.entry(List.of(1L, 3L, 14L, 3L, 2L, 29L), 3),
            Map.entry(List.of(1L, 2L, 840L, 113549L, 1L, 1L, 11L), 4),
            Map.entry(List.of(1L, 2L, 840L, 113549L, 1L, 1L, 12L), 5),
            Map.entry(List.of(1L, 2L, 840L, 113549L, 1L, 1L, 13L), 6),
            Map.entry(List.of(1L, 2L, 840L, 10040L, 4L, 3L), 7),
            Map.entry(List.of(2L, 16L, 840L, 1L, 101L, 3L, 4L, 3L, 2L), 8),
            Map.entry(List.of(1L, 2L, 840L, 10045L, 4L, 1L), 9),
            Map.entry(List.of(1L, 2L, 840L, 10045L, 4L, 3L, 2L), 10),
            Map.entry(List.of(1L, 2L, 840L, 10045L, 4L, 3L, 3L), 11),
            Map.entry(List.of(1L, 2L, 840L, 10045L, 4L, 3L, 4L), 12),
            Map.entry(List.of(1L, 3L, 101L, 112L), 16));

    /** The last part of a SHA-2 identifier, and the number of RSA-PSS with it. */
    private static final Map<Long, Integer> PSS_BY_HASH = Map.of(1L, 13, 2L, 14, 3L, 15);

    private CertificateJson() {}

    static ObjectValue certificate(byte[] der) throws DerException {
        Element outer = single(der);
        DerReader reader = outer.inside();
        Element tbs = reader.next(DerReader.SEQUENCE, "x509: malformed tbs certificate");
        Element algorithm = reader.next(DerReader.SEQUENCE, "x509: malformed algorithm identifier");
        byte[] signature = reader.bits("x509: malformed signature");

        DerReader fields = tbs.inside();
        Element versionTag = fields.optional(VERSION);
        long version = versionTag == null ? 1 : 1 + small(versionTag.inside().integer());
        if (version < 1 || version > 3) {
            throw new DerException(version < 1 ? "x509: malformed version" : "x509: invalid version");
        }
        BigInteger serial = fields.integer();
        if (serial.signum() < 0) {
            throw new DerException("x509: negative serial number");
        }
        if (!Arrays.equals(fields.next(DerReader.SEQUENCE).content(), algorithm.content())) {
            throw new DerException("x509: inner and outer signature algorithm identifiers don't match");
        }
        Element issuer = fields.next(DerReader.SEQUENCE, "x509: malformed issuer");
        DerReader validity =
                fields.next(DerReader.SEQUENCE, "x509: malformed validity").inside();
        GoTime notBefore = validity.time();
        GoTime notAfter = validity.time();
        Element subject = fields.next(DerReader.SEQUENCE, "x509: malformed issuer");
        Element key = fields.next(DerReader.SEQUENCE, "x509: malformed spki");

        Map<String, Value> json = new LinkedHashMap<>(CertificateExtensions.absent());
        json.put("Extensions", Value.NULL);
        if (version == 3) {
            extensions(fields, json);
        }
        json.put("Raw", base64(outer.whole()));
        json.put("RawTBSCertificate", base64(tbs.whole()));
        json.put("RawIssuer", base64(issuer.whole()));
        json.put("Version", Values.number(version));
        json.put("SerialNumber", Values.number(serial.doubleValue()));
        json.put("Issuer", CertificateNames.json(issuer));
        json.put("NotBefore", Value.of(notBefore.toString()));
        json.put("NotAfter", Value.of(notAfter.toString()));
        common(json, subject, key, algorithm, signature);
        return new ObjectValue(json);
    }

    private static void extensions(DerReader fields, Map<String, Value> json) throws DerException {
        while (fields.peek() == 0x81 || fields.peek() == 0x82) {
            fields.next();
        }
        Element tagged = fields.optional(EXTENSIONS);
        if (tagged != null) {
            List<CertificateExtensions.Extension> extensions =
                    CertificateExtensions.read(tagged.inside().next(DerReader.SEQUENCE));
            if (extensions.stream()
                            .map(CertificateExtensions.Extension::id)
                            .distinct()
                            .count()
                    < extensions.size()) {
                throw new DerException("x509: certificate contains duplicate extensions");
            }
            json.put("Extensions", CertificateExtensions.json(extensions));
            CertificateExtensions.process(extensions, json);
        }
    }

    static ObjectValue request(byte[] der) throws DerException {
        Element outer = single(der);
        DerReader reader = outer.inside();
        Element tbs = reader.next(DerReader.SEQUENCE);
        Element algorithm = reader.next(DerReader.SEQUENCE);
        byte[] signature = reader.bits("x509: malformed signature");

        DerReader fields = tbs.inside();
        long version = small(fields.integer());
        Element subject = fields.next(DerReader.SEQUENCE);
        Element key = fields.next(DerReader.SEQUENCE);
        Element attributes = fields.optional(ATTRIBUTES);

        Map<String, Value> all = new LinkedHashMap<>(CertificateExtensions.absent());
        Map<String, Value> json = new LinkedHashMap<>();
        json.put("Raw", base64(outer.whole()));
        json.put("RawTBSCertificateRequest", base64(tbs.whole()));
        json.put("Version", Values.number(version));
        json.put("Extensions", Value.NULL);
        json.put("ExtraExtensions", Value.NULL);
        List<Value> readable = new ArrayList<>();
        if (attributes != null) {
            for (Element attribute : attributes.inside().rest()) {
                requested(attribute, json, all);
                CertificateNames.attribute(attribute).ifPresent(readable::add);
            }
        }
        json.put("Attributes", readable.isEmpty() ? Value.NULL : new ListValue(readable));
        for (String name : List.of("DNSNames", "EmailAddresses", "IPAddresses", "URIs")) {
            json.put(name, all.getOrDefault(name, Value.NULL));
        }
        common(json, subject, key, algorithm, signature);
        return new ObjectValue(json);
    }

    private static void requested(Element attribute, Map<String, Value> json, Map<String, Value> all)
            throws DerException {
        DerReader inside = attribute.inside();
        if (inside.identifier().equals(EXTENSION_REQUEST)) {
            DerReader values = inside.next(DerReader.SET).inside();
            List<CertificateExtensions.Extension> extensions =
                    CertificateExtensions.read(values.next(DerReader.SEQUENCE));
            json.put("Extensions", CertificateExtensions.json(extensions));
            CertificateExtensions.alternativeNames(extensions, all);
        }
    }

    private static void common(
            Map<String, Value> json, Element subject, Element key, Element algorithm, byte[] signature)
            throws DerException {
        json.put("RawSubject", base64(subject.whole()));
        json.put("RawSubjectPublicKeyInfo", base64(key.whole()));
        json.put("Signature", base64(signature));
        json.put("SignatureAlgorithm", Values.number(algorithm(algorithm)));
        json.put("PublicKeyAlgorithm", Values.number(RSA));
        json.put("Subject", CertificateNames.json(subject));
        DerReader parts = key.inside();
        if (!parts.next(DerReader.SEQUENCE).inside().identifier().equals(RSA_KEY)) {
            throw new DerException("certificate should use rsa algorithm");
        }
        DerReader rsa = new DerReader(parts.bits("x509: malformed subjectPublicKey"))
                .next(DerReader.SEQUENCE)
                .inside();
        BigInteger modulus = rsa.integer();
        BigInteger exponent = rsa.integer();
        if (modulus.signum() <= 0) {
            throw new DerException("x509: RSA modulus is not a positive number");
        }
        if (exponent.signum() <= 0) {
            throw new DerException("x509: RSA public exponent is not a positive number");
        }
        json.put(
                "PublicKey",
                new ObjectValue(Map.of("N", Value.of(modulus.toString()), "E", Values.number(exponent.doubleValue()))));
    }

    private static int algorithm(Element algorithm) throws DerException {
        DerReader inside = algorithm.inside();
        List<Long> id = inside.identifier();
        if (!id.equals(RSA_PSS)) {
            return ALGORITHMS.getOrDefault(id, 0);
        }
        // Go knows RSA-PSS only with one hash throughout and a salt of its length.
        return inside.peek() == DerReader.SEQUENCE ? pss(inside.next().inside()) : 0;
    }

    private static int pss(DerReader parameters) throws DerException {
        Element hash = parameters.optional(0xA0);
        Element mask = parameters.optional(0xA1);
        Element salt = parameters.optional(0xA2);
        Element trailer = parameters.optional(0xA3);
        if (hash == null || mask == null || salt == null) {
            return 0;
        }
        Element hashAlgorithm = hash.inside().next(DerReader.SEQUENCE);
        DerReader maskAlgorithm = mask.inside().next(DerReader.SEQUENCE).inside();
        List<Long> hashId = hashAlgorithm.inside().identifier();
        boolean usual = maskAlgorithm.identifier().equals(MGF1)
                && Arrays.equals(maskAlgorithm.next().whole(), hashAlgorithm.whole())
                && (trailer == null || trailer.inside().integer().equals(BigInteger.ONE))
                && hashId.size() == SHA2.size() + 1
                && hashId.subList(0, SHA2.size()).equals(SHA2);
        long kind = hashId.get(hashId.size() - 1);
        boolean salted = salt.inside().integer().equals(BigInteger.valueOf(16 + 16 * kind));
        return usual && salted ? PSS_BY_HASH.getOrDefault(kind, 0) : 0;
    }

    private static Element single(byte[] der) throws DerException {
        DerReader reader = new DerReader(der);
        Element outer = reader.next(DerReader.SEQUENCE);
        if (!reader.isEmpty()) {
            throw new DerException("x509: trailing data");
        }
        return outer;
    }

    private static long small(BigInteger number) throws DerException {
        if (number.bitLength() > 31) {
            throw DerReader.malformed();
        }
        return number.longValue();
    }

    static Value base64(byte[] bytes) {
        return Value.of(Base64.getEncoder().encodeToString(bytes));
    }

    static ListValue identifier(List<Long> id) {
        return new ListValue(
                id.stream().map(part -> (Value) Values.number(part)).toList());
    }
}
