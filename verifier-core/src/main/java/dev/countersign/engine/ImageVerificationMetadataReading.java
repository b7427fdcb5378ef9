package dev.countersign.engine;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.JsonReading;
import dev.countersign.document.Value;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the two forms of the annotation as Go's JSON reader does. */
final class ImageVerificationMetadataReading {
    /** Kubernetes allows 256 KiB for all annotations of an object together. */
    private static final DocumentLimits LIMITS = new DocumentLimits(1 << 20, 100, 100_000, 1);

    private static final String STATUS_TYPE = "api.ImageVerificationMetadataStatus";
    private static final long SCOPED_VERSION = 1;

    private ImageVerificationMetadataReading() {}

    static ImageVerificationMetadata parse(String annotation) throws ImageVerificationMetadataException {
        byte[] bytes = annotation.getBytes(StandardCharsets.UTF_8);
        JsonReading reading = DocumentReader.readJson("<image metadata>", bytes, LIMITS);
        if (reading.value().isEmpty()) {
            throw new ImageVerificationMetadataException(
                    reading.goError().orElseGet(() -> reading.issues().get(0).message()));
        }
        Value value = reading.value().get();
        Optional<Value> scoped = value instanceof Value.ObjectValue object ? scoped(object) : Optional.empty();
        return scoped.isPresent()
                ? new ImageVerificationMetadata(Value.NULL, scoped.get())
                : new ImageVerificationMetadata(flat(value), Value.NULL);
    }

    /** The policies of the scoped form; empty when the document is of another form. */
    private static Optional<Value> scoped(Value.ObjectValue document) {
        Value version = Value.NULL;
        Value policies = Value.NULL;
        for (Map.Entry<String, Value> member : document.members().entrySet()) {
            // Go's reader does not heed the case of a struct's fields.
            if (member.getKey().equalsIgnoreCase("version")) {
                version = member.getValue();
            } else if (member.getKey().equalsIgnoreCase("policies")) {
                policies = member.getValue();
            }
        }
        boolean isScoped = version instanceof Value.IntegerValue number
                && number.value() == SCOPED_VERSION
                && policies instanceof Value.ObjectValue;
        return isScoped ? statuses(policies, 3) : Optional.empty();
    }

    /** The value with nulls in place of absent texts; empty when it is not objects of that depth with texts at the bottom. */
    private static Optional<Value> statuses(Value value, int depth) {
        if (value instanceof Value.NullValue) {
            return Optional.of(depth == 0 ? Value.of("") : value);
        }
        if (depth == 0) {
            return value instanceof Value.StringValue ? Optional.of(value) : Optional.empty();
        }
        if (!(value instanceof Value.ObjectValue object)) {
            return Optional.empty();
        }
        Map<String, Value> members = new LinkedHashMap<>();
        for (Map.Entry<String, Value> member : object.members().entrySet()) {
            Optional<Value> inner = statuses(member.getValue(), depth - 1);
            if (inner.isEmpty()) {
                return Optional.empty();
            }
            members.put(member.getKey(), inner.get());
        }
        return Optional.of(new Value.ObjectValue(members));
    }

    private static Value flat(Value value) throws ImageVerificationMetadataException {
        if (value instanceof Value.NullValue) {
            return value;
        }
        if (!(value instanceof Value.ObjectValue object)) {
            throw mismatch(value, "map[string]" + STATUS_TYPE);
        }
        Map<String, Value> members = new LinkedHashMap<>();
        for (Map.Entry<String, Value> member : object.members().entrySet()) {
            Value status = member.getValue();
            members.put(member.getKey(), statuses(status, 0).orElseThrow(() -> mismatch(status, STATUS_TYPE)));
        }
        return new Value.ObjectValue(members);
    }

    private static ImageVerificationMetadataException mismatch(Value value, String type) {
        String kind = value instanceof Value.ObjectValue
                ? "object"
                : value instanceof Value.ListValue
                        ? "array"
                        : value instanceof Value.StringValue
                                ? "string"
                                : value instanceof Value.BooleanValue ? "bool" : "number";
        return new ImageVerificationMetadataException(
                "json: cannot unmarshal " + kind + " into Go value of type " + type);
    }
}
