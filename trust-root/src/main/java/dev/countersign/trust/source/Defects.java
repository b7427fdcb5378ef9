package dev.countersign.trust.source;

import dev.countersign.document.Issue;
import dev.countersign.document.Location;
import dev.countersign.trust.TrustRootException;

/** Words what is wrong with a document: file, line, column and JSON path, what was found and expected, and the mend. */
enum Defects {
    TRUSTED_ROOT("trusted root", "TRUSTED_ROOT_INVALID"),
    SIGNING_CONFIG("signing config", "SIGNING_CONFIG_INVALID");

    private static final int SHOWN = 80;

    private final String document;
    private final String code;

    Defects(String document, String code) {
        this.document = document;
        this.code = code;
    }

    TrustRootException defect(Location at, String path, String message, String found, String expected, String remedy) {
        String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found;
        return of(new Issue(code, Issue.Severity.ERROR, at, path, message, shown, expected, remedy + "."));
    }

    TrustRootException of(Issue issue) {
        return new TrustRootException("the " + document + " cannot be used: " + issue);
    }

    /** The kind of document, for people. */
    @Override
    public String toString() {
        return document;
    }
}
