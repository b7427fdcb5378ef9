package dev.countersign.registry;

/**
 * A repository of a registry.
 *
 * @param host host and, where there is one, port: {@code registry.example:5000}
 * @param path slash path without a leading slash: {@code shop/web}
 */
public record Repository(String host, String path) {
    @Override
    public String toString() {
        return host + "/" + path;
    }
}
