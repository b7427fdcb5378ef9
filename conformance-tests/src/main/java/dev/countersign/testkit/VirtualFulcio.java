package dev.countersign.testkit;

import dev.countersign.crypto.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root authority that issues code signing certificates for ten minutes, and the CT log that they are in. Thread-safe. */
final class VirtualFulcio {
    private static final X500Name NAME = new X500Name("O=virtual,CN=authority");
    private static final String OIDC_ISSUER = "1.3.6.1.4.1.57264.1.1";
    private static final ASN1ObjectIdentifier SCT_LIST = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");

    private final SigningKey key = SigningKey.p256();
    private final SigningKey ctLog = SigningKey.p256();
    private final AtomicLong serial = new AtomicLong(1000);
    private final byte[] root;

    VirtualFulcio(Instant moment) {
        X509v3CertificateBuilder builder = certificate(
                BigInteger.ONE,
                moment.minus(Duration.ofDays(365)),
                moment.plus(Duration.ofDays(3650)),
                NAME,
                key.pair().getPublic());
        add(builder, Extension.basicConstraints, true, new BasicConstraints(true));
        add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        root = signed(builder);
    }

    String root() {
        return Pem.encode("CERTIFICATE", root);
    }

    SigningKey ctLog() {
        return ctLog;
    }

    /** A certificate as PEM. An empty subject names nobody; extensions are texts by object identifier. */
    String issue(PublicKey to, String subject, String issuer, Map<String, String> extensions, Instant at) {
        return issue(to, subject, issuer, extensions, at, at.plus(Duration.ofMinutes(10)));
    }

    String issue(
            PublicKey to, String subject, String issuer, Map<String, String> extensions, Instant at, Instant until) {
        X509v3CertificateBuilder builder =
                certificate(BigInteger.valueOf(serial.getAndIncrement()), at, until, new X500Name(""), to);
        add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        add(builder, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        if (!subject.isEmpty()) {
            int kind = subject.contains("://")
                    ? GeneralName.uniformResourceIdentifier
                    : subject.contains("@") ? GeneralName.rfc822Name : GeneralName.dNSName;
            add(builder, Extension.subjectAlternativeName, true, new GeneralNames(new GeneralName(kind, subject)));
        }
        text(builder, OIDC_ISSUER, issuer);
        extensions.forEach((oid, value) -> text(builder, oid, value));
        byte[] timestamp = timestamp(tbs(builder), at);
        add(builder, SCT_LIST, false, new DEROctetString(vector(vector(timestamp))));
        return Pem.encode("CERTIFICATE", signed(builder));
    }

    /** The log's promise for the certificate without its promise (RFC 6962, section 3.2). */
    private byte[] timestamp(byte[] tbs, Instant at) {
        byte[] time = ByteBuffer.allocate(8).putLong(at.toEpochMilli()).array();
        byte[] length = {(byte) (tbs.length >> 16), (byte) (tbs.length >> 8), (byte) tbs.length};
        byte[] promised =
                join(new byte[2], time, new byte[] {0, 1}, Texts.sha256(key.spki()), length, tbs, new byte[2]);
        byte[] ecdsaWithSha256 = {4, 3};
        return join(
                new byte[1],
                Texts.sha256(ctLog.spki()),
                time,
                new byte[2],
                ecdsaWithSha256,
                vector(ctLog.sign(promised)));
    }

    private static X509v3CertificateBuilder certificate(
            BigInteger serial, Instant from, Instant to, X500Name subject, PublicKey key) {
        return new X509v3CertificateBuilder(
                NAME,
                serial,
                Date.from(from),
                Date.from(to),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    private static void text(X509v3CertificateBuilder builder, String oid, String value) {
        try {
            builder.addExtension(new ASN1ObjectIdentifier(oid), false, value.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(
            X509v3CertificateBuilder builder,
            ASN1ObjectIdentifier oid,
            boolean critical,
            org.bouncycastle.asn1.ASN1Encodable value) {
        try {
            builder.addExtension(oid, critical, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] tbs(X509v3CertificateBuilder builder) {
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(key.pair().getPrivate()))
                    .toASN1Structure()
                    .getTBSCertificate()
                    .getEncoded("DER");
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the platform signs with the keys that it made", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] signed(X509v3CertificateBuilder builder) {
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(key.pair().getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the platform signs with the keys that it made", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] vector(byte[] bytes) {
        return join(new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length}, bytes);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
