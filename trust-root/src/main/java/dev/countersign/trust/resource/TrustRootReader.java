package dev.countersign.trust.resource;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading;
import dev.countersign.document.Located;
import dev.countersign.document.Value.ObjectValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads TrustRoots of {@code policy.sigstore.dev/v1alpha1} from YAML or JSON; documents of other kinds are passed over. Bad input never
 * throws: what is wrong is an issue with its place. Nothing is fetched. Stateless and thread-safe.
 *
 * <p>Stricter than policy-controller, whose validation forgets what it found of all entries but the last (divergence D72), and which
 * takes unknown hashes in silence (D73); looser in that logs may have keys that are not ECDSA (D74).
 *
 * <p>Bounds: {@link DocumentLimits#POLICIES}, {@link MirrorFiles#MAX_BYTES}, {@link MirrorFiles#MAX_FILES}, and {@link
 * KeysReader#MAX_ENTRIES} entries of a kind. Codes of issues, besides those of {@link DocumentReader}: MALFORMED_TRUST_ROOT,
 * INVALID_TRUST_ROOT.
 */
public final class TrustRootReader {
    private TrustRootReader() {}

    /**
     * Reads documents.
     *
     * @param source the name that locations carry
     * @param bytes YAML or JSON in UTF-8
     */
    public static TrustRootReading read(String source, byte[] bytes) {
        DocumentReading reading = DocumentReader.read(source, bytes, DocumentLimits.POLICIES);
        List<TrustRootReading.Document> documents = new ArrayList<>();
        for (DocumentReading.Document document : reading.documents()) {
            if (document.root().orElse(null) instanceof Located.LocatedObject tree && isTrustRoot(tree.value())) {
                documents.add(new TrustRootDocument(document, tree).read());
            }
        }
        return new TrustRootReading(documents, reading.issues());
    }

    /** Whether the document is a TrustRoot, whatever else is wrong with it. */
    public static boolean isTrustRoot(ObjectValue document) {
        return document.text("kind").filter("TrustRoot"::equals).isPresent()
                && document.text("apiVersion")
                        .filter(version -> version.startsWith("policy.sigstore.dev/"))
                        .isPresent();
    }
}
