package dev.countersign.testkit;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.Pem;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/**
 * An RFC 3161 timestamp authority with fresh keys: a root, an intermediate, and a certificate that signs timestamps. Its stamps are
 * real ones, made by another library than the one under test. A test chooses what is wrong with one: the bytes that are stamped, the
 * moment, another authority, no certificates. Thread-safe.
 */
public final class VirtualTimestampAuthority {
    private static final String POLICY = "1.3.6.1.4.1.57264.2";

    private final SigningKey rootKey = SigningKey.p256();
    private final SigningKey intermediateKey = SigningKey.p256();
    private final SigningKey key = SigningKey.p256();
    private final X509CertificateHolder root;
    private final X509CertificateHolder intermediate;
    private final X509CertificateHolder signer;
    private final AtomicLong serial = new AtomicLong(1);

    private VirtualTimestampAuthority(String name, Instant moment) {
        Instant from = moment.minus(Duration.ofDays(365));
        Instant to = moment.plus(Duration.ofDays(365));
        X500Name rootName = new X500Name("O=" + name + ",CN=timestamp root");
        X500Name intermediateName = new X500Name("O=" + name + ",CN=timestamp intermediate");
        KeyUsage signsCertificates = new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
        X509v3CertificateBuilder top = certificate(1, rootName, from, to, rootName, rootKey);
        add(top, Extension.basicConstraints, true, new BasicConstraints(true));
        add(top, Extension.keyUsage, true, signsCertificates);
        X509v3CertificateBuilder middle = certificate(2, rootName, from, to, intermediateName, intermediateKey);
        add(middle, Extension.basicConstraints, true, new BasicConstraints(0));
        add(middle, Extension.keyUsage, true, signsCertificates);
        X509v3CertificateBuilder leaf =
                certificate(3, intermediateName, from, to, new X500Name("O=" + name + ",CN=timestamps"), key);
        add(leaf, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        add(leaf, Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
        root = signed(top, rootKey);
        intermediate = signed(middle, rootKey);
        signer = signed(leaf, intermediateKey);
    }

    /**
     * An authority with fresh keys, whose certificates are valid for a year before and after a moment.
     *
     * @param name the organization in its certificates
     */
    public static VirtualTimestampAuthority at(Instant moment, String name) {
        return new VirtualTimestampAuthority(name, moment);
    }

    /** Signer, intermediate and root as PEM, for {@code ctlog.tsaCertChain}. */
    public String chain() {
        return pem(signer) + pem(intermediate) + pem(root);
    }

    /** Intermediate and root as PEM: any signer that they vouch for. */
    public String issuers() {
        return pem(intermediate) + pem(root);
    }

    /** The authority as a piece of trust that counts always. */
    public CertificateAuthority authority() {
        try {
            List<ParsedCertificate> chain = CertificatePem.strict(chain());
            return new CertificateAuthority(
                    List.of(chain.get(2)),
                    List.of(chain.get(1)),
                    ValidityWindow.ALWAYS,
                    new Origin("a virtual timestamp authority"),
                    Optional.of(chain.get(0)));
        } catch (CryptographyException e) {
            throw new IllegalStateException("what was made here can be read", e);
        }
    }

    /** A TimeStampResp in DER: SHA-256, with the signer's and the intermediate's certificates. */
    public byte[] stamp(byte[] message, Instant at) {
        return stamp(message, at, true);
    }

    /**
     * A TimeStampResp in DER.
     *
     * @param message what is stamped
     * @param at when, to the second
     * @param withCertificates whether it brings the signer's and the intermediate's certificates
     */
    public byte[] stamp(byte[] message, Instant at, boolean withCertificates) {
        try {
            DigestCalculatorProvider digests = new BcDigestCalculatorProvider();
            SignerInfoGenerator signs = new SignerInfoGeneratorBuilder(digests)
                    .build(
                            new JcaContentSignerBuilder("SHA256withECDSA")
                                    .build(key.pair().getPrivate()),
                            signer);
            AlgorithmIdentifier sha256 = new AlgorithmIdentifier(TSPAlgorithms.SHA256);
            TimeStampTokenGenerator tokens =
                    new TimeStampTokenGenerator(signs, digests.get(sha256), new ASN1ObjectIdentifier(POLICY));
            if (withCertificates) {
                tokens.addCertificates(new CollectionStore<>(List.of(signer, intermediate)));
            }
            TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
            requests.setCertReq(withCertificates);
            TimeStampRequest request = requests.generate(TSPAlgorithms.SHA256, Texts.sha256(message));
            return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
                    .generateGrantedResponse(request, BigInteger.valueOf(serial.getAndIncrement()), Date.from(at))
                    .getEncoded();
        } catch (OperatorCreationException | TSPException e) {
            throw new IllegalStateException("the platform signs with the keys that it made", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509v3CertificateBuilder certificate(
            long number, X500Name issuer, Instant from, Instant to, X500Name subject, SigningKey key) {
        return new X509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(number),
                Date.from(from),
                Date.from(to),
                subject,
                SubjectPublicKeyInfo.getInstance(key.spki()));
    }

    private static void add(
            X509v3CertificateBuilder builder, ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            builder.addExtension(oid, critical, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509CertificateHolder signed(X509v3CertificateBuilder builder, SigningKey issuer) {
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(issuer.pair().getPrivate()));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the platform signs with the keys that it made", e);
        }
    }

    private static String pem(X509CertificateHolder certificate) {
        try {
            return Pem.encode("CERTIFICATE", certificate.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
