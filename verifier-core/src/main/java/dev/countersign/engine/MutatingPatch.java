package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.PatchOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The patch of a mutating webhook: the annotations over all of its policies, then the digests by path (Kyverno spec 9.3, measured
 * 45).
 */
final class MutatingPatch {
    private MutatingPatch() {}

    static List<PatchOperation> of(AdmissionRequest request, List<PolicyResponse> responses) {
        List<PatchOperation> images = new ArrayList<>();
        ImageVerificationMetadata metadata = ImageVerificationMetadata.EMPTY;
        for (PolicyResponse response : responses) {
            images.addAll(response.patches());
            metadata = metadata.merge(response.metadata());
        }
        images.sort(Comparator.comparing(PatchOperation::path));
        List<PatchOperation> patch = new ArrayList<>();
        if (!metadata.isEmpty() && request.object().isPresent()) {
            boolean hasAnnotations = !Annotations.of(request.object().get()).isEmpty();
            patch.addAll(metadata.annotationPatches(hasAnnotations));
        }
        patch.addAll(images);
        return patch;
    }
}
