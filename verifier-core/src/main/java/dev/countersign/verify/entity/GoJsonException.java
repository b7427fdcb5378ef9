package dev.countersign.verify.entity;

/** Bytes are not the JSON that is wanted. The message is that of Go's {@code encoding/json}. */
public final class GoJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    public GoJsonException(String message) {
        super(message);
    }
}
