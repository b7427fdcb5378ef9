package dev.countersign.cli;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.JsonPatch;
import dev.countersign.admission.JsonPatchException;
import dev.countersign.admission.PatchOperation;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.ImageVerificationMetadata;
import dev.countersign.engine.PolicyResponse;
import dev.countersign.policy.FailureAction;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.policy.autogen.AutogenRules;
import dev.countersign.policy.check.PolicyAdmission;
import dev.countersign.policy.check.PolicyAdmissionAnswer;
import dev.countersign.registry.Registry;
import dev.countersign.trust.TrustRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates every object by every policy: the verify phase of each policy in turn, each over the object as the one before left it,
 * then the validate phase of each over the object as all left it. What several policies know of the images is merged, as the
 * webhooks merge it; Kyverno's own command line lets the last policy overwrite the others (D-numbered).
 */
final class ApplyRun {
    private final ApplyInputs inputs;
    private final boolean auditWarn;
    private final List<String> refused = new ArrayList<>();
    private final List<ImageVerificationEngine> engines = new ArrayList<>();

    /** Refuses policies as Kyverno does at admission, and compiles the others. */
    ApplyRun(ApplyInputs inputs, Registry registry, TrustRoot trustRoot, boolean auditWarn) {
        this.inputs = inputs;
        this.auditWarn = auditWarn;
        for (Policy policy : inputs.policies()) {
            PolicyAdmissionAnswer answer = PolicyAdmission.check(policy);
            if (answer.admitted()) {
                engines.add(ImageVerificationEngine.builder()
                        .policies(List.of(policy))
                        .registry(registry)
                        .trustRoot(trustRoot)
                        .cluster(inputs.cluster())
                        .build());
            } else {
                refused.add(policy.name() + ": " + answer.error().orElse(""));
            }
        }
    }

    /** The policies that are refused: {@code name: why}. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** How many rules there are, generated ones included. */
    int ruleCount() {
        return inputs.policies().stream()
                .mapToInt(policy -> AutogenRules.compute(policy).size())
                .sum();
    }

    /** What every policy says of every object. */
    List<AppliedPolicy> evaluate() {
        List<AppliedPolicy> applied = new ArrayList<>();
        for (ObjectValue object : inputs.objects()) {
            AdmissionRequest request = AdmissionRequest.create(object);
            String resource = request.namespace() + "/" + request.kind().kind() + "/" + request.name();
            ImageVerificationMetadata known = ImageVerificationMetadata.EMPTY;
            for (ImageVerificationEngine engine : engines) {
                for (PolicyResponse response : engine.mutate(request).policies()) {
                    add(applied, resource, response);
                    known = known.merge(response.metadata());
                    request = patched(request, response.patches());
                }
            }
            if (!known.isEmpty()) {
                request = patched(request, known.annotationPatches(annotated(request)));
            }
            for (ImageVerificationEngine engine : engines) {
                for (PolicyResponse response : engine.validate(request).policies()) {
                    add(applied, resource, response);
                }
            }
        }
        return applied;
    }

    private void add(List<AppliedPolicy> applied, String resource, PolicyResponse response) {
        if (!response.rules().isEmpty()) {
            applied.add(new AppliedPolicy(resource, response, auditWarn && audits(response.policy())));
        }
    }

    private static boolean annotated(AdmissionRequest request) {
        return request.object()
                .flatMap(object -> object.object("metadata"))
                .flatMap(metadata -> metadata.object("annotations"))
                .filter(annotations -> !annotations.members().isEmpty())
                .isPresent();
    }

    private static AdmissionRequest patched(AdmissionRequest request, List<PatchOperation> patch) {
        if (patch.isEmpty()) {
            return request;
        }
        try {
            return request.withObject(JsonPatch.apply(request.object().orElse(Value.EMPTY_OBJECT), patch));
        } catch (JsonPatchException e) {
            // The object is stranger than the patch expects; it is judged as it is.
            return request;
        }
    }

    /** Whether a policy only audits: by the first rule that states an action, else by the policy's own (measured, Kyverno 1.19). */
    private static boolean audits(Policy policy) {
        for (Rule rule : policy.spec().rules()) {
            for (ImageVerification entry : rule.verifyImages()) {
                Optional<FailureAction> action = entry.failureAction();
                if (action.isPresent()) {
                    return action.get() == FailureAction.AUDIT;
                }
            }
        }
        return FailureAction.of(policy.spec().validationFailureAction()) == FailureAction.AUDIT;
    }
}
