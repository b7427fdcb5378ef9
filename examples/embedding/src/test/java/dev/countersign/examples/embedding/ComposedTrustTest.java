package dev.countersign.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.cluster.manifests.ManifestCluster;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.registry.Registries;
import dev.countersign.trust.TrustEvent;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.source.TufMirror;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposedTrustTest {
    private static final Path ROTATION = Path.of("../rotation");
    private static final String SIGNER = "https://token.actions.githubusercontent.com";

    private final List<TrustEvent> events = new ArrayList<>();

    @TempDir
    Path folder;

    private boolean admits(String partnersIssuer) throws Exception {
        Files.copy(Path.of("src/test/resources/partner-fulcio.pem"), folder.resolve("fulcio.pem"));
        TrustRoot trust = ComposedTrust.of(
                TufMirror.inMemory("a mirror that lacks everything", Map.of()),
                ROTATION.resolve("no-root.json"),
                ROTATION.resolve("trusted_root-3-rotated.json"),
                folder,
                partnersIssuer,
                Runnable::run,
                events::add);
        ImageVerificationEngine engine = ImageVerificationEngine.builder()
                .policies(PolicyReader.read(ROTATION.resolve("policy.yaml")).orThrow())
                .registry(Registries.layout(ROTATION.resolve("registry")))
                .trustRoot(trust)
                .build();
        return engine.decide(AdmissionRequest.create(object("pod-old.yaml"))).allowed();
    }

    @Test
    void a_signer_of_no_partner_is_judged_by_our_trust_while_the_mirror_is_silent() throws Exception {
        assertThat(admits("https://token.partner.test")).isTrue();
        assertThat(events).hasAtLeastOneElementOfType(TrustEvent.FellBack.class);
    }

    @Test
    void under_the_partners_issuer_our_authority_does_not_count() throws Exception {
        assertThat(admits(SIGNER)).isFalse();
    }

    @Test
    void trust_roots_of_the_cluster_decide_and_absent_ones_refuse() throws Exception {
        assertThat(byCluster(List.of(object("trustroot.yaml")))).isTrue();
        assertThat(byCluster(List.of())).isFalse();
    }

    private static boolean byCluster(List<ObjectValue> held) throws Exception {
        return ComposedTrust.byTrustRootsOf(
                        ManifestCluster.of(held),
                        Files.readAllBytes(ROTATION.resolve("image-policy.yaml")),
                        Registries.layout(ROTATION.resolve("registry")),
                        HttpClient.newHttpClient(),
                        Runnable::run)
                .decide(object("pod-new.yaml"))
                .allowed();
    }

    private static ObjectValue object(String file) throws IOException {
        byte[] yaml = Files.readAllBytes(ROTATION.resolve(file));
        return (ObjectValue) DocumentReader.read(file, yaml, DocumentLimits.POLICIES)
                .roots()
                .get(0)
                .value();
    }
}
