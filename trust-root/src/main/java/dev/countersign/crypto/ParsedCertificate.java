package dev.countersign.crypto;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An X.509 certificate, parsed once as strictly as Go's {@code x509.ParseCertificate}. Immutable and thread-safe; equal by its
 * bytes. Lists are unmodifiable, arrays are copies.
 */
public final class ParsedCertificate {
    /** The largest certificate in DER, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    /** The bit of {@link #keyUsage()} for certificate signing. */
    public static final int KEY_USAGE_CERT_SIGN = 1 << 5;

    /** The bit of {@link #keyUsage()} for digital signatures. */
    public static final int KEY_USAGE_DIGITAL_SIGNATURE = 1;

    private ParsedCertificate() {}

    /**
     * Parses one certificate.
     *
     * @throws CryptographyException in Go's words: {@code x509: malformed serial number}
     */
    public static ParsedCertificate parse(byte[] der) throws CryptographyException {
        throw new CryptographyException("not yet: " + der.length);
    }

    private static UnsupportedOperationException notYet() {
        return new UnsupportedOperationException();
    }

    /** The whole certificate. */
    public byte[] der() {
        throw notYet();
    }

    /** The TBSCertificate with its header: what is signed. */
    public byte[] tbs() {
        throw notYet();
    }

    /** The subject's Name, as encoded. */
    public byte[] rawSubject() {
        throw notYet();
    }

    /** The issuer's Name, as encoded; names are compared byte by byte. */
    public byte[] rawIssuer() {
        throw notYet();
    }

    /** The SubjectPublicKeyInfo, as encoded. */
    public byte[] rawSpki() {
        throw notYet();
    }

    /** The subject. */
    public DistinguishedName subject() {
        throw notYet();
    }

    /** The issuer. */
    public DistinguishedName issuer() {
        throw notYet();
    }

    /** Never negative. */
    public BigInteger serialNumber() {
        throw notYet();
    }

    /** 1 to 3. */
    public int version() {
        throw notYet();
    }

    /** The first moment of the window. */
    public Instant notBefore() {
        throw notYet();
    }

    /** The last moment of the window. */
    public Instant notAfter() {
        throw notYet();
    }

    /** The key; absent where its algorithm is one that Go does not know. */
    public Optional<VerificationKey> publicKey() {
        throw notYet();
    }

    /** Lower-case hexadecimal SHA-256 of the whole certificate. */
    public String fingerprint() {
        throw notYet();
    }

    /** Whether the extension basicConstraints is there. */
    public boolean basicConstraintsValid() {
        throw notYet();
    }

    /** Whether basicConstraints says CA. */
    public boolean isCa() {
        throw notYet();
    }

    /** The path length of basicConstraints; -1: none stated. */
    public int maxPathLength() {
        throw notYet();
    }

    /** The bits of keyUsage, bit 0 being digitalSignature; 0 where the extension is absent or has no bit, as in Go. */
    public int keyUsage() {
        throw notYet();
    }

    /** The OIDs of extKeyUsage, in order; empty where it is absent. */
    public List<String> extendedKeyUsages() {
        throw notYet();
    }

    /** The names that Go knows. */
    public SubjectAlternativeNames subjectAlternativeNames() {
        throw notYet();
    }

    /**
     * The identity in the certificate's Fulcio otherName (1.3.6.1.4.1.57264.1.7), as sigstore's {@code
     * cryptoutils.UnmarshalOtherNameSAN} reads it.
     *
     * @throws CryptographyException there is none, more than one, one of another type, or it is malformed
     */
    public String fulcioOtherName() throws CryptographyException {
        throw new CryptographyException("not yet");
    }

    /** All extensions, in order. */
    public List<CertificateExtension> extensions() {
        throw notYet();
    }

    /** The extension of that OID. */
    public Optional<CertificateExtension> extension(String oid) {
        return extensions().stream().filter(e -> e.oid().equals(oid)).findFirst();
    }

    /** OIDs of critical extensions that Go does not handle, in order. A subjectAltName without any name that Go knows is one. */
    public List<String> unhandledCriticalExtensions() {
        throw notYet();
    }

    /** The subject key identifier; empty array where it is absent. */
    public byte[] subjectKeyId() {
        throw notYet();
    }

    /** The keyIdentifier of the authority key identifier; empty array where it is absent. */
    public byte[] authorityKeyId() {
        throw notYet();
    }

    /** The name constraints. */
    public Optional<NameConstraints> nameConstraints() {
        throw notYet();
    }

    /** The signature algorithm's OID. */
    public String signatureAlgorithmOid() {
        throw notYet();
    }

    /** The issuer's signature over {@link #tbs()}. */
    public byte[] signature() {
        throw notYet();
    }

    /**
     * Checks that the parent signed this certificate and may sign certificates (Go's {@code CheckSignatureFrom}). Neither
     * names nor windows are compared.
     *
     * @throws CryptographyException in Go's words
     */
    public void checkSignatureFrom(ParsedCertificate parent, Cryptography cryptography) throws CryptographyException {
        throw new CryptographyException("not yet");
    }
}
