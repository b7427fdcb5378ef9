package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Value;
import dev.countersign.engine.context.RuleContext;
import dev.countersign.engine.match.ConfiguredScope;
import dev.countersign.engine.match.RequestFacts;
import dev.countersign.engine.match.RuleMatch;
import dev.countersign.engine.match.UnknownNamespace;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.policy.ImageExtractor;
import dev.countersign.policy.KyvernoConfiguration;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rules speak of a request, and of which of its images (Kyverno spec 2.1, 2.2, 6.4). Lives for one request and is not
 * thread-safe; images are extracted once for all rules with the same extractors.
 */
final class RuleSelection {
    /** The number of the divergence: an image that cannot be parsed refuses. */
    static final String UNPARSABLE_IMAGE = "D02";

    /** The number of the divergence: a selector over the labels of a namespace that nobody knows refuses. */
    static final String UNKNOWN_NAMESPACE = "D09";

    /** The number of the divergence: a rule of another kind refuses. */
    static final String UNEVALUATED_RULE = "D17";

    private final AdmissionRequest request;
    private final NamespaceLabels namespaces;
    private final KyvernoConfiguration configuration;
    private final RuleExceptions exceptions;
    private final FunctionContext functions;
    private final boolean leftAlone;
    private final Map<Map<String, List<ImageExtractor>>, ImageExtraction> extractions = new HashMap<>();

    RuleSelection(
            AdmissionRequest request,
            ClusterReader cluster,
            KyvernoConfiguration configuration,
            RuleExceptions exceptions,
            FunctionContext functions) {
        this.request = request;
        this.functions = functions;
        this.namespaces = new NamespaceLabels(cluster);
        this.configuration = configuration;
        this.exceptions = exceptions;
        this.leftAlone = ConfiguredScope.leavesAlone(configuration, request);
    }

    /**
     * What a rule has to look at.
     *
     * @param candidates every image that some entry means, once for each entry that means it; every entry looks at all of them
     * @param images the same, each image once; empty when the rule is silent
     * @param all every image of the object, meant or not
     * @param problem an answer that stands already
     */
    record Selected(
            List<ExtractedImage> candidates,
            List<ExtractedImage> images,
            List<ExtractedImage> all,
            Optional<RuleResponse> problem) {
        static final Selected NOTHING = new Selected(List.of(), List.of(), List.of(), Optional.empty());

        Selected {
            candidates = List.copyOf(candidates);
            images = List.copyOf(images);
            all = List.copyOf(all);
        }

        static Selected problem(RuleResponse response) {
            return new Selected(List.of(), List.of(), List.of(), Optional.of(response));
        }
    }

    /**
     * What a rule of a policy has to look at.
     *
     * @param problemType the type of an answer that stands already: Kyverno's differs by phase
     */
    Selected select(Policy policy, CompiledRule rule, RuleType problemType) {
        if (request.object().isEmpty() || leftAlone) {
            return Selected.NOTHING;
        }
        String name = rule.rule().name();
        Optional<Map<String, String>> labels =
                rule.selectsNamespaces() ? namespaces.labels(request.namespace()) : Optional.of(Map.of());
        if (!means(policy, rule, labels)) {
            return Selected.NOTHING;
        }
        // As in Kyverno, the request says what the object is; one that calls itself otherwise is not left unseen.
        Value.ObjectValue stated = request.object().get();
        String kind = request.kind().kind();
        Value.ObjectValue object = kind.isEmpty() ? stated : stated.with("kind", Value.of(kind));
        ImageExtraction extraction = extractions.computeIfAbsent(
                rule.rule().imageExtractors(),
                extractors -> ImageExtraction.of(object, extractors, configuration.references(), functions));
        if (labels.isEmpty()) {
            return hasMeantImages(extraction, rule)
                    ? Selected.problem(Responses.blocking(
                            name,
                            problemType,
                            "failed to create policy context: namespace \"" + request.namespace() + "\" not found",
                            List.of(UNKNOWN_NAMESPACE)))
                    : Selected.NOTHING;
        }
        if (extraction instanceof ImageExtraction.Failed failed) {
            boolean custom =
                    rule.rule().imageExtractors().containsKey(request.kind().kind());
            return Selected.problem(
                    custom
                            ? new RuleResponse(
                                    name,
                                    problemType,
                                    RuleStatus.ERROR,
                                    "failed to instantiate handler: failed to extract images: " + failed.message(),
                                    true,
                                    List.of(),
                                    List.of(),
                                    false)
                            : Responses.blocking(name, problemType, failed.message(), List.of(UNPARSABLE_IMAGE)));
        }
        List<ExtractedImage> candidates = new ArrayList<>();
        List<ExtractedImage> images = new ArrayList<>();
        for (ExtractedImage image : ((ImageExtraction.Found) extraction).images()) {
            String normalForm = image.reference().normalForm();
            long meant = rule.entries().stream()
                    .filter(entry -> entry.means(normalForm))
                    .count();
            for (long i = 0; i < meant; i++) {
                candidates.add(image);
            }
            if (meant > 0) {
                images.add(image);
            }
        }
        if (!images.isEmpty() && rolesAreUnknown(rule)) {
            return Selected.problem(
                    unsupported(name, problemType, List.of("roles and clusterRoles of an unknown user")));
        }
        if (!images.isEmpty() && !rule.unsupported().isEmpty()) {
            return Selected.problem(
                    unsupported(name, problemType, rule.unsupported()).resting(UnsupportedFeatures.REFUSED));
        }
        return new Selected(candidates, images, ((ImageExtraction.Found) extraction).current(), Optional.empty());
    }

    /** The answer to a rule of another kind that means the object; empty when it does not. */
    Optional<RuleResponse> unevaluated(Policy policy, CompiledRule rule) {
        Optional<Map<String, String>> labels =
                rule.selectsNamespaces() ? namespaces.labels(request.namespace()) : Optional.of(Map.of());
        return request.object().isPresent() && !leftAlone && means(policy, rule, labels)
                ? Optional.of(unsupported(
                                rule.rule().name(),
                                RuleType.IMAGE_VERIFY,
                                rule.rule().kinds().stream()
                                        .map(kind -> kind.field() + " rules")
                                        .toList())
                        .resting(UNEVALUATED_RULE))
                : Optional.empty();
    }

    /** The answer of a rule that an exception keeps from the request; empty when the rule goes on. */
    Optional<RuleResponse> excepted(Policy policy, CompiledRule rule, RuleContext context, RuleType type) {
        if (!exceptions.concern(policy, rule)) {
            return Optional.empty();
        }
        Optional<Map<String, String>> labels = namespaces.labels(request.namespace());
        RequestFacts facts = RequestFacts.of(request, labels.orElse(Map.of()));
        return exceptions.skip(policy, rule, facts, labels.isPresent(), context, type);
    }

    /** Whether the rule means the object; where the labels of the namespace are unknown: whether it might. */
    private boolean means(Policy policy, CompiledRule rule, Optional<Map<String, String>> labels) {
        String policyNamespace =
                policy.kind() == PolicyKind.POLICY ? policy.metadata().namespace() : "";
        RequestFacts facts = RequestFacts.of(request, labels.orElse(Map.of()));
        if (rolesAreUnknown(rule)) {
            return labels.isEmpty()
                    || RuleMatch.matches(
                                    rule.rule().name(),
                                    UnknownRoles.match(rule.rule()),
                                    UnknownRoles.exclude(rule.rule()),
                                    policyNamespace,
                                    facts)
                            instanceof RuleMatch.Matched;
        }
        return labels.isPresent()
                ? RuleMatch.matches(rule.rule(), policyNamespace, facts) instanceof RuleMatch.Matched
                : UnknownNamespace.mayMatch(rule.rule(), policyNamespace, facts);
    }

    private boolean rolesAreUnknown(CompiledRule rule) {
        return !request.userInfo().rolesKnown() && UnknownRoles.concern(rule.rule());
    }

    private static boolean hasMeantImages(ImageExtraction extraction, CompiledRule rule) {
        return !(extraction instanceof ImageExtraction.Found found)
                || found.images().stream().anyMatch(image -> rule.entries().stream()
                        .anyMatch(entry -> entry.means(image.reference().normalForm())));
    }

    static RuleResponse unsupported(String rule, RuleType type, List<String> features) {
        return Responses.blocking(
                rule,
                type,
                "this version of Countersign cannot take into account what the rule states: "
                        + String.join(", ", features),
                List.of());
    }
}
