package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.Operation;
import dev.countersign.document.Value;
import dev.countersign.engine.context.RuleContext;
import dev.countersign.engine.match.MatchConditions;
import dev.countersign.policy.ApplyRules;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The validate phase of one policy over the object as the verify phase left it: digests, and what the annotation says of each
 * image (Kyverno spec 7.6). Lives for one policy and request.
 */
final class ValidatePhase {
    private final CompiledPolicy compiled;
    private final AdmissionRequest request;
    private final RuleSelection selection;
    private final RuleVariables variables;

    ValidatePhase(CompiledPolicy compiled, AdmissionRequest request, RuleSelection selection, RuleVariables variables) {
        this.variables = variables;
        this.compiled = compiled;
        this.request = request;
        this.selection = selection;
    }

    PolicyResponse run() {
        List<RuleResponse> responses = new ArrayList<>();
        MatchConditions.Asked asked = new MatchConditions.Asked.No();
        if (request.operation() != Operation.DELETE && request.object().isPresent()) {
            asked = compiled.conditions().asked(request);
        }
        if (!(asked instanceof MatchConditions.Asked.No)) {
            for (CompiledRule rule : compiled.rulesFor(request.kind().kind())) {
                Optional<RuleResponse> answer = rule.isValidated() ? answer(rule, asked) : Optional.empty();
                answer.ifPresent(responses::add);
                if (compiled.policy().spec().applyRules() == ApplyRules.ONE
                        && answer.filter(response ->
                                        response.status() == RuleStatus.PASS || response.status() == RuleStatus.FAIL)
                                .isPresent()) {
                    break;
                }
            }
        }
        return new PolicyResponse(
                compiled.policy(), Responses.asked(asked, responses), List.of(), ImageVerificationMetadata.EMPTY);
    }

    private Optional<RuleResponse> answer(CompiledRule rule, MatchConditions.Asked asked) {
        RuleSelection.Selected selected = selection.select(compiled.policy(), rule, RuleType.VALIDATION);
        if (selected.problem().isPresent()) {
            return selected.problem();
        }
        if (selected.images().isEmpty()) {
            return Optional.empty();
        }
        if (asked instanceof MatchConditions.Asked.Unknown unknown) {
            return Optional.of(Responses.blocking(
                    rule.rule().name(), RuleType.VALIDATION, unknown.message(), unknown.divergences()));
        }
        RuleContext context = variables.context(rule, selected.all());
        variables.markHandled();
        Optional<RuleResponse> refusal = RuleVariables.refusal(rule, context, RuleType.VALIDATION);
        if (refusal.isPresent()) {
            return refusal;
        }
        Optional<RuleResponse> excepted = selection.excepted(compiled.policy(), rule, context, RuleType.VALIDATION);
        if (excepted.isPresent()) {
            return excepted;
        }
        String name = rule.rule().name();
        List<String> passed = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (CompiledEntry entry : rule.entries()) {
            for (ExtractedImage extracted : selected.images()) {
                String image = extracted.reference().normalForm();
                if (!entry.means(image)) {
                    continue;
                }
                if (entry.entry().verifyDigest()
                        && extracted.reference().digest().isEmpty()) {
                    return Optional.of(Responses.of(name, RuleStatus.FAIL, "missing digest for " + image, true));
                }
                if (entry.entry().required()) {
                    String status;
                    try {
                        status = status(rule, image);
                    } catch (ImageVerificationMetadataException e) {
                        return Optional.of(Responses.of(
                                name,
                                RuleStatus.FAIL,
                                "failed to parse scoped image metadata: " + e.getMessage(),
                                true));
                    }
                    switch (status) {
                        case "pass" -> passed.add(image);
                        case "skip" -> skipped.add(image);
                        default -> {
                            return Optional.of(Responses.of(name, RuleStatus.FAIL, "unverified image " + image, true));
                        }
                    }
                }
            }
        }
        return Optional.of(summary(name, passed, skipped));
    }

    private static RuleResponse summary(String rule, List<String> passed, List<String> skipped) {
        String images = String.join(" ", skipped);
        if (skipped.isEmpty()) {
            return Responses.of(rule, RuleStatus.PASS, "image verified", false);
        }
        return passed.isEmpty()
                ? Responses.of(rule, RuleStatus.SKIP, "image skipped, skipped images: " + images, false)
                : Responses.of(rule, RuleStatus.PASS, "image verified, skipped images: " + images, false);
    }

    private String status(CompiledRule rule, String image) throws ImageVerificationMetadataException {
        Policy policy = compiled.policy();
        Value.ObjectValue object = request.object().orElse(Value.EMPTY_OBJECT);
        Map<String, String> annotations = Annotations.of(object);
        String text = annotations.getOrDefault(ImageVerificationMetadata.SCOPED_ANNOTATION, "");
        if (text.isEmpty()) {
            return ImageVerificationMetadata.FAIL;
        }
        String namespace =
                policy.kind() == PolicyKind.POLICY ? policy.metadata().namespace() : "";
        return ImageVerificationMetadata.parse(text)
                .status(namespace, policy.name(), rule.rule().name(), image);
    }
}
