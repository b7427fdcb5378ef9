package dev.countersign.policy;

/** What an error of a rule does to the admission. */
public enum FailurePolicy {
    /** Errors do not block. */
    IGNORE,
    /** Errors block. */
    FAIL
}
