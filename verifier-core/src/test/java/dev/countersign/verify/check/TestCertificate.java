package dev.countersign.verify.check;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Mints certificates: every field can be made wrong. */
final class TestCertificate {
    static final Instant START = Instant.parse("2025-03-01T12:00:00Z");
    static final Instant END = Instant.parse("2025-03-01T12:10:00Z");
    static final Instant CA_START = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant CA_END = Instant.parse("2040-01-01T00:00:00Z");

    private static final AlgorithmIdentifier ECDSA_SHA256 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private final String subject;
    private final String issuer;
    private final TestKey key;
    private final TestKey issuerKey;
    private final List<Extension> extensions = new ArrayList<>();
    private Instant notBefore = CA_START;
    private Instant notAfter = CA_END;
    private int version = 3;

    private TestCertificate(String subject, TestKey key, String issuer, TestKey issuerKey) {
        this.subject = subject;
        this.key = key;
        this.issuer = issuer;
        this.issuerKey = issuerKey;
    }

    /** A leaf for code signing, for ten minutes. */
    static TestCertificate leaf(TestKey key, String issuer, TestKey issuerKey) {
        return new TestCertificate("", key, issuer, issuerKey)
                .window(START, END)
                .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .usage(KeyPurposeId.id_kp_codeSigning)
                .names(new GeneralName(GeneralName.rfc822Name, "dev@acme.test"));
    }

    /** A certificate authority. */
    static TestCertificate ca(String subject, TestKey key, String issuer, TestKey issuerKey) {
        return new TestCertificate(subject, key, issuer, issuerKey)
                .extension(Extension.basicConstraints, true, new BasicConstraints(true))
                .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    }

    TestCertificate window(Instant start, Instant end) {
        notBefore = start;
        notAfter = end;
        return this;
    }

    TestCertificate version(int number) {
        version = number;
        return this;
    }

    TestCertificate usage(KeyPurposeId... purposes) {
        return extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    TestCertificate names(GeneralName... names) {
        return extension(Extension.subjectAlternativeName, true, new GeneralNames(names));
    }

    TestCertificate without(ASN1ObjectIdentifier oid) {
        extensions.removeIf(extension -> extension.getExtnId().equals(oid));
        return this;
    }

    /** Adds an extension, in the place of one of the same OID. */
    TestCertificate extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        return extension(oid, critical, encoded(value));
    }

    TestCertificate extension(ASN1ObjectIdentifier oid, boolean critical, byte[] value) {
        without(oid);
        extensions.add(new Extension(oid, critical, new DEROctetString(value)));
        return this;
    }

    /** Embeds the promises of logs, each made by {@link TestCtLog}. */
    TestCertificate scts(TestCtLog... logs) {
        byte[] issuerKeyHash = TestKey.sha256(encoded(issuerKey.spki));
        byte[] tbs = encoded(tbs());
        byte[] list = new byte[0];
        for (TestCtLog log : logs) {
            list = TestCtLog.join(list, TestCtLog.vector(log.promise(issuerKeyHash, tbs)));
        }
        return sctList(TestCtLog.vector(list));
    }

    TestCertificate sctList(byte[] list) {
        return extension(new ASN1ObjectIdentifier(SctList.OID), false, new DEROctetString(list));
    }

    ParsedCertificate build() {
        try {
            return ParsedCertificate.parse(der());
        } catch (CryptographyException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] der() {
        DERSequence tbs = tbs();
        ASN1EncodableVector certificate = new ASN1EncodableVector();
        certificate.add(tbs);
        certificate.add(ECDSA_SHA256);
        certificate.add(new DERBitString(issuerKey.sign(encoded(tbs))));
        return encoded(new DERSequence(certificate));
    }

    private DERSequence tbs() {
        ASN1EncodableVector tbs = new ASN1EncodableVector();
        if (version > 1) {
            tbs.add(new DERTaggedObject(true, 0, new ASN1Integer(version - 1)));
        }
        tbs.add(new ASN1Integer(BigInteger.valueOf(4711)));
        tbs.add(ECDSA_SHA256);
        tbs.add(new X500Name(issuer.isEmpty() ? "" : "CN=" + issuer));
        tbs.add(new DERSequence(new ASN1Encodable[] {new Time(Date.from(notBefore)), new Time(Date.from(notAfter))}));
        tbs.add(new X500Name(subject.isEmpty() ? "" : "CN=" + subject));
        tbs.add(key.spki);
        if (version > 1 && !extensions.isEmpty()) {
            tbs.add(new DERTaggedObject(true, 3, new DERSequence(extensions.toArray(new Extension[0]))));
        }
        return new DERSequence(tbs);
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
