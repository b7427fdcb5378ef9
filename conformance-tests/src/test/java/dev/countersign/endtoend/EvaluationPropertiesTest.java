package dev.countersign.endtoend;

import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.document.Value;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.RuleResponse;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What holds for every object: random ones, from seeds that a failure names. */
class EvaluationPropertiesTest extends EndToEnd {
    private static final int OBJECTS = 60;

    private final Policy policy = named("check")
            .ruleWith(
                    "verify",
                    "match: {any: [{resources: {kinds: [Pod]}}]}, context: [{name: team, variable: {jmesPath:"
                            + " \"request.object.metadata.labels.team || 'none'\"}}, {name: keys, variable: {jmesPath:"
                            + " \"sort(keys(request.object.metadata.labels))\"}}], preconditions: {any: [{key:"
                            + " \"{{ team }}\", operator: NotEquals, value: t0, message: \"team {{ keys }}\"}]}",
                    entry(key(KEY)))
            .rule("again", entry(key(OTHER_KEY)))
            .read();

    private static Value.ObjectValue randomPod(Random random) {
        String[] images = new String[1 + random.nextInt(3)];
        for (int i = 0; i < images.length; i++) {
            images[i] = random.nextInt(4) == 0 ? "elsewhere.test/x" : random.nextBoolean() ? GOOD_IMAGE : BAD_IMAGE;
        }
        Map<String, Value> labels = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            labels.put(random.nextInt(3) == 0 ? "team" : "l" + i, Value.of("t" + random.nextInt(3)));
        }
        Value.ObjectValue pod = Pods.pod(images);
        Value.ObjectValue metadata = pod.object("metadata").orElseThrow();
        return pod.with("metadata", metadata.with("labels", new Value.ObjectValue(labels)));
    }

    /** The same value, its members in another order. */
    private static Value shuffled(Value value, Random random) {
        if (value instanceof Value.ListValue list) {
            return new Value.ListValue(
                    list.items().stream().map(item -> shuffled(item, random)).toList());
        }
        if (!(value instanceof Value.ObjectValue object)) {
            return value;
        }
        List<String> names = new ArrayList<>(object.members().keySet());
        Collections.shuffle(names, random);
        Map<String, Value> members = new LinkedHashMap<>();
        names.forEach(name -> members.put(name, shuffled(object.members().get(name), random)));
        return new Value.ObjectValue(members);
    }

    private static String told(AdmissionDecision decision) {
        StringBuilder told = new StringBuilder(decision.answer().toString());
        for (RuleResponse response : rules(decision.verify())) {
            told.append('\n').append(response.rule()).append(response.status()).append(response.message());
        }
        for (RuleResponse response : rules(decision.validate())) {
            told.append('\n').append(response.rule()).append(response.status()).append(response.message());
        }
        return told.toString();
    }

    @Test
    void the_decision_does_not_depend_on_the_order_of_members_nor_on_what_was_decided_before() {
        ImageVerificationEngine engine = builder(policy).build();
        for (int seed = 0; seed < OBJECTS; seed++) {
            Value.ObjectValue pod = randomPod(new Random(seed));
            Value.ObjectValue other = (Value.ObjectValue) shuffled(pod, new Random(seed));
            String first = told(engine.decide(AdmissionRequest.create(pod)));

            assertThat(told(engine.decide(AdmissionRequest.create(other))))
                    .as("seed %d", seed)
                    .isEqualTo(first);
            assertThat(told(builder(policy).build().decide(AdmissionRequest.create(pod))))
                    .as("seed %d, an engine of its own", seed)
                    .isEqualTo(first);
        }
    }

    @Test
    void no_pod_with_an_unsigned_image_of_the_policy_is_ever_allowed() {
        ImageVerificationEngine engine = builder(policy).build();
        for (int seed = 0; seed < OBJECTS; seed++) {
            Value.ObjectValue pod = randomPod(new Random(seed));
            if (pod.toString().contains(BAD_IMAGE)) {
                assertThat(engine.decide(AdmissionRequest.create(pod)).allowed())
                        .as("seed %d", seed)
                        .isFalse();
            }
        }
    }

    @Test
    void sixteen_threads_that_share_one_engine_and_its_variables_tell_the_same_as_one() throws Exception {
        ImageVerificationEngine engine = builder(policy).build();
        List<String> alone = new ArrayList<>();
        for (int seed = 0; seed < 16; seed++) {
            alone.add(told(engine.decide(AdmissionRequest.create(randomPod(new Random(seed))))));
        }
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                tasks.add(() -> {
                    List<String> own = new ArrayList<>();
                    for (int seed = 0; seed < 16; seed++) {
                        own.add(told(engine.decide(AdmissionRequest.create(randomPod(new Random(seed))))));
                    }
                    return own;
                });
            }
            for (Future<List<String>> answers : threads.invokeAll(tasks)) {
                assertThat(answers.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
