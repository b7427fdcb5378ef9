package dev.countersign.verify.check;

import dev.countersign.crypto.HashAlgorithm;
import java.util.Arrays;
import java.util.List;

/**
 * Checks that a log's tree holds an entry (RFC 6962, 2.1.1): the audit path leads from the entry to the root, and is exactly as long as
 * index and size demand. Stateless and thread-safe.
 */
public final class MerkleInclusion {
    private static final int HASH_BYTES = 32;
    private static final String REMEDY = "The proof is not that entry's: sign and log the image again.";

    private MerkleInclusion() {}

    /** The hash of an entry as a leaf of the tree. */
    public static byte[] leafHash(byte[] entry) {
        byte[] prefixed = new byte[entry.length + 1];
        System.arraycopy(entry, 0, prefixed, 1, entry.length);
        return HashAlgorithm.SHA256.digest(prefixed);
    }

    /**
     * Checks.
     *
     * @param index the entry's place, unsigned
     * @param size of the tree, unsigned
     * @param leafHash see {@link #leafHash}
     * @param path from the leaf upwards
     * @param root of the tree
     * @throws CheckFailure {@code index is beyond size: 5 >= 5}, {@code wrong proof size 1, want 2}, {@code calculated root does not match
     *     expected root}
     */
    public static void verify(long index, long size, byte[] leafHash, List<byte[]> path, byte[] root)
            throws CheckFailure {
        if (Long.compareUnsigned(index, size) >= 0) {
            throw failure(
                    "index is beyond size: " + Long.toUnsignedString(index) + " >= " + Long.toUnsignedString(size));
        }
        int inner = Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
        int border = inner == Long.SIZE ? 0 : Long.bitCount(index >>> inner);
        if (path.size() != inner + border) {
            throw failure("wrong proof size " + path.size() + ", want " + (inner + border));
        }
        byte[] hash = leafHash;
        for (int i = 0; i < path.size(); i++) {
            byte[] sibling = path.get(i);
            if (sibling.length != HASH_BYTES) {
                throw failure("a hash of " + sibling.length + " octets in the proof");
            }
            boolean isRight = i >= inner || (index >>> i & 1) == 1;
            hash = isRight ? node(sibling, hash) : node(hash, sibling);
        }
        if (!Arrays.equals(hash, root)) {
            throw failure("calculated root does not match expected root");
        }
    }

    private static byte[] node(byte[] left, byte[] right) {
        byte[] joined = new byte[1 + left.length + right.length];
        joined[0] = 1;
        System.arraycopy(left, 0, joined, 1, left.length);
        System.arraycopy(right, 0, joined, 1 + left.length, right.length);
        return HashAlgorithm.SHA256.digest(joined);
    }

    private static CheckFailure failure(String message) {
        return CheckFailure.of(
                "LOG_PROOF_INVALID", message, message, "a path from the entry to the log's root", REMEDY);
    }
}
