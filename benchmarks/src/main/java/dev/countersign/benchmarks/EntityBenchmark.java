package dev.countersign.benchmarks;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.crypto.Cryptography;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.PhaseDecision;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.registry.Registries;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.source.TrustRoots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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
 * The verify phase of one corpus case for each kind of signed entity, registry bytes in memory; beside it the floor: the very
 * signatures that the case verifies, verified once more and nothing else. Needs the shared corpus ({@code -Dcountersign.corpus=DIR}).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class EntityBenchmark {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC);

    /** A case of the corpus whose rules all pass. */
    @Param({
        "real/key",
        "real/keyless-private-sigstore",
        "real/att-keyless",
        "tsa/log-and-stamp",
        "real/bundle-key-v1",
        "real/bundle-keyless",
        "real/bundle-keyless-rekor-v2",
        "real/notary-cose"
    })
    public String corpusCase = "";

    private ImageVerificationEngine engine = ImageVerificationEngine.builder().build();
    private AdmissionRequest request = AdmissionRequest.create(Value.EMPTY_OBJECT);
    private List<RecordingProvider.Question> floor = List.of();
    private Provider provider = new RecordingProvider();

    /** Reads the case, and records what it verifies. */
    @Setup
    public void readCase() throws Exception {
        Path corpus = Path.of(System.getProperty("countersign.corpus", "../shared/corpus"));
        Path folder = corpus.resolve("cases").resolve(corpusCase);
        request = AdmissionRequest.create(object(folder.resolve("resource.yaml")));
        RecordingProvider recording = new RecordingProvider();
        ImageVerificationEngine recorded = engine(corpus, folder, Cryptography.of(recording));
        recorded.mutate(request);
        recording.takeAsked();
        requirePassed(recorded.mutate(request));
        floor = withOwnKeys(recording.takeAsked(), recording.real());
        provider = recording.real();
        engine = engine(corpus, folder, Cryptography.bouncyCastle());
        requirePassed(engine.mutate(request));
        System.out.println(corpusCase + " verifies " + floor.size() + " signatures: "
                + floor.stream()
                        .map(RecordingProvider.Question::algorithm)
                        .sorted()
                        .toList());
    }

    /** The same questions with keys of the provider's own kind, so that the floor converts none. */
    private static List<RecordingProvider.Question> withOwnKeys(
            List<RecordingProvider.Question> questions, Provider provider) throws Exception {
        List<RecordingProvider.Question> own = new ArrayList<>();
        for (RecordingProvider.Question question : questions) {
            String kind = question.algorithm().endsWith("ECDSA") ? "EC" : question.algorithm();
            own.add(new RecordingProvider.Question(
                    question.algorithm(),
                    KeyFactory.getInstance(kind, provider)
                            .generatePublic(
                                    new X509EncodedKeySpec(question.key().getEncoded())),
                    question.message(),
                    question.signature()));
        }
        return own;
    }

    private static ImageVerificationEngine engine(Path corpus, Path folder, Cryptography cryptography)
            throws Exception {
        TrustRoot trust = object(folder.resolve("case.json"))
                .text("trustedRoot")
                .map(file -> TrustRoots.trustedRootJson(corpus.resolve(file)))
                .orElse(TrustRoot.none());
        return ImageVerificationEngine.builder()
                .policies(PolicyReader.read(folder.resolve("policy.yaml")).orThrow())
                .registry(new RememberedRegistry(Registries.layout(corpus.resolve("registry"))))
                .trustRoot(trust)
                .cryptography(cryptography)
                .clock(CLOCK)
                .build();
    }

    private static Value.ObjectValue object(Path file) throws Exception {
        return (Value.ObjectValue)
                DocumentReader.read(file.toString(), Files.readAllBytes(file), DocumentLimits.OBJECTS)
                        .roots()
                        .get(0)
                        .value();
    }

    private static void requirePassed(PhaseDecision decision) {
        if (decision.policies().stream()
                .flatMap(policy -> policy.rules().stream())
                .anyMatch(rule -> rule.status() != RuleStatus.PASS)) {
            throw new IllegalStateException("the case does not pass: " + decision);
        }
    }

    /** The verify phase. */
    @Benchmark
    public PhaseDecision verify() {
        return engine.mutate(request);
    }

    /** The signatures alone. */
    @Benchmark
    public int floor() throws Exception {
        int valid = 0;
        for (RecordingProvider.Question question : floor) {
            Signature signature = Signature.getInstance(question.algorithm(), provider);
            signature.initVerify(question.key());
            signature.update(question.message());
            valid += signature.verify(question.signature()) ? 1 : 0;
        }
        return valid;
    }
}
