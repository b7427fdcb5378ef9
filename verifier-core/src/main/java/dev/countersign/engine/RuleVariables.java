package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.document.Value;
import dev.countersign.engine.context.ContextSources;
import dev.countersign.engine.context.RequestData;
import dev.countersign.engine.context.RuleContext;
import dev.countersign.expression.condition.ConditionBlock;
import dev.countersign.expression.condition.ConditionException;
import dev.countersign.expression.condition.ConditionResult;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import dev.countersign.policy.Rule;
import dev.countersign.policy.read.JsonMismatchException;
import dev.countersign.policy.read.KyvernoJson;
import dev.countersign.verify.ImageVerifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of the rules of one policy over one request: preconditions, and the substitution of a whole rule (Kyverno spec 2.4,
 * 4.5). Lives for one policy and request; not thread-safe.
 */
final class RuleVariables {
    private final Policy policy;
    private final AdmissionRequest request;
    private final ContextSources sources;
    private final FunctionContext functions;
    private final ImageVerifier verifier;
    private boolean handled;

    RuleVariables(
            Policy policy,
            AdmissionRequest request,
            ContextSources sources,
            FunctionContext functions,
            ImageVerifier verifier) {
        this.policy = policy;
        this.request = request;
        this.sources = sources;
        this.functions = functions;
        this.verifier = verifier;
    }

    /** The context of a rule that means images of the request. */
    RuleContext context(CompiledRule rule, List<ExtractedImage> images) {
        boolean wholeNumbers = handled;
        return new RuleContext(
                () -> {
                    Map<String, Value> data = new LinkedHashMap<>(RequestData.of(request, wholeNumbers));
                    data.put("images", images(images));
                    return data;
                },
                rule.rule().context(),
                sources,
                policy.kind() == PolicyKind.POLICY ? policy.metadata().namespace() : "",
                functions,
                rule.queries());
    }

    /** For the rules that follow, whole numbers of the object are integers: a rule meant its images, met its preconditions or not. */
    void markHandled() {
        handled = true;
    }

    /** The answer of a rule whose preconditions are not met or cannot be evaluated; empty when the rule goes on. */
    static Optional<RuleResponse> refusal(CompiledRule rule, RuleContext context, RuleType type) {
        Optional<Conditions> preconditions = rule.rule().preconditions();
        if (preconditions.isEmpty()) {
            return Optional.empty();
        }
        String name = rule.rule().name();
        try {
            ConditionResult result = ConditionBlock.evaluate(preconditions.get(), context.substitutor());
            return result.holds()
                    ? Optional.empty()
                    : Optional.of(response(
                            name,
                            type,
                            RuleStatus.SKIP,
                            "preconditions not met" + (result.message().isEmpty() ? "" : "; " + result.message())));
        } catch (ConditionException e) {
            return Optional.of(
                    response(name, type, RuleStatus.ERROR, "failed to evaluate preconditions: " + e.getMessage()));
        }
    }

    /**
     * The rule with its variables replaced, compiled anew where it has any.
     *
     * @throws SubstitutionException with Kyverno's text
     */
    CompiledRule substituted(CompiledRule rule, RuleContext context) throws SubstitutionException {
        if (rule.document().isEmpty()) {
            return rule;
        }
        Value value = context.substitutor().substitute(rule.document().get()).value();
        if (!(value instanceof Value.ObjectValue document)) {
            throw new SubstitutionException("the rule is no object any more");
        }
        Rule changed;
        try {
            changed = KyvernoJson.rule(document);
        } catch (JsonMismatchException e) {
            throw new SubstitutionException(String.valueOf(e.getMessage()), e);
        }
        List<ImageVerification> entries = AttestedConditions.restored(changed, rule.rule())
                .orElseThrow(() -> new SubstitutionException("the rule has other entries than before"));
        return CompiledRule.compile(policy, changed.withVerifyImages(entries), verifier);
    }

    private static RuleResponse response(String rule, RuleType type, RuleStatus status, String message) {
        return new RuleResponse(rule, type, status, message, status == RuleStatus.ERROR, List.of(), List.of(), false);
    }

    /** {@code images}: by category and key; members that would be empty are absent (Kyverno spec 6.3). */
    private static Value images(List<ExtractedImage> images) {
        Map<String, Map<String, Value>> categories = new LinkedHashMap<>();
        for (ExtractedImage image : images) {
            Map<String, Value> members = new LinkedHashMap<>();
            put(members, "registry", image.reference().registry());
            put(members, "path", image.reference().path());
            put(members, "name", image.reference().name());
            put(members, "tag", image.reference().tag());
            put(members, "digest", image.reference().digest());
            put(members, "reference", image.reference().reference());
            put(members, "referenceWithTag", image.reference().referenceWithTag());
            put(members, "jsonPointer", image.pointer());
            categories
                    .computeIfAbsent(image.category(), category -> new LinkedHashMap<>())
                    .put(image.key(), new Value.ObjectValue(members));
        }
        Map<String, Value> all = new LinkedHashMap<>();
        categories.forEach((category, byKey) -> all.put(category, new Value.ObjectValue(byKey)));
        return new Value.ObjectValue(all);
    }

    private static void put(Map<String, Value> members, String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, Value.of(text));
        }
    }
}
