package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.verify.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One request never makes the process fetch more than so much, however many images it names. */
class RequestBudgetTest extends EndToEnd {
    private static final long LAYER = 100L << 20;

    /** Signatures of 100 MiB, as their manifests say. */
    private String[] greedyImages(int count) {
        List<String> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Repository repository = new Repository(HOST, "greedy/i" + i);
            Digest image = VirtualSigstore.pushImage(server(), repository, "1");
            String layer = "{\"mediaType\":\"a\",\"size\":" + LAYER + ",\"digest\":\"sha256:" + "c".repeat(64)
                    + "\",\"annotations\":{\"dev.cosignproject.cosign/signature\":\"\"}}";
            String manifest = "{\"layers\":[" + layer + "]}";
            server().push(
                            repository,
                            VirtualSigstore.signatureTag(image),
                            "application/vnd.oci.image.manifest.v1+json",
                            manifest.getBytes(StandardCharsets.UTF_8));
            images.add(repository + ":1");
        }
        return images.toArray(new String[0]);
    }

    @Test
    void what_many_images_bring_together_is_bounded_and_beyond_nothing_is_proven() {
        List<Long> asked = new ArrayList<>();
        Registry registry = new ScriptedRegistry(server().registry()) {
            @Override
            public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline)
                    throws RegistryException {
                asked.add(size);
                throw new RegistryException(RegistryException.Kind.NOT_FOUND, 404, "none");
            }
        };

        List<RuleResponse> responses = rules(builder(check(entry(key(KEY)) + ", mutateDigest: false"))
                .registry(registry)
                .build()
                .decide(create(greedyImages(5)))
                .verify());

        assertThat(asked).containsExactly(LAYER, LAYER);
        assertThat(responses).hasSize(5).allMatch(response -> response.status() == RuleStatus.FAIL);
        assertThat(responses.get(0).images().get(0).verdict()).isInstanceOf(Verdict.Rejected.class);
        assertThat(responses.get(4).message())
                .endsWith("size of everything that the request fetches exceeded the limit (268435456)");
        assertThat(responses.get(4).images().get(0).verdict()).isInstanceOf(Verdict.Indeterminate.class);
    }

    @Test
    void each_request_has_a_budget_of_its_own() {
        sign(GOOD, good, VirtualSigstore.signUnlogged(good, KEY, Map.of()));
        var engine = builder(check(entry(key(KEY)) + ", mutateDigest: false")).build();

        engine.decide(create(greedyImages(5)));

        assertThat(rules(engine.decide(create(GOOD_IMAGE)).verify()))
                .extracting(RuleResponse::status)
                .containsExactly(RuleStatus.PASS);
    }
}
