package dev.countersign.crypto;

/**
 * Key, certificate or signature material is malformed, or a signature does not verify. The message is in the words of the Go
 * libraries that Kyverno uses, without a prefix: {@code invalid signature when validating ASN.1 encoded signature}.
 */
public final class CryptographyException extends Exception {
    private static final long serialVersionUID = 1L;

    public CryptographyException(String message) {
        super(message);
    }

    public CryptographyException(String message, Throwable cause) {
        super(message, cause);
    }
}
