package dev.countersign.policy;

/** What a failed rule does to the admission. */
public enum FailureAction {
    /** The admission goes on, with a warning. */
    AUDIT,
    /** The admission is refused. */
    ENFORCE;

    /** {@code Enforce} and {@code enforce} are {@link #ENFORCE}; every other text is {@link #AUDIT}. */
    public static FailureAction of(String text) {
        return text.equals("Enforce") || text.equals("enforce") ? ENFORCE : AUDIT;
    }
}
