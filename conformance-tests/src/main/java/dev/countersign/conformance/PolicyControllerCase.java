package dev.countersign.conformance;

import dev.countersign.cluster.manifests.ManifestCluster;
import dev.countersign.clusterimagepolicy.ClusterImagePolicyEngine;
import dev.countersign.clusterimagepolicy.ImagePolicyDecision;
import dev.countersign.clusterimagepolicy.NoMatchPolicy;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.sigstore.ClusterImagePolicyReader;
import dev.countersign.policy.sigstore.ClusterImagePolicyReading;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.resource.ResourceTrust;
import dev.countersign.trust.resource.TrustRootReader;
import dev.countersign.trust.resource.TrustRootReading;
import dev.countersign.trust.resource.TrustRootResource;
import dev.countersign.trust.source.Refresh;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One case of policy-controller: evaluated, and compared. Confined to one thread. */
final class PolicyControllerCase {
    private static final String SYSTEM_NAMESPACE = "cosign-system";
    private static final String ADMISSION = "admission";

    /** The day after the recordings. */
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    private final CaseFolder folder;
    private final PolicyControllerWorld world;
    private final ObjectValue specification;
    private final ObjectValue expected;
    private final List<Difference> differences = new ArrayList<>();
    private final Set<String> numbers = new LinkedHashSet<>();
    private final Map<String, TrustRoot> trustRoots = new LinkedHashMap<>();
    private final List<String> unsafe = new ArrayList<>();

    PolicyControllerCase(CaseFolder folder, PolicyControllerWorld world) {
        this.folder = folder;
        this.world = world;
        this.specification = folder.specification();
        this.expected = Json.readObject(folder.read("expected.json"));
    }

    CaseResult result() {
        trustRoots();
        boolean failOnEmpty = !specification
                .get("failOnEmptyAuthorities")
                .filter(Value.of(false)::equals)
                .isPresent();
        ClusterImagePolicyReading reading = ClusterImagePolicyReader.read(
                "policy.yaml",
                bytes("policy.yaml"),
                new ClusterImagePolicyReader.Options(SYSTEM_NAMESPACE, failOnEmpty));
        policies(reading);
        if (expected.object(ADMISSION).isPresent()) {
            admission(reading);
        }
        Outcome worst =
                differences.stream().map(Difference::level).max(Enum::compareTo).orElse(Outcome.EQUAL);
        Outcome outcome = (worst == Outcome.STATUS || worst == Outcome.MESSAGE) && !numbers.isEmpty()
                ? Outcome.DIVERGENCE
                : worst;
        return new CaseResult(folder.name(), outcome, numbers.stream().sorted().toList(), differences, unsafe);
    }

    private byte[] bytes(String file) {
        return folder.file(file).isPresent() ? folder.read(file).getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    private void differ(String at, Value theirs, Value ours, Outcome level) {
        differences.add(new Difference(at, theirs, ours, level));
    }

    private static String error(ObjectValue of, String stage) {
        return of.object(stage).flatMap(found -> found.text("error")).orElse("");
    }

    private void texts(String at, String theirs, String ours) {
        if (!TransportText.alike(theirs, ours)) {
            differ(at, Value.of(theirs), Value.of(ours), Outcome.MESSAGE);
        }
    }

    private void trustRoots() {
        List<TrustRootReading.Document> documents =
                TrustRootReader.read("trustroot.yaml", bytes("trustroot.yaml")).documents();
        List<Value> theirs = expected.list("trustRoots");
        if (documents.size() != theirs.size()) {
            differ("trustRoots", Value.of(theirs.size()), Value.of(documents.size()), Outcome.STATUS);
            return;
        }
        for (int i = 0; i < documents.size(); i++) {
            TrustRootReading.Document document = documents.get(i);
            ObjectValue wanted = (ObjectValue) theirs.get(i);
            String at = "trustRoots[" + i + "]";
            String problem = "";
            List<String> numbered = new ArrayList<>(document.divergences());
            if (document.resource().isPresent()) {
                TrustRootResource resource = document.resource().get();
                TrustRoot root = ResourceTrust.of(resource, world::mirror, Refresh.whenAsked());
                try {
                    numbered.addAll(ResourceTrust.divergences(root.material()));
                    trustRoots.put(resource.name(), root);
                } catch (TrustRootException e) {
                    problem = String.valueOf(e.getMessage());
                }
            }
            boolean usable = trustRoots.containsKey(document.name());
            boolean theirsUsable =
                    (error(wanted, "load") + error(wanted, "validation") + error(wanted, "reconcile")).isEmpty();
            numbers.addAll(numbered);
            if (usable != theirsUsable) {
                differ(at + ".usable", Value.of(theirsUsable), Value.of(usable), Outcome.STATUS);
                if (usable && numbered.isEmpty()) {
                    unsafe.add("trusted");
                }
            }
            texts(at + ".load", error(wanted, "load"), document.loadError());
            texts(at + ".validation", error(wanted, "validation"), document.validationError());
            texts(at + ".reconcile", error(wanted, "reconcile"), document.reconcileError() + problem);
        }
    }

    private void policies(ClusterImagePolicyReading reading) {
        List<Value> theirs = expected.list("policies");
        if (reading.documents().size() != theirs.size()) {
            differ(
                    "policies",
                    Value.of(theirs.size()),
                    Value.of(reading.documents().size()),
                    Outcome.STATUS);
            return;
        }
        for (int i = 0; i < theirs.size(); i++) {
            ObjectValue wanted = (ObjectValue) theirs.get(i);
            ClusterImagePolicyReading.Document document = reading.documents().get(i);
            String at = "policies[" + i + "]";
            boolean exists = (error(wanted, "load") + error(wanted, "validation")).isEmpty();
            numbers.addAll(document.divergences());
            if (exists != document.policy().isPresent()) {
                differ(at, Value.of(exists), Value.of(document.policy().isPresent()), Outcome.STATUS);
                if (!exists && document.divergences().isEmpty()) {
                    unsafe.add("let in");
                }
            }
            texts(at + ".load", error(wanted, "load"), document.loadError());
            texts(at + ".validation", error(wanted, "validation"), document.validationError());
            texts(
                    at + ".warnings",
                    wanted.object("validation")
                            .flatMap(found -> found.text("warnings"))
                            .orElse(""),
                    document.validationWarning());
        }
    }

    private void admission(ClusterImagePolicyReading reading) {
        ClusterImagePolicyEngine engine = ClusterImagePolicyEngine.builder(
                        world.registry(specification.object("auth").orElse(Value.EMPTY_OBJECT)))
                .policies(reading.policies())
                .trustRoots(trustRoots)
                .trustRoot(world.process(specification.text("tuf")))
                .cluster(ManifestCluster.of(objects("cluster.yaml")))
                .clock(() -> NOW)
                .timeout(timeout())
                .noMatchPolicy(NoMatchPolicy.valueOf(
                        specification.text("noMatchPolicy").orElse("deny").toUpperCase(Locale.ROOT)))
                .systemNamespace(SYSTEM_NAMESPACE)
                .build();
        ImagePolicyDecision ours = engine.decide(resource());
        numbers.addAll(ours.divergences());
        ObjectValue theirs = expected.object(ADMISSION).orElse(Value.EMPTY_OBJECT);
        boolean allowed = theirs.get("allowed").filter(Value.of(true)::equals).isPresent();
        if (allowed != ours.allowed()) {
            differ(
                    "admission.allowed",
                    theirs,
                    Value.EMPTY_OBJECT.with("allowed", Value.of(ours.allowed())).with("error", Value.of(ours.error())),
                    Outcome.STATUS);
            if (ours.allowed() && ours.divergences().isEmpty()) {
                unsafe.add("admitted");
            }
        } else if (!CaseFolder.texts(expected, "varies").contains(ADMISSION)) {
            texts("admission.error", theirs.text("error").orElse(""), ours.error());
            texts(
                    "admission.warnings",
                    String.join("\n", CaseFolder.texts(theirs, "warnings"))
                            + theirs.text("warnings").orElse(""),
                    String.join("\n", ours.warnings()));
        }
    }

    private Duration timeout() {
        return specification.get("deadlineMillis").orElse(Value.NULL) instanceof Value.IntegerValue millis
                ? Duration.ofMillis(millis.value())
                : Duration.ofSeconds(30);
    }

    private List<ObjectValue> objects(String file) {
        return DocumentReader.read(file, bytes(file), DocumentLimits.OBJECTS).roots().stream()
                .map(root -> root.value())
                .filter(ObjectValue.class::isInstance)
                .map(ObjectValue.class::cast)
                .toList();
    }

    private ObjectValue resource() {
        List<ObjectValue> written = objects("resource.yaml");
        if (!written.isEmpty()) {
            return written.get(0);
        }
        Optional<String> image = specification.text("image");
        ObjectValue container =
                Value.EMPTY_OBJECT.with("name", Value.of("main")).with("image", Value.of(image.orElse("")));
        return Value.EMPTY_OBJECT
                .with("apiVersion", Value.of("v1"))
                .with("kind", Value.of("Pod"))
                .with(
                        "metadata",
                        Value.EMPTY_OBJECT.with("name", Value.of("web")).with("namespace", Value.of("default")))
                .with("spec", Value.EMPTY_OBJECT.with("containers", new Value.ListValue(List.of(container))));
    }
}
