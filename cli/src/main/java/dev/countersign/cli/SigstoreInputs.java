package dev.countersign.cli;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Issue;
import dev.countersign.document.Located;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.sigstore.ClusterImagePolicy;
import dev.countersign.policy.sigstore.ClusterImagePolicyReader;
import dev.countersign.policy.sigstore.ClusterImagePolicyReading;
import dev.countersign.trust.resource.TrustRootReader;
import dev.countersign.trust.resource.TrustRootReading;
import dev.countersign.trust.resource.TrustRootResource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The documents of policy-controller among the arguments of {@code apply}. Immutable.
 *
 * @param policies ClusterImagePolicies in the order of the arguments
 * @param trustRoots TrustRoots in the order of the arguments
 */
record SigstoreInputs(List<ClusterImagePolicy> policies, List<TrustRootResource> trustRoots) {
    SigstoreInputs {
        policies = List.copyOf(policies);
        trustRoots = List.copyOf(trustRoots);
    }

    /** The bytes of a file that holds a ClusterImagePolicy or a TrustRoot; absent for any other, and for what cannot be read. */
    static Optional<byte[]> file(Path path) {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(DocumentLimits.POLICIES.maxBytes() + 1);
        } catch (IOException e) {
            return Optional.empty();
        }
        boolean any = DocumentReader.read(path.toString(), bytes, DocumentLimits.POLICIES).roots().stream()
                .map(Located::value)
                .anyMatch(value -> value instanceof ObjectValue document
                        && (ClusterImagePolicyReader.isClusterImagePolicy(document)
                                || TrustRootReader.isTrustRoot(document)));
        return any ? Optional.of(bytes) : Optional.empty();
    }

    /** These and those of one more file, whose errors are added to the issues. */
    SigstoreInputs with(String source, byte[] bytes, List<Issue> issues) {
        ClusterImagePolicyReading policyReading = ClusterImagePolicyReader.read(source, bytes);
        TrustRootReading trustReading = TrustRootReader.read(source, bytes);
        List<Issue> all = new ArrayList<>(policyReading.allIssues());
        all.addAll(trustReading.allIssues());
        all.stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .distinct()
                .forEach(issues::add);
        List<ClusterImagePolicy> morePolicies = new ArrayList<>(policies);
        morePolicies.addAll(policyReading.policies());
        List<TrustRootResource> moreTrust = new ArrayList<>(trustRoots);
        moreTrust.addAll(trustReading.resources());
        return new SigstoreInputs(morePolicies, moreTrust);
    }
}
