package dev.countersign.conformance;

import dev.countersign.admission.AdmissionAnswer;
import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.GroupVersionKind;
import dev.countersign.admission.JsonPatchException;
import dev.countersign.admission.PatchOperation;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.conformance.Answer.OfAdmission;
import dev.countersign.conformance.Answer.OfPolicy;
import dev.countersign.conformance.Answer.OfRule;
import dev.countersign.conformance.Answer.OfWebhook;
import dev.countersign.conformance.Answer.Text;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.PhaseDecision;
import dev.countersign.engine.PolicyResponse;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.context.ServiceCallException;
import dev.countersign.engine.context.ServiceCalls;
import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import dev.countersign.policy.KyvernoConfiguration;
import dev.countersign.policy.Policy;
import dev.countersign.policy.check.KindDiscovery;
import dev.countersign.policy.check.PolicyAdmission;
import dev.countersign.policy.check.PolicyAdmissionAnswer;
import dev.countersign.registry.Deadline;
import dev.countersign.testkit.Fault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks Countersign one case: load, admission of each policy, each policy on its own, then the two webhooks. */
final class CaseEvaluation {
    /** The clock of every case: the day after the recordings. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC);

    private final CaseFolder folder;
    private final CorpusWorld world;
    private final ObjectValue specification;
    private final List<Fault> faults;
    private final AdmissionRequest request;
    private final ClusterReader cluster;
    private final KyvernoConfiguration configuration;
    private final KindDiscovery discovery;
    private final MatchConditionLanguage conditions;

    CaseEvaluation(CaseFolder folder, CorpusWorld world, MatchConditionLanguage conditions) {
        this.conditions = conditions;
        this.folder = folder;
        this.world = world;
        this.specification = folder.specification();
        this.faults = Fault.parse(Json.write(specification.get("faults").orElse(Value.ofTexts(List.of()))));
        this.request = CaseRequest.of(specification, only("resource.yaml"), only("old.yaml"));
        this.cluster = CaseCluster.of(objects("cluster.yaml"), request.namespace());
        this.configuration = CaseCluster.configuration(cluster);
        // The corpus' cluster serves the kind of the case's object, whatever it is.
        GroupVersionKind kind = request.kind();
        this.discovery = KindDiscovery.BUILT_IN.and(kind.group(), kind.version(), kind.kind(), true);
    }

    Answer answer() {
        CasePolicies loaded = CasePolicies.of(folder, world);
        List<OfPolicy> answers = new ArrayList<>();
        List<Policy> admitted = new ArrayList<>();
        for (Policy policy : loaded.policies()) {
            PolicyAdmissionAnswer admission = PolicyAdmission.check(policy, discovery, conditions);
            OfAdmission answer = new OfAdmission(admission.error(), admission.warnings(), Optional.empty(), false);
            if (admission.admitted()) {
                admitted.add(policy);
                answers.add(alone(policy, answer, loaded));
            } else {
                answers.add(answer(
                        policy,
                        answer,
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        Set.copyOf(admission.divergences())));
            }
        }
        Optional<OfWebhook> mutating = Optional.empty();
        Optional<OfWebhook> validating = Optional.empty();
        if (!admitted.isEmpty()) {
            ImageVerificationEngine engine = engine(admitted, loaded);
            PhaseDecision verify = engine.mutate(request);
            mutating = Optional.of(webhook(verify));
            if (verify.answer().allowed()) {
                validating = Optional.of(validating(engine, verify.answer().patch()));
            }
        }
        return new Answer(
                Optional.empty(),
                false,
                loaded.error().map(error -> new Text(error, false)),
                answers,
                mutating,
                validating,
                Set.of());
    }

    private OfWebhook validating(ImageVerificationEngine engine, List<PatchOperation> patch) {
        try {
            return webhook(engine.validate(Patches.apply(request, patch)));
        } catch (JsonPatchException e) {
            throw new IllegalStateException("the mutating webhook's own patch does not fit: " + e.getMessage(), e);
        }
    }

    private OfPolicy alone(Policy policy, OfAdmission admission, CasePolicies loaded) {
        ImageVerificationEngine engine = engine(List.of(policy), loaded);
        List<PolicyResponse> verify = engine.mutate(request).policies();
        List<PatchOperation> all = new ArrayList<>();
        List<PatchOperation> digests = new ArrayList<>();
        Map<String, String> images = new LinkedHashMap<>();
        for (PolicyResponse response : verify) {
            all.addAll(Patches.of(response, request));
            digests.addAll(response.patches());
            images.putAll(response.metadata().images());
        }
        AdmissionRequest patched;
        try {
            patched = Patches.apply(request, all);
        } catch (JsonPatchException e) {
            patched = request;
        }
        List<PolicyResponse> validate = engine.validate(patched).policies();
        Set<String> divergences = divergences(verify);
        divergences.addAll(divergences(validate));
        return answer(policy, admission, rules(verify), digests, images, rules(validate), divergences);
    }

    private static OfPolicy answer(
            Policy policy,
            OfAdmission admission,
            List<OfRule> verify,
            List<PatchOperation> patches,
            Map<String, String> images,
            List<OfRule> validate,
            Set<String> divergences) {
        return new OfPolicy(
                policy.name(),
                policy.metadata().namespace(),
                admission,
                Optional.empty(),
                false,
                Optional.empty(),
                verify,
                patches.stream().map(Patches::json).toList(),
                images,
                validate,
                Set.of(),
                Set.of(),
                divergences);
    }

    private ImageVerificationEngine engine(List<Policy> policies, CasePolicies loaded) {
        return ImageVerificationEngine.builder()
                .policies(policies)
                .registry(world.registry(faults))
                .trustRoot(world.trustRoot(specification.text("trustedRoot")))
                .cluster(cluster)
                .exceptions(loaded.exceptions())
                .configuration(configuration)
                .kinds(discovery)
                .matchConditions(conditions)
                .services(CaseEvaluation::unknownHost)
                .clock(CLOCK)
                .build();
    }

    /** No host is known but the registries. */
    private static ServiceCalls.Answer unknownHost(ServiceCalls.Request request, Deadline deadline)
            throws ServiceCallException {
        String host;
        try {
            host = String.valueOf(URI.create(request.url()).getHost());
        } catch (IllegalArgumentException e) {
            throw new ServiceCallException("invalid URL", e);
        }
        throw new ServiceCallException("failed to resolve " + host + ": lookup " + host + ": no such host");
    }

    private static List<OfRule> rules(List<PolicyResponse> responses) {
        return responses.stream()
                .flatMap(response -> response.rules().stream())
                .map(rule -> new OfRule(
                        rule.rule(), rule.type().text(), rule.status().text(), rule.message(), false))
                .toList();
    }

    private static OfWebhook webhook(PhaseDecision decision) {
        AdmissionAnswer answer = decision.answer();
        return new OfWebhook(
                answer.allowed(),
                answer.message(),
                answer.warnings(),
                answer.patch().stream().map(Patches::json).toList(),
                Optional.empty(),
                false,
                false,
                divergences(decision.policies()));
    }

    private static Set<String> divergences(List<PolicyResponse> responses) {
        Set<String> numbers = new HashSet<>();
        for (PolicyResponse response : responses) {
            for (RuleResponse rule : response.rules()) {
                numbers.addAll(rule.divergences());
                rule.images().forEach(image -> numbers.addAll(image.verdict().divergences()));
            }
        }
        return numbers;
    }

    private Optional<ObjectValue> only(String file) {
        List<ObjectValue> objects = objects(file);
        if (objects.size() > 1) {
            throw new CorpusException(folder.name() + ": " + file + " holds " + objects.size() + " objects");
        }
        return objects.stream().findFirst();
    }

    private List<ObjectValue> objects(String file) {
        if (folder.file(file).isEmpty()) {
            return List.of();
        }
        DocumentReading reading =
                DocumentReader.read(file, folder.read(file).getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS);
        List<ObjectValue> objects = new ArrayList<>();
        for (DocumentReading.Document document : reading.documents()) {
            if (document.blank()) {
                continue;
            }
            Value root = document.root()
                    .orElseThrow(() -> new CorpusException(folder.name() + ": " + file + ": " + document.issues()))
                    .value();
            if (root instanceof ObjectValue object) {
                objects.add(object);
            }
        }
        return objects;
    }
}
