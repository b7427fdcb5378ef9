package dev.countersign.verify.entity;

import dev.countersign.crypto.StandardBase64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a log says of its tree at one moment (C2SP tlog-checkpoint): the text of a {@link SignedNote}. Nothing in it is proven. Immutable.
 *
 * @param origin the name of the tree
 * @param size how many entries it has, unsigned
 * @param root its hash
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record Checkpoint(String origin, long size, byte[] root) {
    private static final Pattern TREE_ID = Pattern.compile(".* - [0-9]+");

    public Checkpoint {
        root = root.clone();
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    /** Whether a note is a checkpoint in the manner of Rekor version 1, whose origin ends in the number of a tree. */
    public static boolean isOfNumberedTree(String note) {
        String[] lines = note.split("\n", 5);
        return lines.length >= 4 && TREE_ID.matcher(lines[0]).matches();
    }

    /**
     * Reads a note's text; lines behind the third are extensions.
     *
     * @throws MalformedEntityException {@code invalid checkpoint - …}
     */
    public static Checkpoint parse(String text) throws MalformedEntityException {
        String[] lines = text.split("\n", 4);
        if (lines.length < 4) {
            throw new MalformedEntityException("invalid checkpoint - too few newlines");
        }
        if (lines[0].isEmpty()) {
            throw new MalformedEntityException("invalid checkpoint - empty origin");
        }
        Optional<byte[]> root = StandardBase64.decode(lines[2]);
        if (root.isEmpty()) {
            throw new MalformedEntityException("invalid checkpoint - invalid hash");
        }
        try {
            if (!lines[1].isEmpty() && Character.digit(lines[1].charAt(0), 10) >= 0) {
                return new Checkpoint(lines[0], Long.parseUnsignedLong(lines[1]), root.get());
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new MalformedEntityException("invalid checkpoint - size invalid");
    }
}
