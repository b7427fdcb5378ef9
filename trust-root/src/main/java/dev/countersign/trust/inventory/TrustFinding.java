package dev.countersign.trust.inventory;

/**
 * Something to know about trust. Immutable.
 *
 * @param code stable, upper case with underscores: {@code ENDS_SOON}
 * @param severity how bad it is
 * @param piece which piece; where there is none, which kind
 * @param message one sentence
 * @param found what was found; empty where the message says it
 * @param remedy what to do
 */
public record TrustFinding(String code, Severity severity, String piece, String message, String found, String remedy) {

    /** How bad a finding is. */
    public enum Severity {
        /** Something cannot be verified. */
        ERROR,
        /** Something soon cannot, or is not as it should be. */
        WARNING,
        /** As it should be, and good to know. */
        NOTE
    }
}
