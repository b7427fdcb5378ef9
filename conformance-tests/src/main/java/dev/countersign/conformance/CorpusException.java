package dev.countersign.conformance;

/** The corpus itself cannot be read: a file is missing or malformed. */
public final class CorpusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message which file, and what is wrong with it */
    public CorpusException(String message) {
        super(message);
    }

    /**
     * @param message which file, and what is wrong with it
     * @param cause what lies beneath
     */
    public CorpusException(String message, Throwable cause) {
        super(message, cause);
    }
}
