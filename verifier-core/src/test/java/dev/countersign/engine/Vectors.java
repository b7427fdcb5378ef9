package dev.countersign.engine;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value.ObjectValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Questions that were put to Kyverno 1.19.1, one a line, each with its answer. */
final class Vectors {
    private Vectors() {}

    static List<ObjectValue> read(String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Vectors.class.getResourceAsStream(name)), StandardCharsets.UTF_8))) {
            return reader.lines().map(Vectors::object).toList();
        }
    }

    static ObjectValue object(String json) {
        return (ObjectValue)
                DocumentReader.readJson("<vector>", json.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS)
                        .value()
                        .orElseThrow();
    }
}
