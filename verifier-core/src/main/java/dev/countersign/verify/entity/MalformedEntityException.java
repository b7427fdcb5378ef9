package dev.countersign.verify.entity;

/**
 * Something stored in a registry is not what its place promises. The message is in the words of the Go libraries that Kyverno
 * uses, without a prefix: {@code illegal base64 data at input byte 0}.
 */
public final class MalformedEntityException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedEntityException(String message) {
        super(message);
    }

    public MalformedEntityException(String message, Throwable cause) {
        super(message, cause);
    }
}
