package dev.countersign.admission;

import dev.countersign.document.Value;

/**
 * One operation of a JSON patch (RFC 6902).
 *
 * @param op {@code add} or {@code replace}
 * @param path a JSON pointer
 * @param value what to put there
 */
public record PatchOperation(String op, String path, Value value) {}
