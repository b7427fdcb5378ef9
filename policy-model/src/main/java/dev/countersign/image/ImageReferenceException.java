package dev.countersign.image;

/** An image's text is no reference. The message is Kyverno's: {@code bad image: …}. */
public final class ImageReferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An error with Kyverno's text. */
    public ImageReferenceException(String message) {
        super(message);
    }
}
