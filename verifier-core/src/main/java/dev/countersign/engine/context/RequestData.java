package dev.countersign.engine.context;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What variables know of a request before any context entry (Kyverno spec 4.1). */
public final class RequestData {
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private RequestData() {}

    /**
     * The members {@code request}, {@code serviceAccountName} and {@code serviceAccountNamespace}.
     *
     * @param request the request
     * @param wholeNumbers whether whole numbers of the object are integers, as after the first rule of a policy that did something;
     *     before, every number is a float (measured 2)
     */
    public static Map<String, Value> of(AdmissionRequest request, boolean wholeNumbers) {
        Map<String, Value> members = new LinkedHashMap<>(request.rest().members());
        members.put("uid", Value.of(request.uid()));
        Map<String, Value> kind = new LinkedHashMap<>();
        kind.put("group", Value.of(request.kind().group()));
        kind.put("version", Value.of(request.kind().version()));
        kind.put("kind", Value.of(request.kind().kind()));
        members.put("kind", new Value.ObjectValue(kind));
        put(members, "subResource", request.subResource());
        put(members, "name", request.name());
        put(members, "namespace", request.namespace());
        members.put("operation", Value.of(request.operation().name()));
        members.put("userInfo", request.userInfo().json());
        members.put("roles", Value.ofTexts(request.userInfo().roles()));
        members.put("clusterRoles", Value.ofTexts(request.userInfo().clusterRoles()));
        Value object = request.object().map(Value.class::cast).orElse(Value.NULL);
        members.put("object", wholeNumbers ? object : withFloats(object));
        members.put(
                "oldObject",
                withFloats(request.oldObject().map(Value.class::cast).orElse(Value.NULL)));
        members.put("dryRun", Value.of(request.dryRun()));
        Map<String, Value> data = new LinkedHashMap<>();
        data.put("request", new Value.ObjectValue(members));
        String[] account = serviceAccount(request.userInfo().username());
        data.put("serviceAccountNamespace", Value.of(account[0]));
        data.put("serviceAccountName", Value.of(account[1]));
        return data;
    }

    private static String[] serviceAccount(String username) {
        if (username.startsWith(SERVICE_ACCOUNT)) {
            String[] parts = username.substring(SERVICE_ACCOUNT.length()).split(":", -1);
            if (parts.length == 2) {
                return parts;
            }
        }
        return new String[] {"", ""};
    }

    private static void put(Map<String, Value> members, String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, Value.of(text));
        }
    }

    /** The value with every whole number as a float, as Go's JSON decoder reads numbers; the same instance where it has none. */
    static Value withFloats(Value value) {
        if (value instanceof Value.IntegerValue whole) {
            return new Value.FloatValue(whole.value());
        }
        if (!holdsWholeNumber(value)) {
            return value;
        }
        if (value instanceof Value.ListValue list) {
            List<Value> items = new ArrayList<>(list.items().size());
            list.items().forEach(item -> items.add(withFloats(item)));
            return new Value.ListValue(items);
        }
        Map<String, Value> members = new LinkedHashMap<>();
        ((Value.ObjectValue) value).members().forEach((key, member) -> members.put(key, withFloats(member)));
        return new Value.ObjectValue(members);
    }

    private static boolean holdsWholeNumber(Value value) {
        if (value instanceof Value.ListValue list) {
            return list.items().stream().anyMatch(RequestData::holdsWholeNumber);
        }
        return value instanceof Value.IntegerValue
                || value instanceof Value.ObjectValue object
                        && object.members().values().stream().anyMatch(RequestData::holdsWholeNumber);
    }
}
