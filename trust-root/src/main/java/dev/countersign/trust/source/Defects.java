package dev.countersign.trust.source;

import dev.countersign.document.Issue;
import dev.countersign.document.Location;
import dev.countersign.trust.TrustRootException;

/** Words what is wrong with a trusted root: file, line, column and JSON path, what was found and expected, and the mend. */
final class Defects {
    private static final int SHOWN = 80;

    private Defects() {}

    static TrustRootException defect(
            Location at, String path, String message, String found, String expected, String remedy) {
        String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found;
        return of(new Issue(
                "TRUSTED_ROOT_INVALID", Issue.Severity.ERROR, at, path, message, shown, expected, remedy + "."));
    }

    static TrustRootException of(Issue issue) {
        return new TrustRootException("the trusted root cannot be used: " + issue);
    }
}
