package dev.countersign.testkit;

import dev.countersign.crypto.Pem;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** A fresh key pair that signs, for tests. Immutable and thread-safe; it lives in memory only. */
public final class SigningKey {
    private final KeyPair pair;
    private final String algorithm;

    private SigningKey(String family, AlgorithmParameterSpec parameters, String algorithm) {
        this.algorithm = algorithm;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
            generator.initialize(parameters);
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform makes such keys", e);
        }
    }

    /** ECDSA over P-256 with SHA-256, as cosign makes keys. */
    public static SigningKey p256() {
        return new SigningKey("EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA");
    }

    /** ECDSA over P-384 with SHA-384. */
    public static SigningKey p384() {
        return new SigningKey("EC", new ECGenParameterSpec("secp384r1"), "SHA384withECDSA");
    }

    /** RSA of 2048 bits, PKCS#1 v1.5 with SHA-256. */
    public static SigningKey rsa() {
        return new SigningKey("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), "SHA256withRSA");
    }

    /** The public key as PEM, {@code BEGIN PUBLIC KEY}, with a final newline. */
    public String publicKey() {
        return Pem.encode("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    /** The DER of the SubjectPublicKeyInfo. */
    public byte[] spki() {
        return pair.getPublic().getEncoded();
    }

    /** Signs a message: DER for ECDSA. */
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform signs with the keys that it made", e);
        }
    }

    /** Signs a digest as it is. */
    byte[] signDigest(byte[] digest) {
        try {
            Signature signature =
                    Signature.getInstance("NONEwith" + algorithm.substring(algorithm.indexOf("with") + 4));
            signature.initSign(pair.getPrivate());
            signature.update(digest);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform signs with the keys that it made", e);
        }
    }

    /** Signs as JWS and COSE want it: the two numbers of ECDSA in fixed width, or RSA-PSS with SHA-256. */
    byte[] signPlain(byte[] message) {
        try {
            Signature signature = Signature.getInstance(isRsa() ? "RSASSA-PSS" : algorithm + "inP1363Format");
            if (isRsa()) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform signs with the keys that it made", e);
        }
    }

    /** The JWS name of the algorithm of {@link #signPlain}. */
    String jwsAlgorithm() {
        return isRsa() ? "PS256" : algorithm.startsWith("SHA384") ? "ES384" : "ES256";
    }

    /** The COSE number of the algorithm of {@link #signPlain}. */
    long coseAlgorithm() {
        return isRsa() ? -37 : algorithm.startsWith("SHA384") ? -35 : -7;
    }

    private boolean isRsa() {
        return algorithm.endsWith("RSA");
    }

    KeyPair pair() {
        return pair;
    }
}
