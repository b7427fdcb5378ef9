package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.JsonPatch;
import dev.countersign.admission.JsonPatchException;
import dev.countersign.admission.Operation;
import dev.countersign.admission.PatchOperation;
import dev.countersign.document.Value;
import dev.countersign.engine.context.RuleContext;
import dev.countersign.engine.match.MatchConditions;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.policy.ApplyRules;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.VerificationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The verify phase of one policy over one request: rules, entries, images, responses, patches and metadata (Kyverno spec 7.1 to
 * 7.3). Lives for one policy and request; not thread-safe.
 */
final class VerifyPhase {
    /** The number of the divergence: images that Kyverno forgets are looked at too. */
    static final String SUPERSEDED_IMAGE = "D08";

    /** The number of the divergence: a failure stays in the annotation. */
    static final String KEPT_FAILURE = "D10";

    private final CompiledPolicy compiled;
    private final AdmissionRequest request;
    private final RuleSelection selection;
    private final RuleVariables variables;
    private final EntrySubjects subjects;
    private final TreeMap<String, String> pinned = new TreeMap<>();
    private final ImageVerificationMetadataBuilder metadata = new ImageVerificationMetadataBuilder();
    private final ImageVerificationMetadata before;
    private final ImageJudgement judgement;

    /**
     * Where the images of a request are looked for.
     *
     * @param fixed the digest of every image that a policy asked for: the tag is not asked again for the next policy
     */
    record Images(Registry registry, Deadline deadline, Map<String, Digest> fixed) {}

    VerifyPhase(
            CompiledPolicy compiled,
            AdmissionRequest request,
            RuleSelection selection,
            Images images,
            RuleVariables variables,
            VerificationContext context) {
        this.compiled = compiled;
        this.request = request;
        this.selection = selection;
        this.subjects = new EntrySubjects(images, context.cluster());
        this.variables = variables;
        this.judgement = new ImageJudgement(compiled, subjects, context, metadata);
        this.before = request.oldObject().map(Annotations::metadata).orElse(ImageVerificationMetadata.EMPTY);
    }

    PolicyResponse run() {
        List<RuleResponse> responses = new ArrayList<>();
        if (request.operation() == Operation.DELETE) {
            return new PolicyResponse(
                    compiled.policy(),
                    responses,
                    List.of(new PatchOperation("replace", "", Value.NULL)),
                    ImageVerificationMetadata.EMPTY);
        }
        MatchConditions.Asked asked = compiled.conditions().asked(request);
        if (asked instanceof MatchConditions.Asked.No) {
            return new PolicyResponse(compiled.policy(), responses, List.of(), ImageVerificationMetadata.EMPTY);
        }
        for (CompiledRule rule : compiled.others()) {
            selection.unevaluated(compiled.policy(), rule).ifPresent(responses::add);
        }
        for (CompiledRule rule : compiled.rules()) {
            List<RuleResponse> answers = answer(rule, asked);
            responses.addAll(answers);
            if (compiled.policy().spec().applyRules() == ApplyRules.ONE
                    && answers.stream()
                            .anyMatch(response ->
                                    response.status() == RuleStatus.PASS || response.status() == RuleStatus.FAIL)) {
                break;
            }
        }
        return new PolicyResponse(
                compiled.policy(), Responses.asked(asked, responses), operations(pinned), metadata.build());
    }

    private List<RuleResponse> answer(CompiledRule written, MatchConditions.Asked asked) {
        CompiledRule rule = written;
        RuleSelection.Selected selected = selection.select(compiled.policy(), rule, RuleType.IMAGE_VERIFY);
        if (selected.problem().isPresent()) {
            return List.of(selected.problem().get());
        }
        if (selected.images().isEmpty()) {
            return List.of();
        }
        if (asked instanceof MatchConditions.Asked.Unknown unknown) {
            return List.of(Responses.blocking(
                    written.rule().name(), RuleType.IMAGE_VERIFY, unknown.message(), unknown.divergences()));
        }
        RuleContext ruleContext = variables.context(rule, selected.all());
        variables.markHandled();
        Optional<RuleResponse> refusal = RuleVariables.refusal(rule, ruleContext, RuleType.IMAGE_VERIFY);
        if (refusal.isPresent()) {
            return List.of(refusal.get());
        }
        Optional<RuleResponse> excepted = selection.excepted(compiled.policy(), rule, ruleContext, RuleType.MUTATION);
        if (excepted.isPresent()) {
            return List.of(excepted.get());
        }
        try {
            rule = variables.substituted(rule, ruleContext);
        } catch (SubstitutionException e) {
            return List.of(Responses.of(
                    written.rule().name(),
                    RuleStatus.ERROR,
                    "failed to substitute variables: " + e.getMessage(),
                    true));
        }
        if (!rule.unsupported().isEmpty()) {
            return List.of(RuleSelection.unsupported(written.rule().name(), RuleType.IMAGE_VERIFY, rule.unsupported())
                    .resting(UnsupportedFeatures.REFUSED));
        }
        Optional<String> notAllowed = subjects.refusal(rule);
        if (notAllowed.isPresent()) {
            return List.of(Responses.blocking(
                    written.rule().name(),
                    RuleType.IMAGE_VERIFY,
                    notAllowed.get(),
                    List.of(EntryAccess.INSECURE_NOT_ALLOWED)));
        }
        List<RuleResponse> responses = new ArrayList<>();
        TreeMap<String, String> pins = new TreeMap<>();
        RuleScope scope = new RuleScope(rule, ruleContext);
        for (CompiledEntry entry : rule.entries()) {
            for (ExtractedImage image : selected.candidates()) {
                verify(scope, entry, image, responses, pins);
            }
        }
        try {
            JsonPatch.apply(request.object().orElse(Value.EMPTY_OBJECT), operations(pins));
        } catch (JsonPatchException e) {
            return List.of(Responses.of(
                    rule.rule().name(), RuleStatus.ERROR, "failed to apply patch: " + e.getMessage(), true));
        }
        pinned.putAll(pins);
        return responses;
    }

    private static List<PatchOperation> operations(TreeMap<String, String> pins) {
        List<PatchOperation> operations = new ArrayList<>();
        pins.forEach((pointer, image) -> operations.add(new PatchOperation("replace", pointer, Value.of(image))));
        return operations;
    }

    private void verify(
            RuleScope scope,
            CompiledEntry entry,
            ExtractedImage extracted,
            List<RuleResponse> responses,
            Map<String, String> pins) {
        CompiledRule rule = scope.rule();
        Policy policy = compiled.policy();
        String image = extracted.reference().normalForm();
        if (isKnownFromBefore(policy, rule, extracted, image)) {
            metadata.record(
                    namespace(policy), policy.name(), rule.rule().name(), image, ImageVerificationMetadata.PASS);
            return;
        }
        String unpinned = image;
        ImageSubject subject = subjects.subject(image, entry.entry());
        List<RuleResponse> own = new ArrayList<>();
        String digest = judgement.judge(scope, entry, extracted.reference(), own);
        if (entry.entry().mutateDigest() && extracted.reference().digest().isEmpty()) {
            image = pin(rule, extracted, image, digest, subject, own, pins);
        }
        if (entry.asksForProof() && !own.isEmpty()) {
            RuleStatus status = own.get(own.size() - 1).status();
            if (record(rule, unpinned, image, recorded(status))) {
                own.replaceAll(response -> response.resting(KEPT_FAILURE));
            }
        }
        if (extracted.superseded()) {
            own.replaceAll(response -> response.resting(SUPERSEDED_IMAGE));
        }
        responses.addAll(own);
    }

    /**
     * Records what an entry says of an image, and gives whether an earlier failure stays. An image that this entry pinned failed too
     * when it failed without its digest.
     */
    private boolean record(CompiledRule rule, String unpinned, String image, String status) {
        Policy policy = compiled.policy();
        String namespace = namespace(policy);
        String name = rule.rule().name();
        boolean failedUnpinned = !unpinned.equals(image)
                && !status.equals(ImageVerificationMetadata.FAIL)
                && metadata.hasFailed(namespace, policy.name(), name, unpinned);
        boolean failed = metadata.record(
                namespace, policy.name(), name, image, failedUnpinned ? ImageVerificationMetadata.FAIL : status);
        return failed || failedUnpinned;
    }

    /**
     * Adds the digest to the image in the object. Kyverno pins failed images too, which in Enforce no object ever shows (quirk
     * Q12).
     */
    private String pin(
            CompiledRule rule,
            ExtractedImage extracted,
            String image,
            String verified,
            ImageSubject subject,
            List<RuleResponse> own,
            Map<String, String> pins) {
        String digest = verified;
        if (digest.isEmpty()) {
            try {
                digest = subject.digest().text();
            } catch (RegistryException | InvalidNameException e) {
                own.add(
                        0,
                        Responses.of(
                                rule.rule().name(),
                                RuleStatus.ERROR,
                                "failed to update digest: failed to fetch image reference: " + image + ", error: "
                                        + e.getMessage(),
                                true));
                return image;
            }
        }
        pins.put(extracted.pointer(), image + "@" + digest);
        if (own.isEmpty()) {
            own.add(Responses.of(rule.rule().name(), RuleStatus.PASS, "mutated image digest", false));
        }
        return extracted.reference().withDigest(digest).normalForm();
    }

    /** Whether the image is as it was, and was verified or skipped then by this very rule (Kyverno spec 7.2 step 2). */
    private boolean isKnownFromBefore(Policy policy, CompiledRule rule, ExtractedImage extracted, String image) {
        if (request.object().isEmpty() || request.oldObject().isEmpty()) {
            return false;
        }
        Value now = Pointers.resolve(request.object().get(), extracted.pointer());
        Value then = Pointers.resolve(request.oldObject().get(), extracted.pointer());
        if (now instanceof Value.NullValue || !now.equals(then)) {
            return false;
        }
        String status =
                before.status(namespace(policy), policy.name(), rule.rule().name(), image);
        return status.equals(ImageVerificationMetadata.PASS) || status.equals(ImageVerificationMetadata.SKIP);
    }

    private static String namespace(Policy policy) {
        return policy.kind() == PolicyKind.POLICY ? policy.metadata().namespace() : "";
    }

    private static String recorded(RuleStatus status) {
        return switch (status) {
            case PASS -> ImageVerificationMetadata.PASS;
            case SKIP -> ImageVerificationMetadata.SKIP;
            case FAIL, ERROR -> ImageVerificationMetadata.FAIL;
        };
    }
}
