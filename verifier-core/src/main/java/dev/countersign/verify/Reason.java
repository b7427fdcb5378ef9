package dev.countersign.verify;

/**
 * Why something was not proven, for people: apart from Kyverno's text.
 *
 * @param code stable, upper case with underscores: {@code CT_LOG_UNKNOWN}
 * @param place which part of the policy: {@code .attestors[0].entries[0].keyless}; empty where unknown
 * @param message one sentence
 * @param found what was found; empty when nothing was
 * @param expected what the policy asks for; empty when the message says it
 * @param remedy what to do
 */
public record Reason(String code, String place, String message, String found, String expected, String remedy) {
    /** The same reason at a place of the policy, unless it names one already. */
    public Reason at(String somewhere) {
        return place.isEmpty() ? new Reason(code, somewhere, message, found, expected, remedy) : this;
    }
}
