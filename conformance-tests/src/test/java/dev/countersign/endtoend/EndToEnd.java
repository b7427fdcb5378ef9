package dev.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.PolicyResponse;
import dev.countersign.engine.RuleResponse;
import dev.countersign.policy.Policy;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.InProcessRegistry;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualSigstore;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A registry over HTTP with a signed image {@code good:1}, another one {@code bad:1} that nobody signed, and engines over it. */
abstract class EndToEnd {
    static final Instant SIGNED_AT = Instant.parse("2026-01-01T00:00:00Z");
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);
    static final SigningKey KEY = SigningKey.p256();
    static final SigningKey OTHER_KEY = SigningKey.p256();
    static final VirtualSigstore SIGSTORE = VirtualSigstore.at(SIGNED_AT);

    static final String HOST = "registry.test";
    static final Repository GOOD = new Repository(HOST, "shop/good");
    static final Repository BAD = new Repository(HOST, "shop/bad");
    static final String GOOD_IMAGE = GOOD + ":1";
    static final String BAD_IMAGE = BAD + ":1";

    private InProcessRegistry server;
    Digest good = new Digest("sha256:" + "0".repeat(64));
    Digest bad = good;

    EndToEnd() {
        try {
            server = InProcessRegistry.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    InProcessRegistry server() {
        return server;
    }

    @BeforeEach
    void images_are_there() {
        good = VirtualSigstore.pushImage(server, GOOD, "1");
        bad = VirtualSigstore.pushImage(server, BAD, "1");
        sign(GOOD, good, VirtualSigstore.signUnlogged(good, KEY, Map.of()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    void sign(Repository repository, Digest image, SignatureLayer... layers) {
        VirtualSigstore.pushSignatures(server, repository, image, layers);
    }

    ImageVerificationEngine.Builder builder(Policy... policies) {
        return ImageVerificationEngine.builder()
                .policies(List.of(policies))
                .registry(server.registry())
                .clock(CLOCK);
    }

    AdmissionDecision decide(AdmissionRequest request, Policy... policies) {
        return builder(policies).build().decide(request);
    }

    /** The only answer of the verify phase. */
    static RuleResponse only(AdmissionDecision decision) {
        List<RuleResponse> rules = rules(decision.verify());
        assertThat(rules).hasSize(1);
        return rules.get(0);
    }

    static List<RuleResponse> rules(List<PolicyResponse> responses) {
        return responses.stream().flatMap(response -> response.rules().stream()).toList();
    }
}
