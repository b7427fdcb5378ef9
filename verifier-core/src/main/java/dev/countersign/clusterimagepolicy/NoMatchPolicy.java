package dev.countersign.clusterimagepolicy;

/** What becomes of an image that no policy selects ({@code no-match-policy} of policy-controller's configuration). */
public enum NoMatchPolicy {
    /** It is refused; the default. */
    DENY,
    /** It is admitted. */
    ALLOW,
    /** It is admitted with a warning. */
    WARN
}
