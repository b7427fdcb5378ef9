package dev.countersign.cluster;

import dev.countersign.document.Value;
import java.util.Optional;

/**
 * A call of the API server. Immutable.
 *
 * @param method {@code GET} or {@code POST}
 * @param path the path and, after a question mark, the query; as the policy states it, so that dots and escapes are the reader's to refuse
 * @param body what a POST sends
 */
public record ApiRequest(String method, String path, Optional<Value.ObjectValue> body) {}
