package dev.countersign.policy;

/**
 * One item of {@code imageExtractors}: where images of a kind stand. A field that is not written is empty.
 *
 * @param path slash path, {@code *} for every member
 * @param value field that holds the image
 * @param name category under {@code images}
 * @param key field that holds a unique key
 * @param jmesPath applied to the text of the image
 */
public record ImageExtractor(String path, String value, String name, String key, String jmesPath) {}
