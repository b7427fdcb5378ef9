package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.PatchOperation;
import java.util.ArrayList;
import java.util.List;

/** An annotation of verified images that somebody else than the verify phase wrote: it proves nothing (D12). Stateless. */
final class ForgedAnnotation {
    private static final String NUMBER = "D12";

    private ForgedAnnotation() {}

    /**
     * Whether an object says of its images that they were verified, though nobody verified them.
     *
     * @param request after the verify phase
     * @param patch of the verify phase
     */
    static boolean isIn(AdmissionRequest request, List<PatchOperation> patch) {
        boolean carried = request.object()
                .map(Annotations::of)
                .filter(annotations -> annotations.containsKey(ImageVerificationMetadata.SCOPED_ANNOTATION))
                .isPresent();
        return carried && patch.stream().noneMatch(operation -> operation.path().equals(Annotations.SCOPED_PATH));
    }

    /** The request as if nobody had said of its images that they were verified. */
    static AdmissionRequest removedFrom(AdmissionRequest request) {
        return request.object()
                .map(Annotations::withoutScoped)
                .map(request::withObject)
                .orElse(request);
    }

    /** The decision with the number of the divergence on each refusal, which Kyverno would not make. */
    static PhaseDecision resting(PhaseDecision decision) {
        List<PolicyResponse> numbered = new ArrayList<>();
        for (PolicyResponse response : decision.policies()) {
            numbered.add(new PolicyResponse(
                    response.policy(),
                    response.rules().stream()
                            .map(rule -> rule.status() == RuleStatus.FAIL ? rule.resting(NUMBER) : rule)
                            .toList(),
                    response.patches(),
                    response.metadata()));
        }
        return new PhaseDecision(decision.answer(), numbered);
    }
}
