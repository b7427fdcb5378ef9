package dev.countersign.engine;

import dev.countersign.admission.AdmissionAnswer;
import java.util.List;

/**
 * One webhook's answer, and what each policy said. Immutable.
 *
 * @param answer what the webhook answers
 * @param policies what each policy said that may speak of the object: not one for each policy of the engine
 */
public record PhaseDecision(AdmissionAnswer answer, List<PolicyResponse> policies) {
    public PhaseDecision {
        policies = List.copyOf(policies);
    }
}
