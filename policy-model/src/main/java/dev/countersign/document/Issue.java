package dev.countersign.document;

/**
 * Something wrong or doubtful in an input, with its place and its mend. Immutable.
 *
 * @param code stable, upper case with underscores: {@code UNKNOWN_FIELD}
 * @param severity whether the input can be used
 * @param location where in the source
 * @param path which value, as Kubernetes writes it: {@code spec.rules[0].verifyImages[0].count}; empty for the whole document
 * @param message one sentence that says what is wrong
 * @param found what stands there, shortened; empty when nothing does
 * @param expected what may stand there; empty when any list would be too long
 * @param remedy what to do
 */
public record Issue(
        String code,
        Severity severity,
        Location location,
        String path,
        String message,
        String found,
        String expected,
        String remedy) {

    /** How bad an issue is. */
    public enum Severity {
        /** The document cannot be used. */
        ERROR,
        /** The document is used, but someone should look. */
        WARNING
    }

    /** {@code file:line:column: severity CODE at path: message (found …, expected …). remedy}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(location)
                .append(": ")
                .append(severity == Severity.ERROR ? "error " : "warning ")
                .append(code);
        if (!path.isEmpty()) {
            text.append(" at ").append(path);
        }
        text.append(": ").append(message);
        if (!found.isEmpty()) {
            text.append("; found ").append(found);
        }
        if (!expected.isEmpty()) {
            text.append("; expected ").append(expected);
        }
        if (!remedy.isEmpty()) {
            text.append(". ").append(remedy);
        }
        return text.toString();
    }
}
