package dev.countersign.cli;

import dev.countersign.registry.Registries;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which registry {@code --registry-layout} names: a tree of hosts, a layout tree for each host, or else the network. */
final class RegistryChoice {
    private RegistryChoice() {}

    /**
     * @param layouts one {@code DIR}, or any number of {@code HOST=DIR}; empty: the network
     * @throws IllegalArgumentException when both forms are mixed, or a tree is given twice
     */
    static Registry of(List<String> layouts) throws RegistryException {
        if (layouts.isEmpty()) {
            return Registries.caching(Registries.http().build());
        }
        if (layouts.size() == 1 && !layouts.get(0).contains("=")) {
            return Registries.caching(Registries.layout(Path.of(layouts.get(0))));
        }
        Map<String, Path> byHost = new LinkedHashMap<>();
        for (String layout : layouts) {
            int equals = layout.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "--registry-layout takes one DIR, or HOST=DIR as often as there are hosts: " + layout);
            }
            if (byHost.put(layout.substring(0, equals), Path.of(layout.substring(equals + 1))) != null) {
                throw new IllegalArgumentException(
                        "--registry-layout names the host " + layout.substring(0, equals) + " twice");
            }
        }
        return Registries.caching(Registries.layouts(byHost));
    }
}
