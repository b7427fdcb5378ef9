package dev.countersign.trust;

/**
 * A log that a source lists and that does not count, since the source lists another of the same kind and id behind it. It is kept for people to
 * see; nothing is verified by it. Immutable.
 *
 * @param kind which of the source's lists it stands in
 * @param log what does not count
 * @param by what counts in its place
 */
public record ReplacedLog(Kind kind, LogKey log, LogKey by) {

    /** The lists of logs. */
    public enum Kind {
        /** {@link TrustMaterial#transparencyLogs}. */
        TRANSPARENCY_LOG,
        /** {@link TrustMaterial#ctLogs}. */
        CT_LOG
    }
}
