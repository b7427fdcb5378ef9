package dev.countersign.verify.entity;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry of a transparency log, as a Sigstore bundle brings it. Nothing of it is checked. Immutable.
 *
 * @param logIndex its place in the log, never negative
 * @param logId by which id the log calls itself, in lower-case hexadecimal
 * @param kind {@code dsse}, as stated beside the body
 * @param integratedTime when the log took it, in seconds since 1970; 0: not stated
 * @param promise the log's signature over all of this (SET), DER
 * @param proof that the log holds it
 * @param body the entry
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record BundleLogEntry(
        long logIndex,
        String logId,
        String kind,
        long integratedTime,
        Optional<byte[]> promise,
        Optional<InclusionProof> proof,
        byte[] body) {
    /** Go's zero time, which an entry without a time has. */
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    public BundleLogEntry {
        promise = promise.map(byte[]::clone);
        body = body.clone();
    }

    @Override
    public Optional<byte[]> promise() {
        return promise.map(byte[]::clone);
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** The integrated time; the year 1 where none is stated, the last moment that Java knows where it is beyond that. */
    public Instant integratedAt() {
        try {
            return integratedTime == 0 ? NEVER : Instant.ofEpochSecond(integratedTime);
        } catch (DateTimeException e) {
            return integratedTime < 0 ? Instant.MIN : Instant.MAX;
        }
    }

    /**
     * An audit path through the log's tree (RFC 6962, 2.1.1).
     *
     * @param logIndex the entry's place in the tree; may be negative
     * @param treeSize how many entries the tree has; may be negative
     * @param rootHash of the tree, as stated
     * @param hashes from the leaf upwards
     * @param checkpoint the log's signed note about the tree; never empty
     */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out
    public record InclusionProof(
            long logIndex, long treeSize, byte[] rootHash, List<byte[]> hashes, String checkpoint) {
        public InclusionProof {
            rootHash = rootHash.clone();
            hashes = hashes.stream().map(byte[]::clone).toList();
        }

        @Override
        public byte[] rootHash() {
            return rootHash.clone();
        }

        @Override
        public List<byte[]> hashes() {
            return hashes.stream().map(byte[]::clone).toList();
        }
    }
}
