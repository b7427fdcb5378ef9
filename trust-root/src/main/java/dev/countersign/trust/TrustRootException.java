package dev.countersign.trust;

/** There is no trust material at the moment; nothing is proven either way. */
public final class TrustRootException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean withdrawn;

    public TrustRootException(String message) {
        super(message);
        this.withdrawn = false;
    }

    public TrustRootException(String message, Throwable cause) {
        super(message, cause);
        this.withdrawn = false;
    }

    private TrustRootException(String message, boolean withdrawn) {
        super(message);
        this.withdrawn = withdrawn;
    }

    /** The source was asked and answered that there is no such trust (any more): what was loaded before does not count on. */
    public static TrustRootException withdrawn(String message) {
        return new TrustRootException(message, true);
    }

    /** Whether it is known that there is no such trust; false where the source could not tell. */
    public boolean isWithdrawn() {
        return withdrawn;
    }
}
