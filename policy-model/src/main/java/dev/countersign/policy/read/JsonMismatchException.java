package dev.countersign.policy.read;

/** JSON does not fit one of Kyverno's types. The message is that of Go's encoding/json. */
public final class JsonMismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String text;

    JsonMismatchException(String text) {
        super(text, null, false, false);
        this.text = text;
    }

    /** {@code json: cannot unmarshal number into Go struct field Rule.name of type string}. */
    public String text() {
        return text;
    }
}
