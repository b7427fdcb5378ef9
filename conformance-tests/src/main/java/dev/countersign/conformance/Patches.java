package dev.countersign.conformance;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.JsonPatch;
import dev.countersign.admission.JsonPatchException;
import dev.countersign.admission.PatchOperation;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.PolicyResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON patches of a case: as JSON, and applied to the request. */
final class Patches {
    private Patches() {}

    /** The operation as JSON. */
    static Value json(PatchOperation operation) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("op", Value.of(operation.op()));
        members.put("path", Value.of(operation.path()));
        members.put("value", operation.value());
        return new ObjectValue(members);
    }

    /** The request for an object as patched; a request without an object stays as it is. */
    static AdmissionRequest apply(AdmissionRequest request, List<PatchOperation> patch) throws JsonPatchException {
        if (request.object().isEmpty() || patch.isEmpty()) {
            return request;
        }
        return request.withObject(JsonPatch.apply(request.object().get(), patch));
    }

    /** What one policy's verify phase changes in an object: the annotations first, then the digests. */
    static List<PatchOperation> of(PolicyResponse response, AdmissionRequest request) {
        List<PatchOperation> operations = new ArrayList<>();
        if (!response.metadata().isEmpty()) {
            boolean annotated = request.object()
                    .flatMap(object -> object.object("metadata"))
                    .flatMap(metadata -> metadata.object("annotations"))
                    .filter(annotations -> !annotations.members().isEmpty())
                    .isPresent();
            operations.addAll(response.metadata().annotationPatches(annotated));
        }
        operations.addAll(response.patches());
        return operations;
    }
}
