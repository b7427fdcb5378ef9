package dev.countersign.document;

import java.util.List;
import java.util.Optional;

/**
 * What a source of one JSON value held. Immutable.
 *
 * @param value the value; absent where the source is no JSON or exceeds a bound. Where a key stands twice, the last
 *     counts, as in Go
 * @param issues errors, or a warning for duplicate keys
 * @param goError the text of Go's encoding/json where it refuses the source
 */
public record JsonReading(Optional<Value> value, List<Issue> issues, Optional<String> goError) {
    public JsonReading {
        issues = List.copyOf(issues);
    }
}
