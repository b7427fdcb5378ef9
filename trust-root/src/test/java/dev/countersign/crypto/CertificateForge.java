package dev.countersign.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes certificates field by field, well-formed unless a test puts something else in a field's place. */
final class CertificateForge {
    static final String SHA256_ECDSA = "300a06082a8648ce3d040302";
    static final String SHA1_ECDSA = "300906072a8648ce3d0401";
    static final String SHA256_RSA = "300d06092a864886f70d01010b0500";
    static final String SHA1_RSA = "300d06092a864886f70d0101050500";
    static final String ED25519 = "300506032b6570";

    private static final KeyPair EC = generate("EC", 256);

    byte[] version = DerWriter.element(0xa0, integer(2));
    byte[] serial = integer(77);
    byte[] innerAlgorithm = hex(SHA256_ECDSA);
    byte[] outerAlgorithm = hex(SHA256_ECDSA);
    byte[] issuer = name("issuer");
    byte[] notBefore = DerWriter.element(DerReader.UTC_TIME, ascii("240101000000Z"));
    byte[] notAfter = DerWriter.element(DerReader.GENERALIZED_TIME, ascii("20600101000000Z"));
    byte[] subject = name("subject");
    byte[] spki = EC.getPublic().getEncoded();
    List<byte[]> extensions = new ArrayList<>();
    byte[] behindExtensions = {};
    byte[] signature = {};
    KeyPair signer = EC;
    String signerAlgorithm = "SHA256withECDSA";

    static CertificateForge certificate() {
        return new CertificateForge();
    }

    /** A version 3 CA of that key. */
    static CertificateForge authority(KeyPair key) {
        CertificateForge forge = new CertificateForge();
        forge.spki = key.getPublic().getEncoded();
        return forge.extension("551d13", true, "30030101ff");
    }

    CertificateForge algorithm(String hex) {
        innerAlgorithm = hex(hex);
        outerAlgorithm = hex(hex);
        return this;
    }

    CertificateForge signedBy(KeyPair key, String javaAlgorithm) {
        signer = key;
        signerAlgorithm = javaAlgorithm;
        return this;
    }

    /** An extension by the hexadecimal contents of its OID and of its value. */
    CertificateForge extension(String oid, boolean critical, String value) {
        return extension(oid, critical, hex(value));
    }

    CertificateForge extension(String oid, boolean critical, byte[] value) {
        byte[] flag = critical ? hex("0101ff") : new byte[0];
        return rawExtension(
                DerWriter.element(DerReader.OID, hex(oid)), flag, DerWriter.element(DerReader.OCTET_STRING, value));
    }

    CertificateForge rawExtension(byte[]... fields) {
        extensions.add(DerWriter.element(DerReader.SEQUENCE, fields));
        return this;
    }

    /** A subjectAltName of the given GeneralNames. */
    CertificateForge names(boolean critical, byte[]... names) {
        return extension("551d11", critical, DerWriter.element(DerReader.SEQUENCE, names));
    }

    byte[] tbs() {
        byte[] list = extensions.isEmpty()
                ? new byte[0]
                : DerWriter.element(0xa3, DerWriter.element(DerReader.SEQUENCE, extensions.toArray(new byte[0][])));
        return DerWriter.element(
                DerReader.SEQUENCE,
                version,
                serial,
                innerAlgorithm,
                issuer,
                DerWriter.element(DerReader.SEQUENCE, notBefore, notAfter),
                subject,
                spki,
                list,
                behindExtensions);
    }

    byte[] der() {
        byte[] tbs = tbs();
        byte[] bits = signature.length > 0
                ? signature
                : DerWriter.element(DerReader.BIT_STRING, new byte[1], sign(signer, signerAlgorithm, tbs));
        return DerWriter.element(DerReader.SEQUENCE, tbs, outerAlgorithm, bits);
    }

    ParsedCertificate parse() throws CryptographyException {
        return ParsedCertificate.parse(der());
    }

    String pem() {
        return Pem.encode("CERTIFICATE", der());
    }

    static byte[] name(String commonName) {
        byte[] attribute = DerWriter.element(
                DerReader.SEQUENCE,
                hex("0603550403"),
                DerWriter.element(DerReader.UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8)));
        return DerWriter.element(DerReader.SEQUENCE, DerWriter.element(DerReader.SET, attribute));
    }

    static byte[] uri(String text) {
        return DerWriter.element(0x86, ascii(text));
    }

    static byte[] email(String text) {
        return DerWriter.element(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] dns(String text) {
        return DerWriter.element(0x82, ascii(text));
    }

    static byte[] ip(String hex) {
        return DerWriter.element(0x87, hex(hex));
    }

    static byte[] otherName(String oid, String text) {
        return DerWriter.element(
                0xa0,
                DerWriter.element(DerReader.OID, hex(oid)),
                DerWriter.element(0xa0, DerWriter.element(DerReader.UTF8_STRING, ascii(text))));
    }

    static byte[] integer(long value) {
        return DerWriter.element(DerReader.INTEGER, BigInteger.valueOf(value).toByteArray());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static KeyPair generate(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sign(KeyPair key, String algorithm, byte[] message) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
