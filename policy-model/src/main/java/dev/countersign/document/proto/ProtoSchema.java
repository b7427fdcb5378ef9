package dev.countersign.document.proto;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The fields of a protobuf message. Immutable and thread-safe. */
public final class ProtoSchema {
    private final Map<String, ProtoField> byName;

    private ProtoSchema(Map<String, ProtoField> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** A message of these fields. */
    public static ProtoSchema of(ProtoField... fields) {
        Map<String, ProtoField> byName = new HashMap<>();
        for (ProtoField field : fields) {
            byName.put(field.protoName(), field);
        }
        for (ProtoField field : fields) {
            byName.put(field.name(), field);
        }
        return new ProtoSchema(byName);
    }

    /** The field of that name in JSON or in the definition. */
    Optional<ProtoField> field(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
