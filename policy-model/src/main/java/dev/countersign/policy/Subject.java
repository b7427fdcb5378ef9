package dev.countersign.policy;

/**
 * Who asks.
 *
 * @param kind {@code User}, {@code Group} or {@code ServiceAccount}, as written
 * @param name a wildcard
 * @param namespace of a ServiceAccount; else empty
 * @param apiGroup as written, else empty
 */
public record Subject(String kind, String name, String namespace, String apiGroup) {}
