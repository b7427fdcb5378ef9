package dev.countersign.engine.context;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Registry;

/**
 * Where context entries come from. Immutable.
 *
 * @param cluster ConfigMaps and API calls
 * @param registry data of images
 * @param imageData whether the registry is asked for them; where not, such entries do not exist
 * @param services servers beside the API server
 * @param globals entries of the global context
 * @param deadline of the whole request
 */
public record ContextSources(
        ClusterReader cluster,
        Registry registry,
        boolean imageData,
        ServiceCalls services,
        GlobalContext globals,
        Deadline deadline) {}
