package dev.countersign.policy.sigstore;

import dev.countersign.document.Issue;
import dev.countersign.policy.read.PolicyReadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was read of ClusterImagePolicies. A document with an error gives no policy. Immutable.
 *
 * @param documents every document that is a ClusterImagePolicy or is none of another known kind, in order
 * @param issues what is wrong with the sources as a whole
 */
public record ClusterImagePolicyReading(List<Document> documents, List<Issue> issues) {
    public ClusterImagePolicyReading {
        documents = List.copyOf(documents);
        issues = List.copyOf(issues);
    }

    /**
     * One document. Immutable.
     *
     * @param name {@code metadata.name}, or empty
     * @param apiVersion as written, or empty
     * @param policy the policy; absent where an issue is an error
     * @param issues errors and warnings with their places
     * @param loadError what policy-controller says where it cannot read the document; empty otherwise
     * @param validationError what its validation says; empty otherwise. Private keys are left out
     * @param validationWarning what its validation warns of; empty otherwise
     * @param divergences numbers of {@code docs/divergences.md} for which alone there is no policy
     */
    public record Document(
            String name,
            String apiVersion,
            Optional<ClusterImagePolicy> policy,
            List<Issue> issues,
            String loadError,
            String validationError,
            String validationWarning,
            List<String> divergences) {
        public Document {
            issues = List.copyOf(issues);
            divergences = List.copyOf(divergences);
        }
    }

    /** The policies of the documents that have one. */
    public List<ClusterImagePolicy> policies() {
        return documents.stream()
                .flatMap(document -> document.policy().stream())
                .toList();
    }

    /** All issues, in order. */
    public List<Issue> allIssues() {
        return Stream.concat(issues.stream(), documents.stream().flatMap(document -> document.issues().stream()))
                .toList();
    }

    /**
     * The policies.
     *
     * @throws PolicyReadException where any issue is an error, so that nothing is left out unnoticed
     */
    public List<ClusterImagePolicy> orThrow() throws PolicyReadException {
        List<Issue> errors = allIssues().stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            throw new PolicyReadException(errors);
        }
        return policies();
    }

    /** Several readings as one, in that order. */
    public static ClusterImagePolicyReading joined(List<ClusterImagePolicyReading> readings) {
        List<Document> documents = new ArrayList<>();
        List<Issue> issues = new ArrayList<>();
        readings.forEach(reading -> {
            documents.addAll(reading.documents());
            issues.addAll(reading.issues());
        });
        return new ClusterImagePolicyReading(documents, issues);
    }
}
