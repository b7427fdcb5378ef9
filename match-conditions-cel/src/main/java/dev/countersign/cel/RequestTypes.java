package dev.countersign.cel;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DYN;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;
import static dev.cel.common.types.SimpleType.TIMESTAMP;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.Optional;

/** The types of {@code request} and {@code namespaceObject}, field by field as Kubernetes declares them: another field is no expression. */
final class RequestTypes {
    private static final CelType STRINGS = ListType.create(STRING);
    private static final CelType STRING_MAP = MapType.create(STRING, STRING);

    private static final StructType KIND =
            struct("kubernetes.GroupVersionKind", ImmutableMap.of("group", STRING, "version", STRING, "kind", STRING));
    private static final StructType RESOURCE = struct(
            "kubernetes.GroupVersionResource", ImmutableMap.of("group", STRING, "version", STRING, "resource", STRING));
    private static final StructType USER = struct(
            "kubernetes.UserInfo",
            ImmutableMap.of(
                    "username", STRING, "uid", STRING, "groups", STRINGS, "extra", MapType.create(STRING, STRINGS)));
    private static final StructType ADMISSION_REQUEST = struct(
            "kubernetes.AdmissionRequest",
            ImmutableMap.<String, CelType>builder()
                    .put("kind", named(KIND))
                    .put("resource", named(RESOURCE))
                    .put("subResource", STRING)
                    .put("requestKind", named(KIND))
                    .put("requestResource", named(RESOURCE))
                    .put("requestSubResource", STRING)
                    .put("name", STRING)
                    .put("namespace", STRING)
                    .put("operation", STRING)
                    .put("userInfo", named(USER))
                    .put("dryRun", BOOL)
                    .put("options", DYN)
                    .buildOrThrow());
    private static final StructType CONDITION = struct(
            "kubernetes.NamespaceCondition",
            ImmutableMap.of(
                    "status",
                    STRING,
                    "type",
                    STRING,
                    "lastTransitionTime",
                    TIMESTAMP,
                    "message",
                    STRING,
                    "reason",
                    STRING));
    private static final StructType STATUS = struct(
            "kubernetes.NamespaceStatus",
            ImmutableMap.of("conditions", ListType.create(named(CONDITION)), "phase", STRING));
    private static final StructType SPEC = struct("kubernetes.NamespaceSpec", ImmutableMap.of("finalizers", STRINGS));
    private static final StructType METADATA = struct(
            "kubernetes.NamespaceMetadata",
            ImmutableMap.<String, CelType>builder()
                    .put("name", STRING)
                    .put("generateName", STRING)
                    .put("namespace", STRING)
                    .put("labels", STRING_MAP)
                    .put("annotations", STRING_MAP)
                    .put("UID", STRING)
                    .put("creationTimestamp", TIMESTAMP)
                    .put("deletionGracePeriodSeconds", INT)
                    .put("deletionTimestamp", TIMESTAMP)
                    .put("generation", INT)
                    .put("resourceVersion", STRING)
                    .put("finalizers", STRINGS)
                    .buildOrThrow());
    private static final StructType NAMESPACE_OBJECT = struct(
            "kubernetes.Namespace",
            ImmutableMap.of("metadata", named(METADATA), "spec", named(SPEC), "status", named(STATUS)));

    private static final StructType NO_VARIABLES = struct("kubernetes.variables", ImmutableMap.of());

    /** The type of {@code variables}, of which match conditions have none. */
    static final CelType VARIABLES = named(NO_VARIABLES);

    /** The type of {@code request}. */
    static final CelType REQUEST = named(ADMISSION_REQUEST);

    /** The type of {@code namespaceObject}. */
    static final CelType NAMESPACE = named(NAMESPACE_OBJECT);

    /** Finds the types by name. */
    static final CelTypeProvider PROVIDER = new Provider(ImmutableList.of(
            KIND,
            RESOURCE,
            USER,
            ADMISSION_REQUEST,
            CONDITION,
            STATUS,
            SPEC,
            METADATA,
            NAMESPACE_OBJECT,
            NO_VARIABLES));

    private RequestTypes() {}

    private static StructType struct(String name, ImmutableMap<String, CelType> fields) {
        return StructType.create(name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    }

    private static CelType named(StructType type) {
        return StructTypeReference.create(type.name());
    }

    private record Provider(ImmutableList<CelType> known) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return known;
        }

        @Override
        public Optional<CelType> findType(String name) {
            return known.stream().filter(type -> type.name().equals(name)).findFirst();
        }
    }
}
