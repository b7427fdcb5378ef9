package dev.countersign.policy.read;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading;
import dev.countersign.document.Issue;
import dev.countersign.document.Location;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the documents of one source. Confined to one thread. */
final class SourceReader {
    private final String source;
    private final Loader loader;
    private final List<Policy> policies = new ArrayList<>();
    private final List<PolicyException> exceptions = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();
    private final List<String> passedOver = new ArrayList<>();
    private Optional<String> fatal = Optional.empty();
    private boolean dropped;

    private SourceReader(String source, Loader loader) {
        this.source = source;
        this.loader = loader;
    }

    /**
     * Reads a source.
     *
     * @param mayBeEmpty whether a source without policies and exceptions is merely doubtful
     */
    static PolicyReading read(String source, byte[] bytes, Loader loader, boolean mayBeEmpty) {
        return new SourceReader(source, loader).read(bytes, mayBeEmpty);
    }

    private PolicyReading read(byte[] bytes, boolean mayBeEmpty) {
        DocumentReading reading = DocumentReader.read(source, bytes, DocumentLimits.POLICIES);
        issues.addAll(reading.issues());
        reading.documents().forEach(document -> take(DocumentCheck.read(document, loader)));
        if (dropped) {
            // Kyverno takes nothing of a file that holds such an error; what stands beside it may rely on it.
            policies.clear();
            exceptions.clear();
        }
        boolean told = issues.stream().anyMatch(issue -> issue.severity() == Issue.Severity.ERROR);
        if (policies.isEmpty() && exceptions.isEmpty() && !told) {
            issues.add(nothingIn(source, mayBeEmpty, loader));
        }
        return new PolicyReading(
                policies,
                exceptions,
                issues.stream().map(PrivateKeys::redact).toList(),
                kyvernoError().map(PrivateKeys::redact));
    }

    private void take(DocumentOutcome outcome) {
        outcome.policy().ifPresent(policies::add);
        outcome.exception().ifPresent(exceptions::add);
        issues.addAll(outcome.issues());
        dropped |= outcome.fatal() && outcome.kyvernoError().isPresent();
        outcome.kyvernoError().ifPresent(error -> {
            boolean ends = outcome.fatal() || outcome.exception().isPresent();
            if (!ends) {
                passedOver.add(error);
            } else if (fatal.isEmpty()) {
                fatal = Optional.of(error);
            }
        });
    }

    private Optional<String> kyvernoError() {
        if (fatal.isPresent()) {
            return fatal.map(error -> loader == Loader.POLICIES
                    ? "failed to load file " + source + ": " + error
                    : "unable to load exceptions (" + error + ")");
        }
        return passedOver.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", passedOver));
    }

    /** The issue of a source without anything of use. */
    static Issue nothingIn(String source, boolean mayBeEmpty, Loader loader) {
        String wanted = loader == Loader.POLICIES ? "policy" : "exception";
        return new Issue(
                loader == Loader.POLICIES ? "NO_POLICY" : "NO_EXCEPTION",
                mayBeEmpty ? Issue.Severity.WARNING : Issue.Severity.ERROR,
                Location.of(source),
                "",
                "no " + wanted + " stands there",
                "",
                loader == Loader.POLICIES ? "a ClusterPolicy or Policy" : "a PolicyException",
                "Name another file, or add a " + wanted);
    }
}
