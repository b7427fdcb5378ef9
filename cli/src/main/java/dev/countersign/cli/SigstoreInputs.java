package dev.countersign.cli;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.policy.sigstore.ClusterImagePolicy;
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
                .anyMatch(PolicyDocuments::isSigstore);
        return any ? Optional.of(bytes) : Optional.empty();
    }

    /** These and those of one more file. */
    SigstoreInputs with(PolicyDocuments documents) {
        List<ClusterImagePolicy> morePolicies = new ArrayList<>(policies);
        morePolicies.addAll(documents.imagePolicies());
        List<TrustRootResource> moreTrust = new ArrayList<>(trustRoots);
        moreTrust.addAll(documents.trustRoots());
        return new SigstoreInputs(morePolicies, moreTrust);
    }
}
