package dev.countersign.testkit;

import dev.countersign.crypto.Pem;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
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

/**
 * A certificate authority for notation signers in the process, with fresh keys: a root, an intermediate, and a signer. It makes real
 * signatures of the Notary Project in both envelopes, good ones and, through {@link NotationDraft}, bad ones, and pushes them.
 * Immutable and thread-safe.
 */
public final class VirtualNotation {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String SIGNATURE = "application/vnd.cncf.notary.signature";
    private static final String EMPTY = "application/vnd.oci.empty.v1+json";
    private static final X500Name ROOT = new X500Name("CN=root,O=virtual");
    private static final X500Name INTERMEDIATE = new X500Name("CN=intermediate,O=virtual");
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final Instant moment;
    private final SigningKey signer;
    private final SigningKey intermediateKey;
    private final byte[] root;
    private final byte[] intermediate;
    private final byte[] certificate;

    private VirtualNotation(
            Instant moment,
            SigningKey signer,
            SigningKey intermediateKey,
            byte[] root,
            byte[] intermediate,
            SignerCertificate plan) {
        this.moment = moment;
        this.signer = signer;
        this.intermediateKey = intermediateKey;
        this.root = root;
        this.intermediate = intermediate;
        this.certificate = leaf(plan);
    }

    /** A deployment whose signatures are made at that moment, by a P-256 key. */
    public static VirtualNotation at(Instant moment) {
        return at(moment, SigningKey.p256());
    }

    /** A deployment whose signatures are made at that moment, by that key. */
    public static VirtualNotation at(Instant moment, SigningKey signer) {
        SigningKey rootKey = SigningKey.p256();
        SigningKey intermediateKey = SigningKey.p256();
        byte[] root = authority(moment, ROOT, ROOT, rootKey.pair().getPublic(), rootKey);
        byte[] intermediate =
                authority(moment, INTERMEDIATE, ROOT, intermediateKey.pair().getPublic(), rootKey);
        return new VirtualNotation(moment, signer, intermediateKey, root, intermediate, SignerCertificate.at(moment));
    }

    /** The same authority and key, with another certificate for the signer. */
    public VirtualNotation withSigner(SignerCertificate plan) {
        return new VirtualNotation(moment, signer, intermediateKey, root, intermediate, plan);
    }

    /** The root as PEM. */
    public String root() {
        return Pem.encode("CERTIFICATE", root);
    }

    /** The signer's certificate as PEM. */
    public String signer() {
        return Pem.encode("CERTIFICATE", certificate);
    }

    /** The signer's chain in DER: signer, intermediate, root. */
    public List<byte[]> chain() {
        return List.of(certificate.clone(), intermediate.clone(), root.clone());
    }

    /** A good signature of a manifest, which a test may change before it is made. */
    public NotationDraft draft(Digest manifest, String mediaType, long size) {
        return new NotationDraft(signer, chain(), moment, mediaType, manifest, size);
    }

    /**
     * Pushes an envelope as a referrer of a manifest.
     *
     * @param mediaType of the envelope
     * @return the signature manifest's digest
     */
    public static Digest push(
            InProcessRegistry registry, Repository repository, Digest subject, String mediaType, byte[] envelope) {
        return attach(registry, repository, subject, SIGNATURE, mediaType, envelope);
    }

    /** Pushes a manifest of an artifact type, with one layer, that refers to another manifest. */
    public static Digest attach(
            InProcessRegistry registry,
            Repository repository,
            Digest subject,
            String artifactType,
            String mediaType,
            byte[] content) {
        registry.pushBlob(repository, content);
        return registry.push(repository, MANIFEST, referrer(subject, artifactType, mediaType, content));
    }

    /** The manifest that {@link #attach} pushes. */
    public static byte[] referrer(Digest subject, String artifactType, String mediaType, byte[] content) {
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"artifactType\":\"" + artifactType
                + "\",\"config\":" + descriptor(EMPTY, "{}".getBytes(StandardCharsets.UTF_8)) + ",\"layers\":["
                + descriptor(mediaType, content) + "],\"subject\":{\"mediaType\":\"" + MANIFEST + "\",\"digest\":\""
                + subject.text() + "\",\"size\":0}}";
        return manifest.getBytes(StandardCharsets.UTF_8);
    }

    private static String descriptor(String mediaType, byte[] content) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"sha256:" + Texts.hex(Texts.sha256(content))
                + "\",\"size\":" + content.length + "}";
    }

    private static byte[] authority(
            Instant moment, X500Name name, X500Name issuer, PublicKey key, SigningKey issuerKey) {
        X509v3CertificateBuilder builder =
                certificate(issuer, name, moment.minusSeconds(86_400), moment.plusSeconds(20 * 365 * 86_400L), key);
        add(builder, Extension.basicConstraints, true, new BasicConstraints(true));
        add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return signed(builder, issuerKey);
    }

    private byte[] leaf(SignerCertificate plan) {
        X509v3CertificateBuilder builder = certificate(
                INTERMEDIATE,
                new X500Name("CN=" + plan.name() + ",O=virtual"),
                plan.from(),
                plan.to(),
                signer.pair().getPublic());
        if (plan.keyUsage() != 0) {
            add(builder, Extension.keyUsage, plan.keyUsageCritical(), new KeyUsage(plan.keyUsage()));
        }
        if (!plan.purpose().isEmpty()) {
            KeyPurposeId purpose = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(plan.purpose()));
            add(builder, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        }
        if (!plan.revocationList().isEmpty()) {
            GeneralNames names =
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, plan.revocationList()));
            add(builder, Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(new DistributionPointName(names), null, null)
            }));
        }
        return signed(builder, intermediateKey);
    }

    private static X509v3CertificateBuilder certificate(
            X500Name issuer, X500Name subject, Instant from, Instant to, PublicKey key) {
        return new X509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(SERIAL.getAndIncrement()),
                Date.from(from),
                Date.from(to),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    private static void add(
            X509v3CertificateBuilder builder, ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            builder.addExtension(oid, critical, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] signed(X509v3CertificateBuilder builder, SigningKey key) {
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
}
