package dev.countersign.policy;

/** How many rules of a policy speak. */
public enum ApplyRules {
    /** Every rule that matches. */
    ALL,
    /** Rules up to and with the first that passes or fails. */
    ONE
}
