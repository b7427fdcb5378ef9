package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request that the registry of a case answers wrongly, as {@code case.json} states it.
 *
 * @param method HTTP method; empty for any
 * @param host host; empty for any
 * @param path Go regular expression that is looked for in the path
 * @param status HTTP status; 200 when absent
 * @param times how often it answers; 0 for always
 * @param hang never answers
 */
record Fault(
        String method,
        String host,
        String path,
        int status,
        String body,
        Map<String, String> headers,
        int times,
        boolean hang) {
    Fault {
        headers = Map.copyOf(headers);
    }

    static Fault of(ObjectValue fault) {
        return new Fault(
                fault.text("method").orElse(""),
                fault.text("host").orElse(""),
                fault.text("path").orElse(""),
                number(fault.get("status"), 200),
                fault.text("body").orElse(""),
                new LinkedHashMap<>(fault.texts("headers")),
                number(fault.get("times"), 0),
                fault.get("hang").filter(Value.of(true)::equals).isPresent());
    }

    private static int number(Optional<Value> value, int absent) {
        return value.filter(Value.IntegerValue.class::isInstance)
                .map(found -> Math.toIntExact(((Value.IntegerValue) found).value()))
                .orElse(absent);
    }
}
