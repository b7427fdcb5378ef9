package dev.countersign.verify.check;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.VerificationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/** An ECDSA key from a number; its signatures are the same at every run. */
final class TestKey {
    final SubjectPublicKeyInfo spki;
    final VerificationKey key;
    private final ECPrivateKeyParameters secret;

    private TestKey(ASN1ObjectIdentifier curve, long secret) {
        ECNamedDomainParameters domain = ECNamedDomainParameters.lookup(curve);
        BigInteger number = BigInteger.valueOf(secret).pow(5);
        this.secret = new ECPrivateKeyParameters(number, domain);
        byte[] point = domain.getG().multiply(number).normalize().getEncoded(false);
        this.spki = new SubjectPublicKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), point);
        try {
            this.key = VerificationKey.fromSpki(spki.getEncoded("DER"));
        } catch (CryptographyException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestKey p256(long secret) {
        return new TestKey(SECObjectIdentifiers.secp256r1, secret);
    }

    static TestKey p384(long secret) {
        return new TestKey(SECObjectIdentifiers.secp384r1, secret);
    }

    /** ECDSA over SHA-256, DER. */
    byte[] sign(byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, secret);
        BigInteger[] numbers = signer.generateSignature(sha256(message));
        ASN1EncodableVector sequence = new ASN1EncodableVector();
        sequence.add(new ASN1Integer(numbers[0]));
        sequence.add(new ASN1Integer(numbers[1]));
        try {
            return new DERSequence(sequence).getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
