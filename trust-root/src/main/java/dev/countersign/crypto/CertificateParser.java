package dev.countersign.crypto;

import dev.countersign.document.GoText;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frame of a certificate in the order of Go's {@code crypto/x509}, so that of several faults the same one is told. Like
 * Go, it passes over what stands behind the last known field within a sequence.
 */
final class CertificateParser {
    /** The most extensions of a certificate. */
    static final int MAX_EXTENSIONS = 1000;

    private static final Set<String> KNOWN_KEYS =
            Set.of(KeyParser.RSA, KeyParser.DSA, KeyParser.ECDSA, KeyParser.ED25519);
    private static final byte[] NOTHING = {};

    private CertificateParser() {}

    /** What a certificate says; arrays are not copied. */
    @SuppressWarnings("ArrayRecordComponent") // stays within the package
    record Fields(
            byte[] der,
            byte[] tbs,
            int version,
            BigInteger serialNumber,
            String signatureOid,
            Optional<SignatureAlgorithm> signatureAlgorithm,
            byte[] rawIssuer,
            DistinguishedName issuer,
            Instant notBefore,
            Instant notAfter,
            byte[] rawSubject,
            DistinguishedName subject,
            byte[] rawSpki,
            Optional<VerificationKey> publicKey,
            List<CertificateExtension> extensions,
            ExtensionsParser.Values values,
            byte[] signature) {}

    static Fields parse(byte[] der) throws CryptographyException {
        if (der.length > ParsedCertificate.MAX_BYTES) {
            throw new CryptographyException(
                    "certificate of " + der.length + " bytes exceeds the limit of " + ParsedCertificate.MAX_BYTES);
        }
        DerReader input = new DerReader(der);
        DerReader certificate = input.read(DerReader.SEQUENCE, "x509: malformed certificate");
        DerReader wholeTbs = certificate.readWhole(DerReader.SEQUENCE, "x509: malformed tbs certificate");
        byte[] rawTbs = wholeTbs.toBytes();
        DerReader tbs = wholeTbs.read(DerReader.SEQUENCE, "x509: malformed tbs certificate");

        int version = version(tbs);
        BigInteger serial = tbs.readInteger("x509: malformed serial number");
        if (serial.signum() < 0) {
            throw new CryptographyException("x509: negative serial number");
        }
        DerReader inner = tbs.read(DerReader.SEQUENCE, "x509: malformed signature algorithm identifier");
        DerReader outer = certificate.read(DerReader.SEQUENCE, "x509: malformed algorithm identifier");
        if (!Arrays.equals(inner.toBytes(), outer.toBytes())) {
            throw new CryptographyException("x509: inner and outer signature algorithm identifiers don't match");
        }
        Algorithm signatureAlgorithm = algorithm(inner);

        DerReader issuer = tbs.readWhole(DerReader.SEQUENCE, "x509: malformed issuer");
        byte[] rawIssuer = issuer.toBytes();
        DistinguishedName issuerName = NameParser.parse(issuer);
        DerReader validity = tbs.read(DerReader.SEQUENCE, "x509: malformed validity");
        Instant notBefore = CertificateTimes.read(validity);
        Instant notAfter = CertificateTimes.read(validity);
        DerReader subject = tbs.readWhole(DerReader.SEQUENCE, "x509: malformed issuer"); // sic
        byte[] rawSubject = subject.toBytes();
        DistinguishedName subjectName = NameParser.parse(subject);

        DerReader spki = tbs.readWhole(DerReader.SEQUENCE, "x509: malformed spki");
        byte[] rawSpki = spki.toBytes();
        Optional<VerificationKey> key = key(spki.read(DerReader.SEQUENCE, "x509: malformed spki"));

        List<CertificateExtension> extensions = version > 1 ? extensions(tbs, version) : List.of();
        ExtensionsParser.Values values = ExtensionsParser.parse(extensions);
        byte[] signature =
                certificate.readBitString("x509: malformed signature").rightAligned();
        if (!input.isEmpty()) {
            throw new CryptographyException("x509: trailing data");
        }
        return new Fields(
                der.clone(),
                rawTbs,
                version,
                serial,
                signatureAlgorithm.oid(),
                SignatureAlgorithm.of(signatureAlgorithm.oid(), signatureAlgorithm.parameters()),
                rawIssuer,
                issuerName,
                notBefore,
                notAfter,
                rawSubject,
                subjectName,
                rawSpki,
                key,
                extensions,
                values,
                signature);
    }

    private static int version(DerReader tbs) throws CryptographyException {
        String refusal = "x509: malformed version";
        @Nullable DerReader field = tbs.readOptional(DerReader.contextConstructed(0), refusal);
        if (field == null) {
            return 1;
        }
        long version = field.readLong(DerReader.INTEGER, refusal);
        if (!field.isEmpty() || version < 0) {
            throw new CryptographyException(refusal);
        }
        if (version > 2) {
            throw new CryptographyException("x509: invalid version");
        }
        return (int) version + 1;
    }

    @SuppressWarnings("ArrayRecordComponent") // stays within the class
    private record Algorithm(String oid, byte[] parameters) {}

    private static Algorithm algorithm(DerReader fields) throws CryptographyException {
        String oid = fields.readOid("x509: malformed OID");
        byte[] parameters = fields.isEmpty()
                ? NOTHING
                : fields.readAny("x509: malformed parameters").whole().toBytes();
        return new Algorithm(oid, parameters);
    }

    private static Optional<VerificationKey> key(DerReader spki) throws CryptographyException {
        Algorithm algorithm =
                algorithm(spki.read(DerReader.SEQUENCE, "x509: malformed public key algorithm identifier"));
        BitString bits = spki.readBitString("x509: malformed subjectPublicKey");
        return KNOWN_KEYS.contains(algorithm.oid())
                ? Optional.of(KeyParser.key(algorithm.oid(), algorithm.parameters(), bits.rightAligned()))
                : Optional.empty();
    }

    private static List<CertificateExtension> extensions(DerReader tbs, int version) throws CryptographyException {
        tbs.readOptional(DerReader.contextPrimitive(1), "x509: malformed issuerUniqueID");
        tbs.readOptional(DerReader.contextPrimitive(2), "x509: malformed subjectUniqueID");
        String refusal = "x509: malformed extensions";
        @Nullable DerReader field = version < 3 ? null : tbs.readOptional(DerReader.contextConstructed(3), refusal);
        if (field == null) {
            return List.of();
        }
        DerReader list = field.read(DerReader.SEQUENCE, refusal);
        List<CertificateExtension> extensions = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (!list.isEmpty()) {
            CertificateExtension extension = extension(list.read(DerReader.SEQUENCE, "x509: malformed extension"));
            if (!seen.add(extension.oid())) {
                throw new CryptographyException(
                        "x509: certificate contains duplicate extension with OID " + GoText.quote(extension.oid()));
            }
            if (extensions.size() == MAX_EXTENSIONS) {
                throw new CryptographyException("certificate with more than " + MAX_EXTENSIONS + " extensions");
            }
            extensions.add(extension);
        }
        return List.copyOf(extensions);
    }

    private static CertificateExtension extension(DerReader fields) throws CryptographyException {
        String oid = fields.readOid("x509: malformed extension OID field");
        boolean critical =
                fields.peek(DerReader.BOOLEAN) && fields.readBoolean("x509: malformed extension critical field");
        byte[] value = fields.read(DerReader.OCTET_STRING, "x509: malformed extension value field")
                .toBytes();
        return new CertificateExtension(oid, critical, value);
    }
}
