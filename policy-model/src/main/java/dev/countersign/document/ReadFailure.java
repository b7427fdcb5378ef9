package dev.countersign.document;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends the reading of one document: the issue that says why, and the text that Go would give. */
final class ReadFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Issue issue;
    private final @Nullable String goError;

    ReadFailure(Issue issue, @Nullable String goError) {
        super(issue.message(), null, false, false);
        this.issue = issue;
        this.goError = goError;
    }

    Issue issue() {
        return issue;
    }

    Optional<String> goError() {
        return Optional.ofNullable(goError);
    }
}
