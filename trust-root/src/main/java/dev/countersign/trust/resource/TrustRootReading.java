package dev.countersign.trust.resource;

import dev.countersign.document.Issue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was read of TrustRoots. A document with an error gives no trust at all. Immutable.
 *
 * @param documents every TrustRoot, in order
 * @param issues what is wrong with the sources as a whole
 */
public record TrustRootReading(List<Document> documents, List<Issue> issues) {
    public TrustRootReading {
        documents = List.copyOf(documents);
        issues = List.copyOf(issues);
    }

    /**
     * One document. Immutable.
     *
     * @param name {@code metadata.name}, or empty
     * @param resource what it says; absent where an issue is an error
     * @param issues errors and warnings with their places
     * @param loadError what policy-controller says where it cannot read the document; empty otherwise
     * @param validationError what its validation says; empty otherwise
     * @param reconcileError what it says where the keys are none; empty otherwise
     * @param divergences numbers of {@code docs/divergences.md} that the outcome rests on
     */
    public record Document(
            String name,
            Optional<TrustRootResource> resource,
            List<Issue> issues,
            String loadError,
            String validationError,
            String reconcileError,
            List<String> divergences) {
        public Document {
            issues = List.copyOf(issues);
            divergences = List.copyOf(divergences);
        }
    }

    /** The resources of the documents that have one. */
    public List<TrustRootResource> resources() {
        return documents.stream()
                .flatMap(document -> document.resource().stream())
                .toList();
    }

    /** All issues, in order. */
    public List<Issue> allIssues() {
        return Stream.concat(issues.stream(), documents.stream().flatMap(document -> document.issues().stream()))
                .toList();
    }
}
