package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.NoteKeyId;
import dev.countersign.verify.entity.Checkpoint;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.SignedNote;
import java.nio.charset.StandardCharsets;

/**
 * Checks that a log signed a checkpoint, as Rekor's version 1 and version 2 each have it (signature-verification.md 4.4, 4.5). Immutable and
 * thread-safe.
 */
public final class CheckpointSignature {
    private final Cryptography cryptography;

    public CheckpointSignature(Cryptography cryptography) {
        this.cryptography = cryptography;
    }

    /**
     * Checks a checkpoint of version 1: every signature must be the log's, so that one by a witness spoils it. Neither names nor the
     * origin are compared.
     *
     * @param note as the bundle brings it
     * @throws CheckFailure {@code signature on checkpoint did not verify}, {@code unmarshalling log entry checkpoint to
     *     SignedCheckpoint: …}
     */
    public Checkpoint verifyNumbered(String note, LogKey log) throws CheckFailure {
        SignedNote signed = note(note, "unmarshalling log entry checkpoint to SignedCheckpoint: ");
        Checkpoint checkpoint = checkpoint(signed, "unmarshalling log entry checkpoint to SignedCheckpoint: ");
        byte[] keyId = HashAlgorithm.SHA256.digest(log.key().spki());
        for (SignedNote.Signature signature : signed.signatures()) {
            // The digest is always SHA-256, which keys of longer curves do not take.
            boolean fits = hash(log.key()) == HashAlgorithm.SHA256 || log.key().kind() == VerificationKey.Kind.ED25519;
            if (!signature.isBy(keyId) || !fits || !isValid(signed, signature, log.key())) {
                throw unsigned("signature on checkpoint did not verify", signature.name(), log);
            }
        }
        return checkpoint;
    }

    /**
     * Checks a checkpoint of version 2: one signature must be by the log of that name; those of witnesses do not matter.
     *
     * @throws CheckFailure {@code cannot verify Rekor v2 entry without baseUrl in transparency log's trusted root}, {@code unverified
     *     checkpoint signature: …}
     */
    public Checkpoint verifyTiled(String note, LogKey log) throws CheckFailure {
        String name = NoteKeyId.nameOf(log.baseUrl())
                .orElseThrow(() -> CheckFailure.of(
                        "LOG_ADDRESS_MISSING",
                        "cannot verify Rekor v2 entry without baseUrl in transparency log's trusted root",
                        "a log of version 2 without an address: " + log.origin().description(),
                        "baseUrl in the trust root, or rekor.url in the policy",
                        "State the log's address, whose host is its name in checkpoints."));
        SignedNote signed = note(note, "unverified checkpoint signature: ");
        byte[] keyId = NoteKeyId.of(name, log.key());
        boolean isSigned = false;
        for (SignedNote.Signature signature : signed.signatures()) {
            if (signature.name().equals(name) && signature.isBy(keyId) && !isSigned) {
                if (!isValid(signed, signature, log.key())) {
                    throw unsigned("unverified checkpoint signature: invalid signature", name, log);
                }
                isSigned = true;
            }
        }
        if (!isSigned) {
            throw unsigned("unverified checkpoint signature: note has no verifiable signatures", name, log);
        }
        Checkpoint checkpoint = checkpoint(signed, "unverified checkpoint signature: ");
        if (!checkpoint.origin().equals(name)) {
            throw unsigned(
                    "unverified checkpoint signature: got Origin \"" + checkpoint.origin() + "\" but expected \"" + name
                            + "\"",
                    name,
                    log);
        }
        return checkpoint;
    }

    private boolean isValid(SignedNote note, SignedNote.Signature signature, VerificationKey key) {
        try {
            cryptography.verify(key, hash(key), note.text().getBytes(StandardCharsets.UTF_8), signature.signature());
            return true;
        } catch (CryptographyException e) {
            return false;
        }
    }

    private static HashAlgorithm hash(VerificationKey key) {
        return switch (key.kind()) {
            case ECDSA_P384 -> HashAlgorithm.SHA384;
            case ECDSA_P521 -> HashAlgorithm.SHA512;
            default -> HashAlgorithm.SHA256;
        };
    }

    private static SignedNote note(String note, String words) throws CheckFailure {
        try {
            return SignedNote.parse(note);
        } catch (MalformedEntityException e) {
            throw malformed(words + e.getMessage(), e);
        }
    }

    private static Checkpoint checkpoint(SignedNote note, String words) throws CheckFailure {
        try {
            return Checkpoint.parse(note.text());
        } catch (MalformedEntityException e) {
            throw malformed(words + e.getMessage(), e);
        }
    }

    private static CheckFailure malformed(String message, MalformedEntityException cause) {
        CheckFailure failure = CheckFailure.of(
                "LOG_CHECKPOINT_MALFORMED",
                message,
                String.valueOf(cause.getMessage()),
                "",
                "Sign and log the image again.");
        failure.initCause(cause);
        return failure;
    }

    private static CheckFailure unsigned(String message, String name, LogKey log) {
        return CheckFailure.of(
                "LOG_CHECKPOINT_INVALID",
                message,
                "a checkpoint signed by " + name,
                "signed by " + log.key().id() + " (" + log.origin().description() + ")",
                "The checkpoint is not that log's: sign and log the image again, or correct the log's key.");
    }
}
