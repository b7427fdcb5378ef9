package dev.countersign.crypto;

import java.util.Map;
import java.util.Optional;

/** Reads PEM as Go's {@code encoding/pem} does. Thread-safe. */
public final class Pem {
    /** The longest text, in characters, in which blocks are looked for. */
    public static final int MAX_TEXT = 4 * 1024 * 1024;

    private Pem() {}

    /**
     * One block.
     *
     * @param label what stands behind BEGIN
     * @param headers the lines {@code Name: value} before the body
     * @param bytes the decoded body
     */
    public record PemBlock(String label, Map<String, String> headers, byte[] bytes) {
        public PemBlock {
            headers = Map.copyOf(headers);
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /**
     * A block and what follows it.
     *
     * @param block the block
     * @param rest the text behind the block's END line
     */
    public record Decoded(PemBlock block, String rest) {}

    /**
     * The next block of the text: what precedes it, and blocks that do not decode, are skipped. Empty where there is none, or
     * where the text is longer than {@link #MAX_TEXT}.
     */
    public static Optional<Decoded> next(String text) {
        return Optional.empty();
    }

    /** Prints a block as Go's {@code pem.EncodeToMemory} does: 64 columns, a final newline, no headers. */
    public static String encode(String label, byte[] bytes) {
        return label + bytes.length;
    }
}
