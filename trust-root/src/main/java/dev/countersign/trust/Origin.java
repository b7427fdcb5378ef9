package dev.countersign.trust;

/**
 * Where a piece of trust comes from, for people: {@code policy check-image, rule verify,
 * attestors[0].entries[0].keyless.rekor.pubkey}.
 */
public record Origin(String description) {}
