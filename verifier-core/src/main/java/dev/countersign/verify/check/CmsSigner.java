package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.document.GoText;
import dev.countersign.verify.check.Asn1Cursor.Element;
import dev.countersign.verify.entity.GoTime;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One SignerInfo of a CMS message (RFC 5652, 5.3), and the check of its signature as digitorus/pkcs7 does it: the signer is found
 * by issuer and serial number and nothing else, the message digest and the signing time are looked at, the content type and the
 * digest of the signer's certificate (ESSCertID) are not. Stricter than Kyverno: nothing rests on SHA-1 (divergence D27). Immutable.
 *
 * @param issuer the Name in the signer's certificate, as encoded
 * @param serial its serial number
 * @param digest OID of the hash over the content
 * @param attributes the signed ones; empty: the content itself is signed
 * @param algorithm OID of the signature's algorithm
 * @param signature the signature
 */
@SuppressWarnings("ArrayRecordComponent") // within the package, never changed
record CmsSigner(
        byte[] issuer,
        BigInteger serial,
        String digest,
        List<Attribute> attributes,
        String algorithm,
        byte[] signature) {
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    private static final String SIGNING_TIME = "1.2.840.113549.1.9.5";
    private static final String ECDSA = "1.2.840.10045.4.";
    private static final String ED25519 = "1.3.101.112";
    private static final int SET_TAG = 0x31;

    private static final List<String> SHA1 = List.of(
            "1.3.14.3.2.26", "1.2.840.10045.4.1", "1.2.840.10040.4.1", "1.2.840.10040.4.3", "1.2.840.113549.1.1.1");
    private static final Map<String, HashAlgorithm> HASHES = Map.of(
            "2.16.840.1.101.3.4.2.1", HashAlgorithm.SHA256,
            "2.16.840.1.101.3.4.2.2", HashAlgorithm.SHA384,
            "2.16.840.1.101.3.4.2.3", HashAlgorithm.SHA512,
            "1.2.840.10045.4.3.2", HashAlgorithm.SHA256,
            "1.2.840.10045.4.3.3", HashAlgorithm.SHA384,
            "1.2.840.10045.4.3.4", HashAlgorithm.SHA512);
    private static final List<String> RSA = List.of(
            "1.2.840.113549.1.1.1",
            "1.2.840.113549.1.1.5",
            "1.2.840.113549.1.1.11",
            "1.2.840.113549.1.1.12",
            "1.2.840.113549.1.1.13");
    private static final List<String> CURVES = List.of("1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35");

    /**
     * A signed attribute.
     *
     * @param type its OID
     * @param values what stands in its set of values
     * @param encoded the whole of it
     */
    record Attribute(String type, byte[] values, byte[] encoded) {}

    /** Reads one. */
    static CmsSigner parse(Asn1Cursor fields) throws Der.Malformed {
        fields.number("int");
        Asn1Cursor who = fields.sequence("issuerAndSerial");
        byte[] issuer = who.any().whole();
        BigInteger serial = who.integer("");
        String digest = fields.algorithm();
        Optional<Element> signed = fields.optional(Asn1Cursor.CONTEXT, 0, true);
        List<Attribute> attributes =
                signed.isPresent() ? attributes(signed.get().fields()) : List.of();
        String algorithm = fields.algorithm();
        byte[] signature = fields.octets();
        Optional<Element> unsigned = fields.optional(Asn1Cursor.CONTEXT, 1, true);
        if (unsigned.isPresent()) {
            attributes(unsigned.get().fields());
        }
        return new CmsSigner(issuer, serial, digest, attributes, algorithm, signature);
    }

    private static List<Attribute> attributes(Asn1Cursor elements) throws Der.Malformed {
        List<Attribute> attributes = new ArrayList<>();
        while (elements.hasMore()) {
            Element element = elements.required(Asn1Cursor.SEQUENCE, true, "attribute");
            Asn1Cursor fields = element.fields();
            String type = fields.oid();
            Element values = fields.any();
            attributes.add(new Attribute(type, values.value(), element.whole()));
        }
        return List.copyOf(attributes);
    }

    /** The signer's certificate, if it is among these. */
    Optional<ParsedCertificate> certificate(List<ParsedCertificate> among) {
        return among.stream()
                .filter(certificate ->
                        certificate.serialNumber().equals(serial) && Arrays.equals(certificate.rawIssuer(), issuer))
                .findFirst();
    }

    /** Checks the signature over the content by a certificate among these. Whether that one is trusted is not asked. */
    void verify(byte[] content, List<ParsedCertificate> certificates, Cryptography cryptography) throws CheckFailure {
        ParsedCertificate signer = certificate(certificates)
                .orElseThrow(() -> TimestampFailures.signature("pkcs7: No certificate for signer"));
        byte[] signed = content;
        if (!attributes.isEmpty()) {
            checkDigest(content);
            checkSigningTime(signer);
            signed = signedAttributes();
        }
        try {
            checkSignature(signer, signed, cryptography);
        } catch (CryptographyException e) {
            throw TimestampFailures.signature(String.valueOf(e.getMessage()));
        }
    }

    private void checkDigest(byte[] content) throws CheckFailure {
        byte[] expected;
        try {
            expected = new Asn1Cursor(attribute(MESSAGE_DIGEST)
                            .orElseThrow(() -> TimestampFailures.signature("pkcs7: attribute type not in attributes"))
                            .values())
                    .octets();
        } catch (Der.Malformed e) {
            throw TimestampFailures.signature(e.getMessage());
        }
        byte[] actual = hash().digest(content);
        if (!MessageDigest.isEqual(expected, actual)) {
            HexFormat hex = HexFormat.of().withUpperCase();
            throw TimestampFailures.signature("pkcs7: Message digest mismatch\n\tExpected: " + hex.formatHex(expected)
                    + "\n\tActual  : " + hex.formatHex(actual));
        }
    }

    private void checkSigningTime(ParsedCertificate signer) throws CheckFailure {
        Optional<Attribute> attribute = attribute(SIGNING_TIME);
        if (attribute.isEmpty()) {
            return;
        }
        Instant time;
        try {
            Asn1Cursor values = new Asn1Cursor(attribute.get().values());
            Element value = values.any();
            time = value.is(Asn1Cursor.UNIVERSAL, Asn1Cursor.UTC_TIME, false)
                    ? Asn1Time.utc(value.value())
                    : Asn1Time.generalized(value.value());
        } catch (Der.Malformed e) {
            // Kyverno passes over a signing time that it cannot read.
            throw TimestampFailures.unread(e.getMessage());
        }
        if (time.isAfter(signer.notAfter()) || time.isBefore(signer.notBefore())) {
            throw TimestampFailures.signature(
                    "pkcs7: signing time \"" + GoTime.rfc3339(time) + "\" is outside of certificate validity \""
                            + GoTime.rfc3339(signer.notBefore()) + "\" to \"" + GoTime.rfc3339(signer.notAfter())
                            + "\"");
        }
    }

    private Optional<Attribute> attribute(String type) {
        return attributes.stream()
                .filter(attribute -> attribute.type().equals(type))
                .findFirst();
    }

    /** What is signed: the attributes as a SET OF in DER, in its order, however they were sent. */
    private byte[] signedAttributes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        attributes.stream()
                .map(Attribute::encoded)
                .sorted(Arrays::compareUnsigned)
                .forEach(out::writeBytes);
        return Der.write(SET_TAG, out.toByteArray());
    }

    private HashAlgorithm hash() throws CheckFailure {
        if (SHA1.contains(digest)) {
            throw TimestampFailures.weakSignature("SHA-1 over the content of the token");
        }
        HashAlgorithm hash = HASHES.get(digest);
        if (hash == null) {
            throw TimestampFailures.signature(
                    "pkcs7: cannot decrypt data: only RSA, DES, DES-EDE3, AES-256-CBC and" + " AES-128-GCM supported");
        }
        return hash;
    }

    private void checkSignature(ParsedCertificate signer, byte[] signed, Cryptography cryptography)
            throws CheckFailure, CryptographyException {
        VerificationKey key = signer.publicKey()
                .orElseThrow(() -> new CryptographyException("x509: cannot verify signature: algorithm unimplemented"));
        if (algorithm.equals(ED25519)) {
            requireKey(key.kind() == VerificationKey.Kind.ED25519, "Ed25519", key);
            try {
                cryptography.verifyEd25519(key, signed, signature);
            } catch (CryptographyException e) {
                throw new CryptographyException("x509: Ed25519 verification failure", e);
            }
        } else if (RSA.contains(algorithm)) {
            HashAlgorithm hash = digestOfSignature();
            requireKey(key.kind() == VerificationKey.Kind.RSA, "RSA", key);
            cryptography.verify(key, hash, signed, signature);
        } else if (CURVES.contains(algorithm) || algorithm.startsWith(ECDSA)) {
            HashAlgorithm hash = CURVES.contains(algorithm) ? digestOfSignature() : ecdsaHash();
            requireKey(key.kind().isEcdsa(), "ECDSA", key);
            try {
                cryptography.verifyAsn1Ecdsa(key, hash, signed, signature);
            } catch (CryptographyException e) {
                throw new CryptographyException("x509: ECDSA verification failure", e);
            }
        } else {
            throw unsupported();
        }
    }

    private HashAlgorithm ecdsaHash() throws CheckFailure, CryptographyException {
        if (SHA1.contains(algorithm)) {
            throw TimestampFailures.weakSignature("ECDSA over SHA-1");
        }
        HashAlgorithm hash = HASHES.get(algorithm);
        if (hash == null) {
            throw unsupported();
        }
        return hash;
    }

    /** Of algorithms that do not name their hash. */
    private HashAlgorithm digestOfSignature() throws CheckFailure, CryptographyException {
        if (digest.equals(SHA1.get(0))) {
            throw TimestampFailures.weakSignature("a signature over SHA-1");
        }
        HashAlgorithm hash = digest.startsWith(ECDSA) ? null : HASHES.get(digest);
        if (hash == null) {
            throw new CryptographyException("pkcs7: unsupported digest " + GoText.quote(digest)
                    + " for encryption algorithm " + GoText.quote(algorithm));
        }
        return hash;
    }

    private CryptographyException unsupported() {
        return new CryptographyException("pkcs7: unsupported algorithm " + GoText.quote(algorithm));
    }

    private static void requireKey(boolean fits, String family, VerificationKey key) throws CryptographyException {
        if (!fits) {
            String type = key.kind() == VerificationKey.Kind.RSA
                    ? "*rsa.PublicKey"
                    : key.kind().isEcdsa() ? "*ecdsa.PublicKey" : "ed25519.PublicKey";
            throw new CryptographyException("x509: signature algorithm specifies an " + GoText.quote(family)
                    + " public key, but have public key of type " + type);
        }
    }
}
