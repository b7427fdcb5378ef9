package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.Digest;
import dev.countersign.verify.entity.BundleContent;
import dev.countersign.verify.entity.BundleSigner;
import dev.countersign.verify.entity.DsseEnvelope;
import dev.countersign.verify.entity.SigstoreBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Checks a bundle's signature as sigstore-go does (signature-verification.md 4.2, step 5): by a certificate with the algorithm that its
 * key stands for, by a key with the hash that the policy states. Immutable and thread-safe.
 */
public final class BundleSignature {
    private final Cryptography cryptography;

    public BundleSignature(Cryptography cryptography) {
        this.cryptography = cryptography;
    }

    /** Who signs, and over which hashes: any of them counts. */
    record Signer(VerificationKey key, List<HashAlgorithm> hashes, boolean isCertified) {}

    /**
     * Checks.
     *
     * @param key of the policy, with its hash; empty where a certificate names the signer
     * @param image what a message signature must be over
     * @throws CheckFailure in sigstore-go's words: {@code exactly one signature is required}, {@code artifact does not match digest}
     */
    public void verify(ReadBundle read, Optional<VerificationKey> key, HashAlgorithm hash, Digest image)
            throws CheckFailure {
        SigstoreBundle bundle = read.bundle();
        Signer signer;
        if (bundle.signer() instanceof BundleSigner.Certificate holder) {
            signer = certified(keyOf(holder.certificate()), bundle.version().allowsOldHashes());
        } else if (bundle.signer() instanceof BundleSigner.Unreadable unreadable) {
            throw unreadable(unreadable.message());
        } else {
            signer = new Signer(key.orElseThrow(BundleSignature::unknownKey), List.of(hash), false);
        }
        if (bundle.content() instanceof BundleContent.Envelope envelope) {
            verify(envelope.envelope(), signer);
        } else if (bundle.content() instanceof BundleContent.MessageSignature message) {
            verify(read, message, signer, HexFormat.of().parseHex(image.hex()));
        } else {
            throw unreadable(((BundleContent.Incomplete) bundle.content()).message());
        }
    }

    /** The holder of a certificate. */
    static Signer certified(VerificationKey key, boolean oldHashes) throws CheckFailure {
        KeyAlgorithm algorithm = KeyAlgorithm.of(key)
                .orElseThrow(() -> CheckFailure.of(
                        "UNSUPPORTED_KEY",
                        "unsupported public key type",
                        "a certificate with a key of kind " + key.kind(),
                        "ECDSA over P-256, P-384 or P-521, RSA of 2048, 3072 or 4096 bits, or Ed25519",
                        "Sign with another kind of key."));
        List<HashAlgorithm> hashes = new ArrayList<>(List.of(algorithm.hash()));
        if (oldHashes && key.kind().isEcdsa() && algorithm.hash() != HashAlgorithm.SHA256) {
            hashes.add(HashAlgorithm.SHA256);
        }
        return new Signer(key, hashes, true);
    }

    /** Checks the one signature of an envelope. */
    void verify(DsseEnvelope envelope, Signer signer) throws CheckFailure {
        if (envelope.signatures().size() != 1) {
            throw CheckFailure.of(
                    "ENVELOPE_SIGNATURES",
                    "exactly one signature is required",
                    envelope.signatures().size() + " signatures in the envelope",
                    "one",
                    "Sign the image again, each signature in a bundle of its own.");
        }
        DsseEnvelope.Signature signature = envelope.signatures().get(0);
        Optional<String> fingerprint = KeyFingerprint.of(signer.key());
        if (!signature.keyId().isEmpty()
                && fingerprint.isPresent()
                && !signature.keyId().equals(fingerprint.get())) {
            throw CheckFailure.of(
                    "KEY_ID_MISMATCH",
                    "could not verify envelope: accepted signatures do not match threshold, Found: 0, Expected 1",
                    "keyid " + signature.keyId(),
                    "no keyid, or " + fingerprint.get(),
                    "Sign with a client that leaves keyid empty.");
        }
        byte[] signed = envelope.signedBytes();
        for (HashAlgorithm hash : signer.hashes()) {
            try {
                cryptography.verify(signer.key(), hash, signed, signature.signature());
                return;
            } catch (CryptographyException e) {
                continue;
            }
        }
        throw invalid(
                "could not verify envelope: accepted signatures do not match threshold, Found: 0, Expected 1", signer);
    }

    private void verify(ReadBundle read, BundleContent.MessageSignature message, Signer signer, byte[] image)
            throws CheckFailure {
        if (!Arrays.equals(image, message.digest())) {
            throw CheckFailure.of(
                    "SIGNATURE_OF_OTHER_IMAGE",
                    "artifact does not match digest",
                    HexFormat.of().formatHex(message.digest()),
                    HexFormat.of().formatHex(image),
                    "The signature is over something else: sign this image.");
        }
        if (signer.key().kind() == VerificationKey.Kind.ED25519) {
            // A certificate's key signs a SHA-512 of the message, and the image's digest is a SHA-256.
            throw CheckFailure.of(
                    "SIGNATURE_NEEDS_MESSAGE",
                    signer.isCertified()
                            ? "could not verify message: unexpected length of digest for hash function specified"
                            : "message signatures with ed25519 signatures can only be verified with artifacts, and not"
                                    + " just their digest",
                    "an Ed25519 signature over the image's manifest",
                    "an ECDSA or RSA signature, or a DSSE envelope",
                    "Sign with another kind of key, or an envelope.");
        }
        for (HashAlgorithm hash : signer.hashes()) {
            if (isProven(read, signer.key(), hash, image, message.signature())) {
                return;
            }
            try {
                cryptography.verifyDigest(signer.key(), hash, image, message.signature());
                return;
            } catch (CryptographyException e) {
                continue;
            }
        }
        throw invalid("could not verify message: invalid signature", signer);
    }

    /** Whether the log entry's own signature, which was verified when the bundle was read, is this very one. */
    private static boolean isProven(
            ReadBundle read, VerificationKey key, HashAlgorithm hash, byte[] digest, byte[] signature) {
        return read.bodies().stream()
                .anyMatch(body -> body instanceof LoggedBody.Numbered numbered
                        && numbered.entry()
                                .proven()
                                .filter(proven -> proven.answersDigest(key, hash, digest, signature))
                                .isPresent());
    }

    static CheckFailure invalid(String message, Signer signer) {
        return CheckFailure.of(
                "SIGNATURE_INVALID",
                message,
                "a signature that "
                        + signer.hashes().stream().map(HashAlgorithm::javaName).toList() + " with key "
                        + signer.key().id() + " does not verify",
                "a signature by that key over this image",
                "Sign with this key, or put the signer's public key into the policy.");
    }

    /** The key of a certificate. */
    static VerificationKey keyOf(ParsedCertificate certificate) throws CheckFailure {
        return certificate
                .publicKey()
                .orElseThrow(() -> CheckFailure.of(
                        "UNSUPPORTED_KEY",
                        "unsupported public key type",
                        "a certificate with a key of no known kind",
                        "ECDSA, RSA or Ed25519",
                        "Sign with another kind of key."));
    }

    static CheckFailure unknownKey() {
        return CheckFailure.of(
                "CERTIFICATE_MISSING",
                "public key not found in trusted material",
                "a bundle that was signed with a static key",
                "a bundle with a certificate, as the policy states no key",
                "State the signer's public key under keys, or sign keyless.");
    }

    static CheckFailure unreadable(String message) {
        return CheckFailure.of("BUNDLE_INCOMPLETE", message, message, "", "Sign the image again.");
    }
}
