package dev.countersign.admission;

/** A JSON patch that does not apply; the message is that of Kyverno's library where it refuses too. */
public final class JsonPatchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    JsonPatchException(String message) {
        super(message);
        this.message = message;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return message;
    }
}
