package dev.countersign.verify.check;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import java.util.Arrays;

/**
 * A signature that has been verified already, so that the very same question need not be asked twice: Rekor's entries are verified
 * when they are read, and hold the signature that is verified next. Immutable.
 *
 * @param key the key that made it
 * @param hash the hash under it
 * @param digest what was signed
 * @param signature the signature's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record ProvenSignature(VerificationKey key, HashAlgorithm hash, byte[] digest, byte[] signature) {
    public ProvenSignature {
        digest = digest.clone();
        signature = signature.clone();
    }

    @Override
    public byte[] digest() {
        return digest.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /** Whether this answers the question whether that key made that signature over that message. */
    public boolean answers(VerificationKey otherKey, HashAlgorithm otherHash, byte[] message, byte[] otherSignature) {
        return answersDigest(otherKey, otherHash, otherHash.digest(message), otherSignature);
    }

    /** The same question of a message of which only the digest is known. */
    boolean answersDigest(VerificationKey otherKey, HashAlgorithm otherHash, byte[] other, byte[] otherSignature) {
        return hash == otherHash
                && key.equals(otherKey)
                && Arrays.equals(signature, otherSignature)
                && Arrays.equals(digest, other);
    }
}
