package dev.countersign.cli;

import dev.countersign.cluster.manifests.ManifestCluster;
import dev.countersign.clusterimagepolicy.ClusterImagePolicyEngine;
import dev.countersign.clusterimagepolicy.ImagePolicyDecision;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.registry.Registry;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.resource.ClusterTrustRoots;
import dev.countersign.trust.resource.ResourceTrust;
import dev.countersign.trust.source.Refresh;
import dev.countersign.verify.Reason;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Evaluates every object by all ClusterImagePolicies together, as policy-controller's webhook does, and tells the answers. TrustRoots among
 * the policies count before those that the cluster holds.
 */
final class SigstoreRun {
    private final ApplyInputs inputs;
    private final ClusterImagePolicyEngine engine;

    SigstoreRun(ApplyInputs inputs, Registry registry, TrustRoot trustRoot, Clock clock) {
        this.inputs = inputs;
        Map<String, TrustRoot> given =
                ResourceTrust.byName(inputs.sigstore().trustRoots(), TrustOptions::mirror, Refresh.whenAsked());
        ClusterTrustRoots held = ClusterTrustRoots.of(inputs.cluster(), TrustOptions::mirror, Refresh.whenAsked());
        this.engine = ClusterImagePolicyEngine.builder(registry)
                .policies(inputs.sigstore().policies())
                .trustRoots(name -> given.containsKey(name) ? given.get(name) : held.named(name))
                .trustRoot(trustRoot)
                .cluster(inputs.cluster())
                .clock(clock)
                .build();
    }

    /**
     * The answers as text, a line an object.
     *
     * @param text where they are written
     * @param why whether reasons follow
     * @return how many objects are refused
     */
    int tell(StringBuilder text, boolean why) {
        int refused = 0;
        for (ObjectValue object : inputs.objects()) {
            ImagePolicyDecision decision = engine.decide(object);
            refused += decision.allowed() ? 0 : 1;
            text.append(ManifestCluster.namespaceOf(object))
                    .append('/')
                    .append(object.text("kind").orElse(""))
                    .append('/')
                    .append(object.object("metadata")
                            .flatMap(metadata -> metadata.text("name"))
                            .orElse(""))
                    .append(
                            decision.allowed()
                                    ? " admitted by ClusterImagePolicies"
                                    : " refused by ClusterImagePolicies: ")
                    .append(decision.error())
                    .append('\n');
            decision.warnings()
                    .forEach(warning -> text.append("Warning: ").append(warning).append('\n'));
            if (why) {
                reasons(text, decision);
            }
        }
        return refused;
    }

    private static void reasons(StringBuilder text, ImagePolicyDecision decision) {
        for (ImagePolicyDecision.ImageOutcome image : decision.images()) {
            for (ImagePolicyDecision.PolicyOutcome policy : image.policies()) {
                for (Reason reason : policy.satisfied() ? List.<Reason>of() : policy.reasons()) {
                    text.append("  ")
                            .append(policy.policy())
                            .append(reason.place().isEmpty() ? "" : " at " + reason.place())
                            .append(": ")
                            .append(reason.message())
                            .append(reason.found().isEmpty() ? "" : "; found " + reason.found())
                            .append(reason.expected().isEmpty() ? "" : "; expected " + reason.expected())
                            .append(". ")
                            .append(reason.remedy())
                            .append('\n');
                }
            }
        }
        if (!decision.divergences().isEmpty()) {
            text.append("  differs from policy-controller on purpose: ")
                    .append(String.join(", ", decision.divergences()))
                    .append(" (docs/divergences.md)\n");
        }
    }
}
