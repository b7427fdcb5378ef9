package dev.countersign.policy.sigstore;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading;
import dev.countersign.document.Issue;
import dev.countersign.document.Located;
import dev.countersign.document.Location;
import dev.countersign.document.Value.ObjectValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads ClusterImagePolicies of {@code policy.sigstore.dev/v1alpha1} and {@code v1beta1} from YAML or JSON. Every member is in the
 * model, or an issue. Bad input never throws. TrustRoots that stand between them are passed over. Stateless and thread-safe.
 *
 * <p>Stricter than policy-controller: CUE and Rego policies are not evaluated, so that a policy with one is refused (divergence D63);
 * so is a {@code signatureFormat} that does not exist (D69).
 *
 * <p>Bounds: {@link DocumentLimits#POLICIES}. Codes of issues, besides those of {@link DocumentReader}: NOT_A_POLICY, MALFORMED_POLICY,
 * INVALID_POLICY, UNSUPPORTED_POLICY_LANGUAGE, DISCOURAGED_VALUE.
 */
public final class ClusterImagePolicyReader {
    private ClusterImagePolicyReader() {}

    /**
     * What policy-controller is configured with. Immutable.
     *
     * @param systemNamespace its own namespace, where Secrets with keys are
     * @param failOnEmptyAuthorities whether a policy must have authorities
     */
    public record Options(String systemNamespace, boolean failOnEmptyAuthorities) {
        /** policy-controller's defaults: {@code cosign-system}, and authorities are required. */
        public static final Options DEFAULT = new Options("cosign-system", true);
    }

    /** Reads documents as an unconfigured policy-controller does. */
    public static ClusterImagePolicyReading read(String source, byte[] bytes) {
        return read(source, bytes, Options.DEFAULT);
    }

    /**
     * Reads documents.
     *
     * @param source the name that locations carry
     * @param bytes YAML or JSON in UTF-8
     * @param options policy-controller's configuration
     */
    public static ClusterImagePolicyReading read(String source, byte[] bytes, Options options) {
        DocumentReading reading = DocumentReader.read(source, bytes, DocumentLimits.POLICIES);
        List<ClusterImagePolicyReading.Document> documents = new ArrayList<>();
        for (DocumentReading.Document document : reading.documents()) {
            if (!document.blank() && !isOther(document)) {
                documents.add(new PolicyDocument(document, options).read());
            }
        }
        return new ClusterImagePolicyReading(documents, reading.issues());
    }

    /** Whether the document is a ClusterImagePolicy, whatever else is wrong with it. */
    public static boolean isClusterImagePolicy(ObjectValue document) {
        return document.text("kind").filter("ClusterImagePolicy"::equals).isPresent()
                && document.text("apiVersion")
                        .filter(version -> version.startsWith("policy.sigstore.dev/"))
                        .isPresent();
    }

    private static boolean isOther(DocumentReading.Document document) {
        return document.root()
                .filter(Located.LocatedObject.class::isInstance)
                .map(root -> ((Located.LocatedObject) root).value())
                .filter(value -> value.text("kind").filter("TrustRoot"::equals).isPresent())
                .isPresent();
    }

    static Issue error(String code, Location at, String path, String message, String remedy) {
        return new Issue(code, Issue.Severity.ERROR, at, path, message, "", "", remedy);
    }
}
