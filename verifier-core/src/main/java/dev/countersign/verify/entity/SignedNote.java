package dev.countersign.verify.entity;

import dev.countersign.crypto.StandardBase64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A signed note (C2SP): a text and signatures over it. Nothing in it is proven. Immutable.
 *
 * @param text what is signed, with its final line feed
 * @param signatures at least one
 */
public record SignedNote(String text, List<Signature> signatures) {
    /** No note has more signatures. */
    static final int MAX_SIGNATURES = 100;

    private static final int MAX_TEXT = 1_000_000;
    private static final int KEY_HINT_BYTES = 4;
    private static final String DASH = "\u2014";

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * One signature line.
     *
     * @param name who says to have signed
     * @param keyHint the first four octets of the key's id
     * @param signature the signature's bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out
    public record Signature(String name, byte[] keyHint, byte[] signature) {
        public Signature {
            keyHint = keyHint.clone();
            signature = signature.clone();
        }

        @Override
        public byte[] keyHint() {
            return keyHint.clone();
        }

        @Override
        public byte[] signature() {
            return signature.clone();
        }

        /** Whether this may be by the key of that id. */
        public boolean isBy(byte[] keyId) {
            return Arrays.equals(keyHint, Arrays.copyOf(keyId, KEY_HINT_BYTES));
        }
    }

    /**
     * Reads a note, split at its last blank line.
     *
     * @throws MalformedEntityException {@code malformed note}
     */
    public static SignedNote parse(String note) throws MalformedEntityException {
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || note.length() > MAX_TEXT || !note.endsWith("\n") || blank + 2 == note.length()) {
            throw malformed();
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : note.substring(blank + 2, note.length() - 1).split("\n", -1)) {
            if (signatures.size() == MAX_SIGNATURES) {
                throw malformed();
            }
            signatures.add(signature(line));
        }
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    private static Signature signature(String line) throws MalformedEntityException {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals(DASH) || parts[1].isEmpty()) {
            throw malformed();
        }
        Optional<byte[]> octets = StandardBase64.decode(parts[2]);
        if (octets.isEmpty() || octets.get().length <= KEY_HINT_BYTES) {
            throw malformed();
        }
        byte[] all = octets.get();
        return new Signature(
                parts[1], Arrays.copyOf(all, KEY_HINT_BYTES), Arrays.copyOfRange(all, KEY_HINT_BYTES, all.length));
    }

    private static MalformedEntityException malformed() {
        return new MalformedEntityException("malformed note");
    }
}
