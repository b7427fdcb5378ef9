package dev.countersign.trust.resource;

import dev.countersign.document.Location;
import dev.countersign.trust.TrustMaterial;
import java.nio.ByteBuffer;

/**
 * A TrustRoot ({@code policy.sigstore.dev/v1alpha1}) that got past validation. Immutable.
 *
 * @param name {@code metadata.name}, by which policies refer to it
 * @param content where its trust comes from
 * @param location where the document begins
 */
public record TrustRootResource(String name, Content content, Location location) {

    /** Exactly one of three. */
    public sealed interface Content {}

    /** Keys and certificates of the document itself ({@code spec.sigstoreKeys}), which count at any time. */
    public record Keys(TrustMaterial material) implements Content {}

    /**
     * A TUF repository behind an address ({@code spec.remote}).
     *
     * @param root the first {@code root.json}, read-only
     * @param mirror its address
     * @param targets the folder of its targets
     * @param trustedRootTarget the target that holds the trusted root
     */
    public record Remote(ByteBuffer root, String mirror, String targets, String trustedRootTarget) implements Content {
        public Remote {
            root = root.asReadOnlyBuffer();
        }
    }

    /**
     * A TUF repository in the document ({@code spec.repository}).
     *
     * @param root the first {@code root.json}, read-only
     * @param mirror its files by their paths, unpacked
     * @param targets the folder of its targets
     * @param trustedRootTarget the target that holds the trusted root
     */
    public record Repository(ByteBuffer root, MirrorFiles mirror, String targets, String trustedRootTarget)
            implements Content {
        public Repository {
            root = root.asReadOnlyBuffer();
        }
    }
}
