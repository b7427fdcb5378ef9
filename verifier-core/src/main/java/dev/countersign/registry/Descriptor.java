package dev.countersign.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An OCI content descriptor, as a manifest or index states it; nothing in it is proven but by fetching. Immutable.
 *
 * @param mediaType as stated; empty when absent
 * @param digest as stated, which may be no digest at all
 * @param size in bytes, as stated
 * @param artifactType as stated; empty when absent
 * @param annotations as stated
 */
public record Descriptor(
        String mediaType, String digest, long size, String artifactType, Map<String, String> annotations) {
    public Descriptor {
        // Not Map.copyOf, in which names of one hash, which anybody can choose, cost the square of their number.
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }
}
