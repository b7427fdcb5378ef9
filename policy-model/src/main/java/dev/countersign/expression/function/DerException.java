package dev.countersign.expression.function;

/** Bytes are not the structure that was expected. The message is that of Go's crypto/x509 where it has one. */
final class DerException extends Exception {
    private static final long serialVersionUID = 1L;

    DerException(String message) {
        super(message, null, false, false);
    }
}
