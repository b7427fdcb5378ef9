package dev.countersign.trust;

/** There is no trust material at the moment; nothing is proven either way. */
public final class TrustRootException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean withdrawn;
    private final String divergence;

    /** Why there is none, and what to do about it; written for people. */
    public TrustRootException(String message) {
        this(message, false, "");
    }

    /** What is said of a cause that is of this class, of its divergence too, is said of this. */
    public TrustRootException(String message, Throwable cause) {
        super(message, cause);
        this.withdrawn = false;
        this.divergence = cause instanceof TrustRootException known ? known.divergence : "";
    }

    private TrustRootException(String message, boolean withdrawn, String divergence) {
        super(message);
        this.withdrawn = withdrawn;
        this.divergence = divergence;
    }

    /** The source was asked and answered that there is no such trust (any more): what was loaded before does not count on. */
    public static TrustRootException withdrawn(String message) {
        return new TrustRootException(message, true, "");
    }

    /**
     * The same, where Kyverno would use the source: verdicts that stay open for it carry the number.
     *
     * @param number in {@code docs/divergences.md}: {@code D84}
     * @return a new exception whose cause is this
     */
    public TrustRootException resting(String number) {
        TrustRootException numbered = new TrustRootException(String.valueOf(getMessage()), withdrawn, number);
        numbered.initCause(this);
        return numbered;
    }

    /** Whether it is known that there is no such trust; false where the source could not tell. */
    public boolean isWithdrawn() {
        return withdrawn;
    }

    /** The number in {@code docs/divergences.md} by which a source is refused that Kyverno would use; empty where there is none. */
    public String divergence() {
        return divergence;
    }
}
