package dev.countersign.policy;

import java.util.Map;

/**
 * The part of an object's {@code metadata} that the engine looks at. Immutable.
 *
 * @param name {@code metadata.name}
 * @param namespace {@code metadata.namespace}; empty for an object of the whole cluster
 * @param labels {@code metadata.labels}
 * @param annotations {@code metadata.annotations}
 */
public record ObjectMetadata(
        String name, String namespace, Map<String, String> labels, Map<String, String> annotations) {
    public ObjectMetadata {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
