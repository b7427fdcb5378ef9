package dev.countersign.cli;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.JsonPatch;
import dev.countersign.admission.JsonPatchException;
import dev.countersign.admission.PatchOperation;
import dev.countersign.cel.CelMatchConditions;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.ImageVerificationMetadata;
import dev.countersign.engine.PolicyResponse;
import dev.countersign.engine.RefusedPolicyException;
import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.FailureAction;
import dev.countersign.policy.FailureActionOverride;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.policy.RuleKind;
import dev.countersign.policy.autogen.AutogenRules;
import dev.countersign.policy.check.KindDiscovery;
import dev.countersign.policy.check.PolicyAdmission;
import dev.countersign.policy.check.PolicyAdmissionAnswer;
import dev.countersign.registry.Registry;
import dev.countersign.trust.TrustRoot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates every object by every policy: the verify phase of each policy in turn, each over the object as the one before left it,
 * then the validate phase of each over the object as all left it. What several policies know of the images is merged, as the
 * webhooks merge it; Kyverno's own command line lets the last policy overwrite the others (D30).
 */
final class ApplyRun {
    /** The divergence of merging. */
    private static final String MERGED = "D30";

    /** Kinds of Kubernetes itself that belong to no namespace and that policies speak of. */
    private static final Set<String> CLUSTER_WIDE = Set.of(
            "Namespace",
            "Node",
            "PersistentVolume",
            "ClusterRole",
            "ClusterRoleBinding",
            "CustomResourceDefinition",
            "ClusterPolicy");

    private final ApplyInputs inputs;
    private final boolean auditWarn;
    private final List<String> refused = new ArrayList<>();
    private final List<ImageVerificationEngine> engines = new ArrayList<>();

    /** Refuses policies as Kyverno does at admission, and compiles the others. */
    ApplyRun(
            ApplyInputs inputs,
            Registry registry,
            boolean imageData,
            TrustRoot trustRoot,
            Clock clock,
            boolean auditWarn) {
        this.inputs = inputs;
        this.auditWarn = auditWarn;
        MatchConditionLanguage conditions = CelMatchConditions.create();
        for (Policy policy : inputs.policies()) {
            try {
                engines.add(ImageVerificationEngine.builder()
                        .policies(List.of(policy))
                        .exceptions(inputs.exceptions())
                        .kinds(KindDiscovery.BUILT_IN)
                        .matchConditions(conditions)
                        .registry(registry)
                        .imageData(imageData)
                        .trustRoot(trustRoot)
                        .cluster(inputs.cluster())
                        .clock(clock)
                        .build());
            } catch (RefusedPolicyException e) {
                PolicyAdmissionAnswer answer = PolicyAdmission.check(policy, KindDiscovery.BUILT_IN, conditions);
                refused.add(policy.name() + ": " + answer.error().orElseGet(e::getMessage));
            }
        }
    }

    /** The policies that are refused: {@code name: why}. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** The rules that are read and not evaluated, because they are of another kind, each with its place. */
    List<String> passedOver() {
        List<String> rules = new ArrayList<>();
        for (Policy policy : inputs.policies()) {
            for (int i = 0; i < policy.spec().rules().size(); i++) {
                Rule rule = policy.spec().rules().get(i);
                if (rule.kinds().stream().anyMatch(kind -> kind != RuleKind.VERIFY_IMAGES)) {
                    rules.add(policy.locate("spec.rules[" + i + "]") + ": rule " + rule.name() + " of policy "
                            + policy.key()
                            + " is not evaluated: only verifyImages rules are, and Kyverno may refuse an object by it");
                }
            }
        }
        return rules;
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
            AdmissionRequest request = AdmissionRequest.create(placed(object));
            String resource = request.namespace() + "/" + request.kind().kind() + "/" + request.name();
            ImageVerificationMetadata known = ImageVerificationMetadata.EMPTY;
            int speaking = 0;
            for (ImageVerificationEngine engine : engines) {
                for (PolicyResponse response : engine.mutate(request).policies()) {
                    add(applied, request, resource, response, List.of());
                    known = known.merge(response.metadata());
                    speaking += response.metadata().isEmpty() ? 0 : 1;
                    request = patched(request, response.patches());
                }
            }
            if (!known.isEmpty()) {
                request = patched(request, known.annotationPatches(annotated(request)));
            }
            List<String> merged = speaking > 1 ? List.of(MERGED) : List.of();
            for (ImageVerificationEngine engine : engines) {
                for (PolicyResponse response : engine.validate(request).policies()) {
                    add(applied, request, resource, response, merged);
                }
            }
        }
        return applied;
    }

    private void add(
            List<AppliedPolicy> applied,
            AdmissionRequest request,
            String resource,
            PolicyResponse response,
            List<String> divergences) {
        if (!response.rules().isEmpty()) {
            boolean audits = auditWarn && audits(response.policy(), request.namespace());
            applied.add(new AppliedPolicy(resource, response, audits, divergences));
        }
    }

    /** A namespaced object that names no namespace is one of {@code default}. */
    private static ObjectValue placed(ObjectValue object) {
        ObjectValue metadata = object.object("metadata").orElse(Value.EMPTY_OBJECT);
        boolean placed = !metadata.text("namespace").orElse("").isEmpty()
                || CLUSTER_WIDE.contains(object.text("kind").orElse(""));
        return placed
                ? object
                : object.with("metadata", metadata.with("namespace", Value.of(AdmissionRequest.DEFAULT_NAMESPACE)));
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

    /**
     * Whether a policy only audits in a namespace: by the first rule that states an action, else by the policy's overrides and its
     * own action (measured, Kyverno 1.19).
     */
    private static boolean audits(Policy policy, String namespace) {
        for (Rule rule : policy.spec().rules()) {
            for (ImageVerification entry : rule.verifyImages()) {
                Optional<FailureAction> action = entry.failureAction();
                if (action.isPresent()) {
                    return action.get() == FailureAction.AUDIT;
                }
            }
        }
        for (FailureActionOverride override : policy.spec().validationFailureActionOverrides()) {
            if (override.namespaceSelector().isEmpty()
                    && Wildcard.matchesAny(override.namespaces().orElse(List.of()), namespace)) {
                return FailureAction.of(override.action()) == FailureAction.AUDIT;
            }
        }
        return FailureAction.of(policy.spec().validationFailureAction()) == FailureAction.AUDIT;
    }
}
