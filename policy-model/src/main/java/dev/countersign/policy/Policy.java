package dev.countersign.policy;

import dev.countersign.document.Located;
import dev.countersign.document.Location;

/**
 * A ClusterPolicy or Policy. Immutable.
 *
 * <p>The defaults of Kyverno's CustomResourceDefinition are filled in. Every value's place is found by its path with
 * {@link #locate}.
 *
 * @param kind ClusterPolicy or Policy
 * @param apiVersion {@code kyverno.io/v1} or {@code kyverno.io/v2beta1}
 * @param metadata the name and annotations; a Policy without a namespace is in {@code default}
 * @param spec what it says
 * @param source the document as it was read, without defaults
 */
public record Policy(
        PolicyKind kind, String apiVersion, ObjectMetadata metadata, PolicySpec spec, Located.LocatedObject source) {

    /** {@code metadata.name}. */
    public String name() {
        return metadata.name();
    }

    /** The key that exceptions and annotations name it by: {@code name}, or {@code namespace/name} of a Policy. */
    public String key() {
        return kind == PolicyKind.POLICY ? metadata.namespace() + "/" + metadata.name() : metadata.name();
    }

    /**
     * Where the value of that path stands, or, where it stands nowhere (a default), the nearest value around it.
     *
     * @param path as Kubernetes writes it: {@code spec.rules[0].verifyImages[0].attestors[0]}
     */
    public Location locate(String path) {
        return FieldPath.nearest(source, path);
    }
}
