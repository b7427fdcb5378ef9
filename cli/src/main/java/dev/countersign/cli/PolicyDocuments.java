package dev.countersign.cli;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading;
import dev.countersign.document.Issue;
import dev.countersign.document.Located;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import dev.countersign.policy.sigstore.ClusterImagePolicy;
import dev.countersign.policy.sigstore.ClusterImagePolicyReader;
import dev.countersign.policy.sigstore.ClusterImagePolicyReading;
import dev.countersign.trust.resource.TrustRootReader;
import dev.countersign.trust.resource.TrustRootReading;
import dev.countersign.trust.resource.TrustRootResource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The documents of one file, which may be Kyverno's policies, ClusterImagePolicies and TrustRoots together. Immutable.
 *
 * @param policies Kyverno's
 * @param imagePolicies policy-controller's
 * @param trustRoots policy-controller's
 * @param errors why the file cannot be used
 */
record PolicyDocuments(
        List<Policy> policies,
        List<ClusterImagePolicy> imagePolicies,
        List<TrustRootResource> trustRoots,
        List<Issue> errors) {
    PolicyDocuments {
        policies = List.copyOf(policies);
        imagePolicies = List.copyOf(imagePolicies);
        trustRoots = List.copyOf(trustRoots);
        errors = List.copyOf(errors);
    }

    /** Each document is read by the reader of its kind; what is of no kind is Kyverno's reader's to refuse. */
    static PolicyDocuments read(String source, byte[] bytes) {
        DocumentReading reading = DocumentReader.read(source, bytes, DocumentLimits.POLICIES);
        List<Issue> broken = errors(reading.allIssues());
        if (!broken.isEmpty()) {
            return new PolicyDocuments(List.of(), List.of(), List.of(), broken);
        }
        List<DocumentReading.Document> documents = reading.documents();
        if (documents.stream().noneMatch(PolicyDocuments::isSigstore)) {
            PolicyReading kyverno = PolicyReader.read(source, bytes);
            return new PolicyDocuments(kyverno.policies(), List.of(), List.of(), errors(kyverno.issues()));
        }
        // Each reader takes the documents of the others for mistakes, which are told apart by where they stand.
        IntPredicate sigstore = line -> isSigstoreAt(documents, line);
        List<Issue> errors = new ArrayList<>();
        List<Policy> policies = List.of();
        if (documents.stream().anyMatch(document -> !isSigstore(document) && !document.blank() && !document.isNull())) {
            PolicyReading kyverno = PolicyReader.read(source, bytes);
            policies = kyverno.policies();
            errors(kyverno.issues()).stream()
                    .filter(issue -> !sigstore.test(issue.location().line()))
                    .forEach(errors::add);
        }
        ClusterImagePolicyReading image = ClusterImagePolicyReader.read(source, bytes);
        errors(image.allIssues()).stream()
                .filter(issue -> issue.location().line() == 0
                        || sigstore.test(issue.location().line()))
                .forEach(errors::add);
        TrustRootReading trust = TrustRootReader.read(source, bytes);
        errors.addAll(errors(trust.allIssues()));
        return new PolicyDocuments(
                policies,
                image.policies(),
                trust.resources(),
                errors.stream().distinct().toList());
    }

    private static List<Issue> errors(List<Issue> issues) {
        return issues.stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .toList();
    }

    /** Whether the last document that begins at or before the line is policy-controller's. */
    private static boolean isSigstoreAt(List<DocumentReading.Document> documents, int line) {
        boolean sigstore = false;
        for (DocumentReading.Document document : documents) {
            if (document.location().line() <= line) {
                sigstore = isSigstore(document);
            }
        }
        return sigstore;
    }

    private static boolean isSigstore(DocumentReading.Document document) {
        return document.root().filter(PolicyDocuments::isSigstore).isPresent();
    }

    /** Whether the document is a ClusterImagePolicy or a TrustRoot. */
    static boolean isSigstore(Located document) {
        return document.value() instanceof ObjectValue object
                && (ClusterImagePolicyReader.isClusterImagePolicy(object) || TrustRootReader.isTrustRoot(object));
    }
}
