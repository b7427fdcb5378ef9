package dev.countersign.document.shape;

/** Keeps private keys that stand in a document by mistake out of texts that people and logs see. Stateless and thread-safe. */
public final class PrivateKeyText {
    private static final String LABEL = "PRIVATE KEY-----";

    private PrivateKeyText() {}

    /** The text up to the first private key's label. */
    public static String redact(String text) {
        int at = text.indexOf(LABEL);
        return at < 0 ? text : text.substring(0, at) + LABEL + " [left out]";
    }
}
