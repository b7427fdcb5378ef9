package dev.countersign.engine;

/** An annotation that holds no image metadata. The message is that of Go's JSON reader, as Kyverno shows it. */
public final class ImageVerificationMetadataException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    ImageVerificationMetadataException(String message) {
        super(message);
        this.message = message;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return message;
    }
}
