package dev.countersign.endtoend;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.Operation;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Objects under admission. */
final class Pods {
    private Pods() {}

    /** A Pod of the namespace {@code shop} with containers {@code c0}, {@code c1} …. */
    static Value.ObjectValue pod(String... images) {
        return object("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[%s]}}""".formatted(containers(images)));
    }

    static String containers(String... images) {
        List<String> containers = new ArrayList<>();
        for (String image : images) {
            containers.add("{\"name\":\"c" + containers.size() + "\",\"image\":\"" + image + "\"}");
        }
        return String.join(",", containers);
    }

    static AdmissionRequest create(String... images) {
        return AdmissionRequest.create(pod(images));
    }

    static AdmissionRequest update(Value.ObjectValue before, Value.ObjectValue after) {
        return with(AdmissionRequest.create(after), Operation.UPDATE, Optional.of(after), Optional.of(before));
    }

    static AdmissionRequest delete(Value.ObjectValue before) {
        return with(AdmissionRequest.create(before), Operation.DELETE, Optional.empty(), Optional.of(before));
    }

    private static AdmissionRequest with(
            AdmissionRequest request,
            Operation operation,
            Optional<Value.ObjectValue> object,
            Optional<Value.ObjectValue> before) {
        return new AdmissionRequest(
                "",
                request.kind(),
                "",
                request.name(),
                request.namespace(),
                operation,
                request.userInfo(),
                object,
                before,
                false);
    }

    static Value.ObjectValue object(String json) {
        return (Value.ObjectValue)
                DocumentReader.readJson("object", json.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS)
                        .value()
                        .orElseThrow();
    }

    /** The same object with an annotation. */
    static Value.ObjectValue annotated(Value.ObjectValue object, String name, String value) {
        Value.ObjectValue metadata = object.object("metadata").orElseThrow();
        Value.ObjectValue annotations = metadata.object("annotations").orElse(Value.EMPTY_OBJECT);
        return object.with("metadata", metadata.with("annotations", annotations.with(name, Value.of(value))));
    }
}
