package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.LogKey;
import dev.countersign.verify.entity.BundleContent;
import dev.countersign.verify.entity.BundleLogEntry;
import dev.countersign.verify.entity.BundleLogEntry.InclusionProof;
import dev.countersign.verify.entity.BundleSigner;
import dev.countersign.verify.entity.Checkpoint;
import dev.countersign.verify.entity.GoTime;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.RekorBundle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that a transparency log took a bundle's signature, as sigstore-go does (signature-verification.md 4.2, step 2): by the log's
 * promise, by its tree, or both; what the entry says must be the bundle's own. Entries of unknown logs, and those whose promise does not
 * hold, count for nothing; every other defect refuses the bundle. Where several of the logs go by one id, with other windows or addresses,
 * an entry counts that any of them proves within its own window.
 *
 * <p>Immutable and thread-safe; made once for one list of logs.
 */
public final class BundleLog {
    /** The number of the divergence: an entry of version 2 must be proven by version 2's rules, which bind it. */
    public static final String UNBOUND_ENTRY = "D49";

    private static final String NOT_ENOUGH = "not enough verified log entries from transparency log: 0 < 1";

    private final Cryptography cryptography;
    private final CheckpointSignature checkpoints;
    private final List<LogKey> logs;
    private final Map<String, List<LogKey>> byId = new HashMap<>();

    public BundleLog(Cryptography cryptography, List<LogKey> logs) {
        this.cryptography = cryptography;
        this.checkpoints = new CheckpointSignature(cryptography);
        this.logs = List.copyOf(logs);
        for (LogKey log : this.logs) {
            byId.computeIfAbsent(log.checkpointId(), id -> new ArrayList<>()).add(log);
        }
    }

    /**
     * An entry that a log vouches for.
     *
     * @param logs that prove it, all of one id; at least one
     * @param time when the log took it; absent where only its tree says that it did
     */
    public record Proven(BundleLogEntry entry, List<LogKey> logs, Optional<Instant> time) {
        public Proven {
            logs = List.copyOf(logs);
        }
    }

    /**
     * The entries that verify, at least one; of each log at most one tells the time.
     *
     * @param key of the policy; empty where a certificate names the signer
     * @throws CheckFailure in sigstore-go's words: {@code not enough verified log entries from transparency log: 0 < 1}
     */
    public List<Proven> verify(ReadBundle read, Optional<VerificationKey> key) throws CheckFailure {
        List<BundleLogEntry> entries = read.bundle().entries();
        requireDistinct(entries);
        requireComplete(read);
        List<Proven> proven = new ArrayList<>();
        Set<String> timed = new HashSet<>();
        List<CheckFailure> skipped = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            BundleLogEntry entry = entries.get(i);
            LoggedBody body = read.bodies().get(i);
            body.requireSupported();
            List<LogKey> named = byId.getOrDefault(entry.logId(), List.of());
            if (named.isEmpty()) {
                skipped.add(unknown(entry));
                continue;
            }
            requireProof(entry, body);
            try {
                named = promising(entry, body, named);
            } catch (CheckFailure e) {
                skipped.add(e);
                continue;
            }
            if (entry.proof().isPresent()) {
                named = proving(entry, entry.proof().get(), body, named, read, key);
            }
            if (body instanceof LoggedBody.Numbered numbered) {
                BundleBinding.verify(numbered.entry(), read, key);
            }
            requireWithinCertificate(entry, read.bundle().signer());
            boolean tellsTime = entry.promise().isPresent() && timed.add(entry.logId());
            proven.add(new Proven(entry, named, tellsTime ? Optional.of(entry.integratedAt()) : Optional.empty()));
        }
        if (proven.isEmpty()) {
            throw notEnough(skipped);
        }
        return proven;
    }

    private static void requireDistinct(List<BundleLogEntry> entries) throws CheckFailure {
        Map<String, Long> seen = new HashMap<>();
        for (BundleLogEntry entry : entries) {
            if (seen.put(entry.logId() + "@" + entry.logIndex(), entry.logIndex()) != null) {
                throw CheckFailure.of(
                        "LOG_ENTRY_TWICE",
                        "duplicate tlog entries found",
                        entry.logId() + "@" + entry.logIndex(),
                        "each entry once",
                        "Sign and log the image again.");
            }
        }
    }

    private static void requireComplete(ReadBundle read) throws CheckFailure {
        if (read.bundle().content() instanceof BundleContent.Incomplete incomplete) {
            throw BundleSignature.unreadable(incomplete.message());
        }
        if (read.bundle().signer() instanceof BundleSigner.Unreadable unreadable) {
            throw BundleSignature.unreadable(unreadable.message());
        }
    }

    private static void requireProof(BundleLogEntry entry, LoggedBody body) throws CheckFailure {
        if (entry.proof().isEmpty() && entry.promise().isEmpty()) {
            throw missingProof("entry must contain an inclusion proof and/or promise", entry);
        }
        if (entry.proof().isEmpty() && body instanceof LoggedBody.Tiled) {
            throw missingProof("rekor v2 entries must have an inclusion proof", entry);
        }
    }

    private static CheckFailure missingProof(String message, BundleLogEntry entry) {
        return CheckFailure.of(
                "LOG_PROOF_MISSING",
                message,
                describe(entry),
                "a proof that the log holds the entry",
                "Sign and log the image again.");
    }

    /** Those logs whose promise this is, each within its window; all of them where there is no promise. */
    private List<LogKey> promising(BundleLogEntry entry, LoggedBody body, List<LogKey> named) throws CheckFailure {
        Optional<byte[]> promise = entry.promise();
        if (promise.isEmpty()) {
            return named;
        }
        if (body instanceof LoggedBody.Tiled) {
            throw broken("can only verify SET for Rekor v1 entry", entry, named);
        }
        List<LogKey> open = named.stream()
                .filter(log -> log.validity().contains(entry.integratedAt()))
                .toList();
        if (open.isEmpty()) {
            throw CheckFailure.of(
                    "LOG_OUTSIDE_WINDOW",
                    "rekor log public key not valid at payload integrated time",
                    describe(entry) + " at " + GoTime.rfc3339(entry.integratedAt()),
                    "a time within the log's window: " + Windows.describe(named),
                    "Correct the log's validity window in the trust material, or sign and log the image again.");
        }
        byte[] signed = SignedEntryTimestamp.signedBytes(new RekorBundle(
                promise.get(),
                new JsonString(Base64.getEncoder().encodeToString(entry.body())),
                entry.integratedTime(),
                entry.logIndex(),
                entry.logId()));
        List<LogKey> promising = open.stream()
                .filter(log -> isSigned(signed, promise.get(), log))
                .toList();
        if (promising.isEmpty()) {
            throw broken("unable to verify SET", entry, open);
        }
        return promising;
    }

    private boolean isSigned(byte[] signed, byte[] signature, LogKey log) {
        if (!log.key().kind().isEcdsa()) {
            return false;
        }
        try {
            cryptography.verifyAsn1Ecdsa(log.key(), HashAlgorithm.SHA256, signed, signature);
            return true;
        } catch (CryptographyException e) {
            return false;
        }
    }

    private static CheckFailure broken(String message, BundleLogEntry entry, List<LogKey> logs) {
        return CheckFailure.of(
                "LOG_PROMISE_INVALID",
                message,
                describe(entry) + " at " + GoTime.rfc3339(entry.integratedAt()),
                "a signature over it by " + Windows.describe(logs),
                "The entry was altered, or is not that log's: sign and log the image again.");
    }

    /** Those logs whose tree holds the entry; what the first of them lacks where none does. */
    private List<LogKey> proving(
            BundleLogEntry entry,
            InclusionProof proof,
            LoggedBody body,
            List<LogKey> named,
            ReadBundle read,
            Optional<VerificationKey> key)
            throws CheckFailure {
        List<LogKey> proving = new ArrayList<>();
        Optional<CheckFailure> failed = Optional.empty();
        for (LogKey log : named) {
            try {
                verifyProof(entry, proof, body, log, read, key);
                proving.add(log);
            } catch (CheckFailure e) {
                failed = failed.isPresent() ? failed : Optional.of(e);
            }
        }
        if (proving.isEmpty()) {
            throw failed.orElseThrow();
        }
        return proving;
    }

    private void verifyProof(
            BundleLogEntry entry,
            InclusionProof proof,
            LoggedBody body,
            LogKey log,
            ReadBundle read,
            Optional<VerificationKey> key)
            throws CheckFailure {
        if (!Checkpoint.isOfNumberedTree(proof.checkpoint())) {
            Checkpoint checkpoint = checkpoints.verifyTiled(proof.checkpoint(), log);
            byte[] leaf = BundleBinding.tiledLeaf(read.bundle(), key);
            MerkleInclusion.verify(entry.logIndex(), checkpoint.size(), leaf, proof.hashes(), checkpoint.root());
            return;
        }
        if (body instanceof LoggedBody.Tiled) {
            throw CheckFailure.divergent(
                    UNBOUND_ENTRY,
                    "LOG_ENTRY_UNBOUND",
                    "rekor v2 entry under a checkpoint of Rekor v1",
                    describe(entry),
                    "a checkpoint whose origin is the log's host",
                    "Sign and log the image again.");
        }
        MerkleInclusion.verify(
                proof.logIndex(),
                proof.treeSize(),
                MerkleInclusion.leafHash(entry.body()),
                proof.hashes(),
                proof.rootHash());
        Checkpoint checkpoint = checkpoints.verifyNumbered(proof.checkpoint(), log);
        if (!Arrays.equals(checkpoint.root(), proof.rootHash())) {
            throw CheckFailure.of(
                    "LOG_CHECKPOINT_INVALID",
                    "proof root hash does not match signed tree head",
                    describe(entry),
                    "a checkpoint over the same tree as the proof",
                    "Sign and log the image again.");
        }
    }

    private static void requireWithinCertificate(BundleLogEntry entry, BundleSigner signer) throws CheckFailure {
        if (entry.integratedTime() == 0 || !(signer instanceof BundleSigner.Certificate holder)) {
            return;
        }
        Instant at = entry.integratedAt();
        Instant first = holder.certificate().notBefore();
        Instant last = holder.certificate().notAfter();
        if (at.isBefore(first) || at.isAfter(last)) {
            throw CheckFailure.of(
                    "CERTIFICATE_EXPIRED",
                    "integrated time outside certificate validity",
                    describe(entry) + " at " + GoTime.rfc3339(at),
                    "a time from " + GoTime.rfc3339(first) + " to " + GoTime.rfc3339(last),
                    "Sign and log within the certificate's window.");
        }
    }

    private CheckFailure unknown(BundleLogEntry entry) {
        return CheckFailure.of(
                "LOG_UNKNOWN",
                NOT_ENOUGH,
                describe(entry),
                "one of: " + Windows.describe(logs),
                "Add the key of the log with id " + entry.logId()
                        + " to rekor.pubkey or to the trust root's transparency logs.");
    }

    private static CheckFailure notEnough(List<CheckFailure> skipped) {
        return skipped.isEmpty()
                ? CheckFailure.of(
                        "LOG_ENTRY_MISSING",
                        NOT_ENOUGH,
                        "a bundle without log entries",
                        "an entry of a trusted log",
                        "Sign with a transparency log; or, if you accept signatures without a log, state"
                                + " rekor.ignoreTlog: true.")
                : new CheckFailure(
                        NOT_ENOUGH,
                        skipped.get(0).reason(),
                        skipped.get(0).divergence().orElse(""));
    }

    private static String describe(BundleLogEntry entry) {
        return "an entry of log " + entry.logId() + ", index " + entry.logIndex();
    }
}
