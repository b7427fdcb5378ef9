package dev.countersign.expression.value;

/** A text is not of the wanted form, or a result is beyond what we compute. The message is Go's where Go has one. */
public final class ValueFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An error with Go's text. */
    public ValueFormatException(String message) {
        super(message);
    }
}
