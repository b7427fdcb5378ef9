package dev.countersign.benchmarks;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.crypto.Cryptography;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.registry.Registries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The admission of {@code examples/private-sigstore}: one Pod, one keyless policy, registry bytes in memory; beside it the floor,
 * which is the sum of the signature verifications that the case needs. The ratio of the two is what {@code docs/performance.md}
 * tells.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@State(Scope.Benchmark)
public class KeylessBenchmark {
    private ImageVerificationEngine engine = ImageVerificationEngine.builder().build();
    private AdmissionRequest request = AdmissionRequest.create(Value.EMPTY_OBJECT);
    private SignatureFloor floor = SignatureFloor.NONE;

    /** Reads the example; the benchmarks run from the root of the project. */
    @Setup
    public void readExample() throws Exception {
        Path example = Path.of(System.getProperty("countersign.example", "examples/private-sigstore"));
        Cryptography cryptography = Cryptography.bouncyCastle();
        engine = ImageVerificationEngine.builder()
                .policies(PolicyReader.read(example.resolve("policy.yaml")).orThrow())
                .registry(new RememberedRegistry(Registries.layout(example.resolve("registry"))))
                .cryptography(cryptography)
                .build();
        Path pod = example.resolve("pod.yaml");
        request = AdmissionRequest.create(
                (Value.ObjectValue) DocumentReader.read(pod.toString(), Files.readAllBytes(pod), DocumentLimits.OBJECTS)
                        .roots()
                        .get(0)
                        .value());
        if (!engine.decide(request).allowed()) {
            throw new IllegalStateException("the example is not admitted");
        }
        floor = SignatureFloor.ofKeylessExample(cryptography);
    }

    /** The whole admission. */
    @Benchmark
    public AdmissionDecision admission() {
        return engine.decide(request);
    }

    /** The signature verifications alone: two links of the chain (P-384), SCT, SET and signature (P-256). */
    @Benchmark
    public int floor() throws Exception {
        return floor.verifyAll();
    }
}
