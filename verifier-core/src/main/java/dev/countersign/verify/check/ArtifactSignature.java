package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.verify.check.BundleSignature.Signer;
import dev.countersign.verify.entity.BundleContent;
import dev.countersign.verify.entity.BundleSigner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks a bundle's signature over an artifact (signature-verification.md 4.2, step 5) by certificate or key, each with the algorithm
 * that its key stands for in Sigstore; ECDSA over larger curves with SHA-256 too, as older clients signed; Ed25519 as Ed25519ph for
 * message signatures, pure for envelopes. The digest that a message signature states must be the artifact's. Immutable and thread-safe.
 */
public final class ArtifactSignature {
    private final Cryptography cryptography;
    private final BundleSignature signatures;

    public ArtifactSignature(Cryptography cryptography) {
        this.cryptography = cryptography;
        this.signatures = new BundleSignature(cryptography);
    }

    /**
     * Checks.
     *
     * @param key that must have signed; empty where the bundle's certificate names it
     * @throws CheckFailure {@code artifact does not match digest}, {@code could not verify message: invalid signature}, …
     */
    public void verify(ReadBundle read, Optional<VerificationKey> key, ArtifactDigests artifact) throws CheckFailure {
        Signer signer = signer(read, key);
        if (read.bundle().content() instanceof BundleContent.Envelope envelope) {
            signatures.verify(envelope.envelope(), signer);
        } else if (read.bundle().content() instanceof BundleContent.MessageSignature message) {
            requireDigest(message, artifact);
            verify(message.signature(), signer, artifact);
        } else {
            throw BundleSignature.unreadable(
                    ((BundleContent.Incomplete) read.bundle().content()).message());
        }
    }

    private static Signer signer(ReadBundle read, Optional<VerificationKey> key) throws CheckFailure {
        if (read.bundle().signer() instanceof BundleSigner.Certificate holder) {
            return BundleSignature.certified(
                    BundleSignature.keyOf(holder.certificate()),
                    read.bundle().version().allowsOldHashes());
        }
        if (read.bundle().signer() instanceof BundleSigner.Unreadable unreadable) {
            throw BundleSignature.unreadable(unreadable.message());
        }
        VerificationKey known = key.orElseThrow(BundleSignature::unknownKey);
        List<HashAlgorithm> hashes = new ArrayList<>();
        KeyAlgorithm.of(known).ifPresent(algorithm -> hashes.add(algorithm.hash()));
        if (!hashes.contains(HashAlgorithm.SHA256)) {
            hashes.add(HashAlgorithm.SHA256);
        }
        return new Signer(known, hashes, false);
    }

    private static void requireDigest(BundleContent.MessageSignature message, ArtifactDigests artifact)
            throws CheckFailure {
        String stated = message.algorithm();
        Optional<byte[]> own = HashAlgorithm.ofPolicyName(
                        stated.startsWith("SHA2_") ? "sha" + stated.substring("SHA2_".length()) : "unknown")
                .flatMap(artifact::digest);
        if (own.isEmpty()) {
            throw CheckFailure.of(
                    "ARTIFACT_DIGEST_MISSING",
                    "the signature is over another hash of the artifact than is known",
                    stated.isEmpty() ? "a digest of an unknown algorithm" : stated,
                    artifact.text().substring(0, artifact.text().indexOf(':')).toUpperCase(Locale.ROOT),
                    "Give the artifact itself, so that it can be hashed as the signature wants it.");
        }
        if (!Arrays.equals(own.get(), message.digest())) {
            throw CheckFailure.of(
                    "SIGNATURE_OF_OTHER_ARTIFACT",
                    "artifact does not match digest",
                    HexFormat.of().formatHex(message.digest()),
                    HexFormat.of().formatHex(own.get()),
                    "The signature is over something else: give the artifact that was signed, unchanged.");
        }
    }

    private void verify(byte[] signature, Signer signer, ArtifactDigests artifact) throws CheckFailure {
        boolean isPrehashed = signer.key().kind() == VerificationKey.Kind.ED25519;
        for (HashAlgorithm hash : isPrehashed ? List.of(HashAlgorithm.SHA512) : signer.hashes()) {
            Optional<byte[]> digest = artifact.digest(hash);
            if (digest.isEmpty()) {
                continue;
            }
            try {
                if (isPrehashed) {
                    cryptography.verifyEd25519ph(signer.key(), digest.get(), signature);
                } else {
                    cryptography.verifyDigest(signer.key(), hash, digest.get(), signature);
                }
                return;
            } catch (CryptographyException e) {
                continue;
            }
        }
        throw BundleSignature.invalid("could not verify message: invalid signature", signer);
    }
}
