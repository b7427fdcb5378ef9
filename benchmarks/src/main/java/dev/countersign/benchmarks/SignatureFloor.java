package dev.countersign.benchmarks;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;

/** Signatures of given kinds over a small message, with the keys to verify them. */
final class SignatureFloor {
    static final SignatureFloor NONE = new SignatureFloor(Cryptography.bouncyCastle(), List.of());

    private static final byte[] MESSAGE = new byte[512];

    private final Cryptography cryptography;
    private final List<Signed> all;

    private record Signed(VerificationKey key, HashAlgorithm hash, byte[] signature) {}

    private SignatureFloor(Cryptography cryptography, List<Signed> all) {
        this.cryptography = cryptography;
        this.all = all;
    }

    /** What a Fulcio signature needs: leaf by intermediate and intermediate by root (P-384), SCT, SET and signature (P-256). */
    static SignatureFloor ofKeylessExample(Cryptography cryptography)
            throws GeneralSecurityException, CryptographyException {
        return of(cryptography, "secp384r1", "secp384r1", "secp256r1", "secp256r1", "secp256r1");
    }

    /** A signature of each kind. */
    static SignatureFloor of(Cryptography cryptography, String... kinds)
            throws GeneralSecurityException, CryptographyException {
        List<Signed> signed = new ArrayList<>();
        for (String kind : kinds) {
            signed.add(
                    switch (kind) {
                        case "secp384r1" -> sign(curve(kind), "SHA384withECDSA", HashAlgorithm.SHA384);
                        case "secp256r1" -> sign(curve(kind), "SHA256withECDSA", HashAlgorithm.SHA256);
                        case "RSA2048" -> sign(rsa(), "SHA256withRSA", HashAlgorithm.SHA256);
                        case "Ed25519" -> sign(KeyPairGenerator.getInstance(kind), kind, HashAlgorithm.SHA256);
                        default -> throw new IllegalArgumentException(kind);
                    });
        }
        return new SignatureFloor(cryptography, signed);
    }

    private static KeyPairGenerator curve(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        return generator;
    }

    private static KeyPairGenerator rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator;
    }

    private static Signed sign(KeyPairGenerator generator, String algorithm, HashAlgorithm hash)
            throws GeneralSecurityException, CryptographyException {
        KeyPair pair = generator.generateKeyPair();
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE);
        return new Signed(VerificationKey.fromSpki(pair.getPublic().getEncoded()), hash, signer.sign());
    }

    int verifyAll() throws CryptographyException {
        for (Signed one : all) {
            cryptography.verify(one.key(), one.hash(), MESSAGE, one.signature());
        }
        return all.size();
    }
}
