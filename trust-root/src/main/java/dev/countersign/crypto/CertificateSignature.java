package dev.countersign.crypto;

import java.util.Optional;
import java.util.OptionalInt;

/** Verifies the signature of a certificate as Go's {@code crypto/x509} does. */
final class CertificateSignature {
    private CertificateSignature() {}

    static CryptographyException unsupported() {
        return new CryptographyException("x509: cannot verify signature: algorithm unimplemented");
    }

    static void check(
            Optional<SignatureAlgorithm> algorithm,
            byte[] signed,
            byte[] signature,
            VerificationKey key,
            Cryptography cryptography)
            throws CryptographyException {
        SignatureAlgorithm known = algorithm.orElseThrow(CertificateSignature::unsupported);
        if (known.isInsecure()) {
            throw new CryptographyException("x509: cannot verify signature: insecure algorithm " + known.goName());
        }
        switch (key.kind()) {
            case RSA -> {
                requireFamily(known, "RSA", "*rsa.PublicKey");
                if (known.isPss()) {
                    cryptography.verifyRsaPss(
                            key,
                            known.hash(),
                            signed,
                            signature,
                            OptionalInt.of(known.hash().size()));
                } else {
                    cryptography.verify(key, known.hash(), signed, signature);
                }
            }
            case ED25519 -> {
                requireFamily(known, "Ed25519", "ed25519.PublicKey");
                try {
                    cryptography.verifyEd25519(key, signed, signature);
                } catch (CryptographyException e) {
                    throw new CryptographyException("x509: Ed25519 verification failure", e);
                }
            }
            case OTHER -> throw unsupported();
            default -> {
                requireFamily(known, "ECDSA", "*ecdsa.PublicKey");
                try {
                    cryptography.verifyAsn1Ecdsa(key, known.hash(), signed, signature);
                } catch (CryptographyException e) {
                    throw new CryptographyException("x509: ECDSA verification failure", e);
                }
            }
        }
    }

    private static void requireFamily(SignatureAlgorithm algorithm, String family, String type)
            throws CryptographyException {
        if (!algorithm.keyName().equals(family)) {
            throw new CryptographyException("x509: signature algorithm specifies an " + algorithm.keyName()
                    + " public key, but have public key of type " + type);
        }
    }
}
