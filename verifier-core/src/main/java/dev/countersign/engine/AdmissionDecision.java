package dev.countersign.engine;

import dev.countersign.admission.AdmissionAnswer;
import java.util.List;

/**
 * The decision over one admission: both phases together. Immutable.
 *
 * @param answer denied when either phase denies; the patch of the verify phase, the warnings of both
 * @param verify what each policy said in the verify phase that may speak of the object: not one for each policy of the engine
 * @param validate the same for the validate phase; empty when the verify phase denied
 */
public record AdmissionDecision(AdmissionAnswer answer, List<PolicyResponse> verify, List<PolicyResponse> validate) {
    public AdmissionDecision {
        verify = List.copyOf(verify);
        validate = List.copyOf(validate);
    }

    /** Whether the object may be. */
    public boolean allowed() {
        return answer.allowed();
    }
}
