package dev.countersign.admission;

import java.util.List;

/**
 * What a webhook answers. Immutable.
 *
 * @param allowed whether the object may be
 * @param message why not, in Kyverno's words; empty when allowed
 * @param warnings shown to whoever asked
 * @param patch in order; empty when nothing changes
 */
public record AdmissionAnswer(boolean allowed, String message, List<String> warnings, List<PatchOperation> patch) {
    public AdmissionAnswer {
        warnings = List.copyOf(warnings);
        patch = List.copyOf(patch);
    }
}
