package dev.countersign.document.proto;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One protobuf message as it was read. A field that is unset has its zero value, as in protobuf version 3. Immutable and thread-safe.
 * Each method takes the name of a field in JSON, of that kind.
 */
public final class ProtoMessage {
    private final Map<String, Object> fields;

    /** Values are {@code String}, {@code byte[]}, {@code Long}, {@code ProtoMessage}, or lists of them. */
    ProtoMessage(Map<String, Object> fields) {
        this.fields = Map.copyOf(fields);
    }

    private @Nullable Object get(String field) {
        return fields.get(field);
    }

    /** A text; empty where it is unset. */
    public String text(String field) {
        return get(field) instanceof String text ? text : "";
    }

    /** Octets; absent where they are unset or none, which protobuf does not tell apart. */
    public Optional<byte[]> bytes(String field) {
        return get(field) instanceof byte[] bytes && bytes.length > 0 ? Optional.of(bytes.clone()) : Optional.empty();
    }

    /** A list of octets. */
    public List<byte[]> bytesList(String field) {
        return get(field) instanceof List<?> list
                ? list.stream().map(item -> ((byte[]) item).clone()).toList()
                : List.of();
    }

    /** A whole number or the number of an enumeration's value; 0 where it is unset. */
    public long number(String field) {
        return get(field) instanceof Long number ? number : 0;
    }

    /** A message; absent where it is unset. */
    public Optional<ProtoMessage> message(String field) {
        return get(field) instanceof ProtoMessage message ? Optional.of(message) : Optional.empty();
    }

    /** A list of messages. */
    public List<ProtoMessage> messages(String field) {
        return get(field) instanceof List<?> list
                ? list.stream().map(ProtoMessage.class::cast).toList()
                : List.of();
    }
}
