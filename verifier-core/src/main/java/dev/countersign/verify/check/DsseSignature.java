package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.verify.entity.DsseEnvelope;

/**
 * The signature of a DSSE envelope in cosign's own layout: one of the envelope's signatures must be by the key, whatever the others are
 * and whatever the key is called (signature-verification.md 2.7).
 */
public final class DsseSignature {
    /** No more signatures of one envelope are tried. */
    public static final int MAX_SIGNATURES = 32;

    private DsseSignature() {}

    /**
     * Checks it.
     *
     * @throws CheckFailure {@code accepted signatures do not match threshold, Found: 0, Expected 1}
     */
    public static void verify(
            DsseEnvelope envelope, VerificationKey key, HashAlgorithm hash, Cryptography cryptography, String foundAt)
            throws CheckFailure {
        byte[] signed = envelope.signedBytes();
        int tried = 0;
        for (DsseEnvelope.Signature signature : envelope.signatures()) {
            if (++tried > MAX_SIGNATURES) {
                break;
            }
            if (isBy(key, hash, signed, signature, cryptography)) {
                return;
            }
        }
        throw CheckFailure.of(
                "SIGNATURE_INVALID",
                "accepted signatures do not match threshold, Found: 0, Expected 1",
                envelope.signatures().size() + " signature(s) at " + foundAt,
                "a signature by the key with id " + key.id(),
                "Attest with this key, or put the signer's public key into the policy.");
    }

    private static boolean isBy(
            VerificationKey key,
            HashAlgorithm hash,
            byte[] signed,
            DsseEnvelope.Signature signature,
            Cryptography cryptography) {
        try {
            cryptography.verify(key, hash, signed, signature.signature());
            return true;
        } catch (CryptographyException e) {
            return false;
        }
    }
}
