package dev.countersign.benchmarks;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.policy.Policy;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.registry.Registries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What policies cost besides cryptography: reading and compiling one, and one admission over many of which one speaks. The object's
 * image is meant by nobody's {@code imageReferences}, so that no registry is asked.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class PolicyBenchmark {
    /** How many policies the engine holds. */
    @Param({"1", "10", "100", "1000"})
    public int policies;

    private byte[] text = new byte[0];
    private ImageVerificationEngine engine = ImageVerificationEngine.builder().build();
    private final AdmissionRequest request = AdmissionRequest.create(Value.EMPTY_OBJECT
            .with("apiVersion", Value.of("v1"))
            .with("kind", Value.of("Pod"))
            .with(
                    "metadata",
                    Value.EMPTY_OBJECT.with("name", Value.of("web")).with("namespace", Value.of("namespace-0")))
            .with(
                    "spec",
                    Value.EMPTY_OBJECT.with(
                            "containers",
                            new Value.ListValue(List.of(new ObjectValue(Map.of(
                                    "name", Value.of("main"), "image", Value.of("elsewhere.example/web:1.0"))))))));

    /** Compiles the example's policy as many times, each for another namespace. */
    @Setup
    public void readPolicies() throws Exception {
        Path example = Path.of(System.getProperty("countersign.example", "examples/private-sigstore"));
        text = Files.readAllBytes(example.resolve("policy.yaml"));
        List<Policy> all = new ArrayList<>();
        for (int i = 0; i < policies; i++) {
            String one = new String(text, StandardCharsets.UTF_8)
                    .replace("verify-shop-images", "verify-shop-images-" + i)
                    .replace("          kinds:\n", "          namespaces: [namespace-" + i + "]\n          kinds:\n");
            all.addAll(PolicyReader.read("policy-" + i, one.getBytes(StandardCharsets.UTF_8))
                    .orThrow());
        }
        engine = ImageVerificationEngine.builder()
                .policies(all)
                .registry(new RememberedRegistry(Registries.layout(example.resolve("registry"))))
                .build();
    }

    /** One admission; one of the policies is for its namespace. */
    @Benchmark
    public AdmissionDecision admission() {
        return engine.decide(request);
    }

    /** Reading one policy from YAML and compiling it, keys and certificates included; the number of policies plays no part. */
    @Benchmark
    public ImageVerificationEngine compile() throws Exception {
        return ImageVerificationEngine.builder()
                .policies(PolicyReader.read("policy.yaml", text).orThrow())
                .registry(new RememberedRegistry(Registries.layout(Path.of("."))))
                .build();
    }
}
