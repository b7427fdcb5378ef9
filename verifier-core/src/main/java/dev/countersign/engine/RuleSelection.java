package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.engine.ImageExtraction.ExtractedImage;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import java.util.List;
import java.util.Optional;

/**
 * Which rules speak of a request, and of which of its images (Kyverno spec 2.1, 2.2, 6.4). Lives for one request; extraction is done
 * once for all rules that do not bring extractors of their own.
 */
final class RuleSelection {
    /** The number of the divergence: an image that cannot be parsed refuses. */
    static final String UNPARSABLE_IMAGE = "D02";

    private final AdmissionRequest request;

    RuleSelection(AdmissionRequest request) {
        this.request = request;
    }

    /**
     * What a rule has to look at.
     *
     * @param images every image that some entry of the rule means, once for each entry that means it; empty when the rule is silent
     * @param problem an answer that stands already
     */
    record Selected(List<ExtractedImage> images, Optional<RuleResponse> problem) {
        static final Selected NOTHING = new Selected(List.of(), Optional.empty());

        Selected {
            images = List.copyOf(images);
        }
    }
}
