package dev.countersign.policy.check;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The JSON of Kyverno's Go structs, which its field errors quote: fields in the order of the struct, some left out when
 * empty, unknown ones dropped.
 *
 * <p>The table says it all. One text is one field, {@code name shape}, and {@code !} marks a field that is written even when
 * empty. The shapes: {@code text}, {@code flag} (a truth value that counts as empty when false), {@code option} (one that
 * does not), {@code number}, {@code raw} (any JSON), {@code texts}, {@code map}, the name of a struct (always written),
 * {@code *Struct} (written when stated), {@code [Struct]} (a list) and {@code {Struct}} (a map of lists).
 */
final class GoDump {
    private static final Map<String, List<Field>> STRUCTS = Map.ofEntries(
            struct(
                    "Rule",
                    "name! text",
                    "context [ContextEntry]",
                    "reportProperties map",
                    "match MatchResources",
                    "exclude *MatchResources",
                    "imageExtractors {ImageExtractor}",
                    "preconditions conditions",
                    "celPreconditions [MatchCondition]",
                    "mutate *Mutation",
                    "validate *Validation",
                    "generate raw",
                    "verifyImages [ImageVerification]",
                    "skipBackgroundRequests option"),
            struct(
                    "MatchResources",
                    "any [ResourceFilter]",
                    "all [ResourceFilter]",
                    "roles texts",
                    "clusterRoles texts",
                    "subjects [Subject]",
                    "resources ResourceDescription"),
            struct(
                    "ResourceFilter",
                    "roles texts",
                    "clusterRoles texts",
                    "subjects [Subject]",
                    "resources ResourceDescription"),
            struct(
                    "ResourceDescription",
                    "kinds texts",
                    "name text",
                    "names texts",
                    "namespaces texts",
                    "annotations map",
                    "selector *LabelSelector",
                    "namespaceSelector *LabelSelector",
                    "operations texts"),
            struct("LabelSelector", "matchLabels map", "matchExpressions [LabelSelectorRequirement]"),
            struct("LabelSelectorRequirement", "key! text", "operator! text", "values texts"),
            struct("Subject", "kind! text", "apiGroup text", "name! text", "namespace text"),
            struct("ImageExtractor", "path! text", "value text", "name text", "key text", "jmesPath text"),
            struct("MatchCondition", "name! text", "expression! text"),
            struct("AnyAllConditions", "any [Condition]", "all [Condition]"),
            struct("Condition", "key raw", "operator text", "value raw", "message text"),
            struct(
                    "ContextEntry",
                    "name! text",
                    "configMap *ConfigMapReference",
                    "apiCall *ContextApiCall",
                    "imageRegistry *ImageRegistry",
                    "variable *Variable",
                    "globalReference *GlobalReference"),
            struct("ConfigMapReference", "name! text", "namespace text"),
            struct("Variable", "value raw", "jmesPath text", "default raw"),
            struct("GlobalReference", "name! text", "jmesPath text"),
            struct("ImageRegistry", "reference! text", "jmesPath text", "imageRegistryCredentials *Credentials"),
            struct(
                    "ContextApiCall",
                    "urlPath! text",
                    "method text",
                    "data [RequestData]",
                    "service *Service",
                    "default raw",
                    "jmesPath text"),
            struct("RequestData", "key! text", "value! raw"),
            struct("Service", "url! text", "headers [Header]", "caBundle! text"),
            struct("Header", "key! text", "value! text"),
            struct(
                    "Mutation",
                    "mutateExistingOnPolicyUpdate option",
                    "targets raw",
                    "patchStrategicMerge raw",
                    "patchesJson6902 text",
                    "foreach raw"),
            struct(
                    "Validation",
                    "failureAction text",
                    "failureActionOverrides [Override]",
                    "allowExistingViolations option",
                    "message text",
                    "manifests raw",
                    "foreach raw",
                    "pattern raw",
                    "anyPattern raw",
                    "deny *Deny",
                    "podSecurity raw",
                    "cel raw",
                    "assert raw"),
            struct("Override", "action text", "namespaces texts", "namespaceSelector *LabelSelector"),
            struct("Deny", "conditions conditions"),
            struct(
                    "ImageVerification",
                    "failureAction text",
                    "type text",
                    "image text",
                    "imageReferences texts",
                    "skipImageReferences texts",
                    "key text",
                    "roots text",
                    "subject text",
                    "issuer text",
                    "additionalExtensions map",
                    "attestors [AttestorSet]",
                    "attestations [Attestation]",
                    "annotations map",
                    "repository text",
                    "cosignOCI11 flag",
                    "mutateDigest! flag",
                    "verifyDigest! flag",
                    "validate ImageValidation",
                    "required! flag",
                    "imageRegistryCredentials *Credentials",
                    "useCache! flag"),
            struct("ImageValidation", "message text", "deny *Deny"),
            struct("Credentials", "allowInsecureRegistry flag", "providers texts", "secrets texts"),
            struct(
                    "Attestation",
                    "name text",
                    "predicateType! text",
                    "type! text",
                    "attestors! [AttestorSet]",
                    "conditions [AnyAllConditions]"),
            struct("AttestorSet", "count number", "entries [Attestor]"),
            struct(
                    "Attestor",
                    "keys *Keys",
                    "certificates *Certificates",
                    "keyless *Keyless",
                    "attestor raw",
                    "annotations map",
                    "repository text",
                    "signatureAlgorithm text"),
            struct(
                    "Keys",
                    "publicKeys text",
                    "signatureAlgorithm text",
                    "kms text",
                    "secret *Secret",
                    "rekor *Rekor",
                    "ctlog *CtLog"),
            struct("Secret", "name! text", "namespace! text"),
            struct("Certificates", "cert text", "certChain text", "rekor *Rekor", "ctlog *CtLog"),
            struct(
                    "Keyless",
                    "rekor *Rekor",
                    "ctlog *CtLog",
                    "issuer text",
                    "issuerRegExp text",
                    "subject text",
                    "subjectRegExp text",
                    "roots text",
                    "additionalExtensions map"),
            struct("Rekor", "url! text", "pubkey text", "ignoreTlog flag"),
            struct("CtLog", "ignoreSCT flag", "pubkey text", "tsaCertChain text"));

    private GoDump() {}

    /** A struct of the table, filled from JSON. */
    static String of(String struct, Value value) {
        StringBuilder out = new StringBuilder();
        writeStruct(struct, value, out);
        return out.toString();
    }

    private static void writeStruct(String struct, Value value, StringBuilder out) {
        Value.ObjectValue object = value instanceof Value.ObjectValue found ? found : Value.EMPTY_OBJECT;
        out.append('{');
        String separator = "";
        for (Field field : STRUCTS.getOrDefault(struct, List.of())) {
            Optional<Value> member = object.get(field.name).filter(found -> !(found instanceof Value.NullValue));
            if (field.isWritten(member)) {
                out.append(separator);
                out.append(JsonText.string(field.name));
                out.append(':');
                writeField(field.shape, member, out);
                separator = ",";
            }
        }
        out.append('}');
    }

    private static void writeField(String shape, Optional<Value> member, StringBuilder out) {
        switch (shape.charAt(0)) {
            case '*' -> writeStruct(shape.substring(1), member.orElse(Value.EMPTY_OBJECT), out);
            case '[' -> writeList(shape.substring(1, shape.length() - 1), member, out);
            case '{' -> writeMapOfLists(shape.substring(1, shape.length() - 1), member, out);
            default -> {
                if (Character.isUpperCase(shape.charAt(0))) {
                    writeStruct(shape, member.orElse(Value.EMPTY_OBJECT), out);
                } else if (shape.equals("conditions")) {
                    writeConditions(member, out);
                } else {
                    out.append(JsonText.compact(member.orElse(zero(shape))));
                }
            }
        }
    }

    private static Value zero(String shape) {
        return switch (shape) {
            case "text" -> Value.of("");
            case "flag" -> Value.of(false);
            default -> Value.NULL;
        };
    }

    private static void writeList(String struct, Optional<Value> member, StringBuilder out) {
        if (!(member.orElse(Value.NULL) instanceof Value.ListValue list)) {
            out.append("null");
            return;
        }
        out.append('[');
        String separator = "";
        for (Value item : list.items()) {
            out.append(separator);
            writeStruct(struct, item, out);
            separator = ",";
        }
        out.append(']');
    }

    private static void writeMapOfLists(String struct, Optional<Value> member, StringBuilder out) {
        out.append('{');
        String separator = "";
        if (member.orElse(Value.NULL) instanceof Value.ObjectValue object) {
            for (var list : new TreeMap<>(object.members()).entrySet()) {
                out.append(separator);
                out.append(JsonText.string(list.getKey()));
                out.append(':');
                writeList(struct, Optional.of(list.getValue()), out);
                separator = ",";
            }
        }
        out.append('}');
    }

    private static void writeConditions(Optional<Value> member, StringBuilder out) {
        if (member.orElse(Value.NULL) instanceof Value.ListValue) {
            writeList("Condition", member, out);
        } else {
            writeStruct("AnyAllConditions", member.orElse(Value.EMPTY_OBJECT), out);
        }
    }

    private static Map.Entry<String, List<Field>> struct(String name, String... fields) {
        List<Field> parsed = new ArrayList<>(fields.length);
        for (String field : fields) {
            int space = field.indexOf(' ');
            boolean always = field.charAt(space - 1) == '!';
            parsed.add(new Field(field.substring(0, always ? space - 1 : space), field.substring(space + 1), always));
        }
        return Map.entry(name, List.copyOf(parsed));
    }

    private record Field(String name, String shape, boolean always) {
        boolean isWritten(Optional<Value> member) {
            if (always || Character.isUpperCase(shape.charAt(0))) {
                return true;
            }
            if (member.isEmpty()) {
                return false;
            }
            Value value = member.get();
            return switch (shape) {
                case "text" -> !value.equals(Value.of(""));
                case "flag" -> !value.equals(Value.of(false));
                case "texts" ->
                    value instanceof Value.ListValue list && !list.items().isEmpty();
                case "map" ->
                    value instanceof Value.ObjectValue object
                            && !object.members().isEmpty();
                default -> !isEmptyContainer(value);
            };
        }

        /** Empty lists and maps are left out; pointers to structs, raw JSON and options are not. */
        private boolean isEmptyContainer(Value value) {
            return (shape.startsWith("[")
                            && value instanceof Value.ListValue list
                            && list.items().isEmpty())
                    || (shape.startsWith("{")
                            && value instanceof Value.ObjectValue object
                            && object.members().isEmpty());
        }
    }
}
