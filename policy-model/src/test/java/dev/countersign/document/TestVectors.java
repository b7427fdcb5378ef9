package dev.countersign.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads files of one JSON object a line from the test resources. */
public final class TestVectors {
    private TestVectors() {}

    /** The objects of a file that stands beside a class. */
    public static List<Value.ObjectValue> read(Class<?> beside, String name) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(TestVectors::parse)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Value.ObjectValue parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return (Value.ObjectValue) DocumentReader.readJson("vector", bytes, DocumentLimits.OBJECTS)
                .value()
                .orElseThrow(() -> new AssertionError(line));
    }
}
