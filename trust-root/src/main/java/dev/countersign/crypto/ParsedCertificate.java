package dev.countersign.crypto;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    private final CertificateParser.Fields fields;
    private final String fingerprint;

    private ParsedCertificate(CertificateParser.Fields fields) {
        this.fields = fields;
        this.fingerprint = HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(fields.der()));
    }

    /**
     * Parses one certificate.
     *
     * @throws CryptographyException in Go's words: {@code x509: malformed serial number}
     */
    public static ParsedCertificate parse(byte[] der) throws CryptographyException {
        return new ParsedCertificate(CertificateParser.parse(der));
    }

    /** The whole certificate. */
    public byte[] der() {
        return fields.der().clone();
    }

    /** The TBSCertificate with its header: what is signed. */
    public byte[] tbs() {
        return fields.tbs().clone();
    }

    /** The subject's Name, as encoded. */
    public byte[] rawSubject() {
        return fields.rawSubject().clone();
    }

    /** The issuer's Name, as encoded; names are compared byte by byte. */
    public byte[] rawIssuer() {
        return fields.rawIssuer().clone();
    }

    /** The SubjectPublicKeyInfo, as encoded. */
    public byte[] rawSpki() {
        return fields.rawSpki().clone();
    }

    /** The subject. */
    public DistinguishedName subject() {
        return fields.subject();
    }

    /** The issuer. */
    public DistinguishedName issuer() {
        return fields.issuer();
    }

    /** Never negative. */
    public BigInteger serialNumber() {
        return fields.serialNumber();
    }

    /** 1 to 3. */
    public int version() {
        return fields.version();
    }

    /** The first moment of the window. */
    public Instant notBefore() {
        return fields.notBefore();
    }

    /** The last moment of the window. */
    public Instant notAfter() {
        return fields.notAfter();
    }

    /** The key; absent where its algorithm is one that Go does not know. */
    public Optional<VerificationKey> publicKey() {
        return fields.publicKey();
    }

    /** Lower-case hexadecimal SHA-256 of the whole certificate. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Whether the extension basicConstraints is there. */
    public boolean basicConstraintsValid() {
        return fields.values().basicConstraintsValid();
    }

    /** Whether basicConstraints says CA. */
    public boolean isCa() {
        return fields.values().isCa();
    }

    /** The path length of basicConstraints; -1: none stated. */
    public int maxPathLength() {
        return fields.values().maxPathLength();
    }

    /** The bits of keyUsage, bit 0 being digitalSignature; 0 where the extension is absent or has no bit, as in Go. */
    public int keyUsage() {
        return fields.values().keyUsage();
    }

    /** The OIDs of extKeyUsage, in order; empty where it is absent. */
    public List<String> extendedKeyUsages() {
        return fields.values().extendedKeyUsages();
    }

    /** The names that Go knows. */
    public SubjectAlternativeNames subjectAlternativeNames() {
        return fields.values().names();
    }

    /**
     * The identity in the certificate's Fulcio otherName (1.3.6.1.4.1.57264.1.7), as sigstore's {@code
     * cryptoutils.UnmarshalOtherNameSAN} reads it.
     *
     * @throws CryptographyException there is none, more than one, one of another type, or it is malformed
     */
    public String fulcioOtherName() throws CryptographyException {
        return FulcioOtherName.read(this);
    }

    /** All extensions, in order. */
    public List<CertificateExtension> extensions() {
        return fields.extensions();
    }

    /** The extension of that OID. */
    public Optional<CertificateExtension> extension(String oid) {
        return extensions().stream().filter(e -> e.oid().equals(oid)).findFirst();
    }

    /** OIDs of critical extensions that Go does not handle, in order. A subjectAltName without any name that Go knows is one. */
    public List<String> unhandledCriticalExtensions() {
        return fields.values().unhandledCritical();
    }

    /** The subject key identifier; empty array where it is absent. */
    public byte[] subjectKeyId() {
        return fields.values().subjectKeyId().clone();
    }

    /** The keyIdentifier of the authority key identifier; empty array where it is absent. */
    public byte[] authorityKeyId() {
        return fields.values().authorityKeyId().clone();
    }

    /** The name constraints. */
    public Optional<NameConstraints> nameConstraints() {
        return fields.values().nameConstraints();
    }

    /** The signature algorithm's OID. */
    public String signatureAlgorithmOid() {
        return fields.signatureOid();
    }

    /** The issuer's signature over {@link #tbs()}. */
    public byte[] signature() {
        return fields.signature().clone();
    }

    /**
     * Checks that the parent signed this certificate and may sign certificates (Go's {@code CheckSignatureFrom}). Neither
     * names nor windows are compared.
     *
     * @throws CryptographyException in Go's words: {@code x509: invalid signature: parent certificate cannot sign this kind of
     *     certificate}, {@code x509: ECDSA verification failure}
     */
    public void checkSignatureFrom(ParsedCertificate parent, Cryptography cryptography) throws CryptographyException {
        boolean isNoCa = parent.basicConstraintsValid() ? !parent.isCa() : parent.version() == 3;
        boolean mayNotSign = parent.keyUsage() != 0 && (parent.keyUsage() & KEY_USAGE_CERT_SIGN) == 0;
        if (isNoCa || mayNotSign) {
            throw new CryptographyException(
                    "x509: invalid signature: parent certificate cannot sign this kind of certificate");
        }
        VerificationKey key = parent.publicKey().orElseThrow(CertificateSignature::unsupported);
        CertificateSignature.check(fields.signatureAlgorithm(), fields.tbs(), fields.signature(), key, cryptography);
    }

    /**
     * Checks that the certificate's own key signed it (Go's {@code CheckSignature} with itself), whether or not it may sign
     * certificates.
     *
     * @throws CryptographyException in Go's words: {@code x509: ECDSA verification failure}
     */
    public void checkOwnSignature(Cryptography cryptography) throws CryptographyException {
        VerificationKey key = publicKey().orElseThrow(CertificateSignature::unsupported);
        CertificateSignature.check(fields.signatureAlgorithm(), fields.tbs(), fields.signature(), key, cryptography);
    }

    /** URIs at which the certificate's revocation can be asked for: OCSP responders, then revocation lists. */
    public List<String> revocationAddresses() {
        return RevocationAddresses.of(fields.extensions());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ParsedCertificate that && Arrays.equals(fields.der(), that.fields.der());
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    /** The subject and the fingerprint. */
    @Override
    public String toString() {
        return subject() + " (SHA-256 " + fingerprint + ")";
    }
}
