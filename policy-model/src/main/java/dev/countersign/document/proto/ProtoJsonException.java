package dev.countersign.document.proto;

/** Bytes are not the JSON form of the message that is asked for. The message is Go's: {@code proto: (line 1:2): unknown field "x"}. */
public final class ProtoJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Go sets a no-break space behind the colon in half of its builds, Kyverno's among them. */
    private static final String PREFIX = "proto:\u00a0";

    ProtoJsonException(String message) {
        super(PREFIX + message);
    }

    /** Go's words. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
