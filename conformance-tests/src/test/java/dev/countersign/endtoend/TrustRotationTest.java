package dev.countersign.endtoend;

import static dev.countersign.endtoend.PolicyText.entryFor;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.endtoend.RotatingKeys.Generation;
import dev.countersign.endtoend.RotatingKeys.Kind;
import dev.countersign.endtoend.RotatingKeys.Shape;
import dev.countersign.endtoend.RotatingKeys.Standing;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.policy.Policy;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.Verdict;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests while keys of every kind change where the trust comes from. */
@Timeout(300)
class TrustRotationTest extends EndToEnd {
    private static final int THREADS = 8;
    private static final int ROTATIONS = 200;
    private static final int REQUESTS_PER_ROTATION = 4;
    private static final String ATTESTOR = "{keyless: {subject: \"" + RotatingKeys.SUBJECT + "\", issuer: \""
            + RotatingKeys.ISSUER + "\", rekor: {url: 'https://rekor.test'}}}";
    private static final Policy POLICY = named("check")
            .rule(
                    "verify",
                    entryFor("registry.test/annotations/*", ATTESTOR),
                    "type: SigstoreBundle, " + entryFor("registry.test/bundles/*", ATTESTOR))
            .read();

    private final Path folder;
    private final RotatingKeys keys = new RotatingKeys();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Set<String> outcomes = ConcurrentHashMap.newKeySet();
    private final Map<Long, Reference<TrustMaterial>> generations = new ConcurrentHashMap<>();
    private final ReferenceQueue<TrustMaterial> collected = new ReferenceQueue<>();

    TrustRotationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void images_of_two_generations_are_there() {
        RotatingKeys.push(server());
    }

    @Test
    void keys_in_a_directory_rotate_without_a_wrong_verdict() throws Exception {
        rotate(this::directory, TrustRoots.pemDirectory(folder.resolve("current"), Refresh.whenAsked()));

        assertBothOutcomes(Stream.of(Shape.ANNOTATIONS, Shape.BUNDLE, Shape.STAMPED_BUNDLE));
    }

    @Test
    void keys_in_a_trusted_root_rotate_without_a_wrong_verdict() throws Exception {
        rotate(this::trustedRoot, TrustRoots.trustedRootJson(folder.resolve("trusted_root.json"), Refresh.whenAsked()));

        assertBothOutcomes(Stream.of(Shape.values()));
    }

    @Test
    void keys_that_are_read_in_the_background_rotate_without_a_wrong_verdict() throws Exception {
        ExecutorService background = Executors.newSingleThreadExecutor();
        try {
            rotate(
                    this::trustedRoot,
                    TrustRoots.trustedRootJson(
                            folder.resolve("trusted_root.json"),
                            Refresh.inBackground(Duration.ofNanos(1), background)));
        } finally {
            background.shutdownNow();
        }
    }

    /** Puts what is trusted now where the trust root reads it, all at one moment. */
    private interface Publication {
        void publish(int number) throws IOException;
    }

    /** A link to a directory of PEM files, as Kubernetes mounts one. PEM states no window, so that a key that ended is not there. */
    private void directory(int number) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("state" + number));
        for (Generation generation : Generation.values()) {
            VirtualSigstore sigstore = generation.first();
            write(directory, generation, Kind.FULCIO, "fulcio", sigstore.roots());
            write(directory, generation, Kind.REKOR_1, "rekor", sigstore.rekorKey());
            write(directory, generation, Kind.CT_LOG, "ctfe", sigstore.ctLogKey());
            write(
                    directory,
                    generation,
                    Kind.TIMESTAMPS,
                    "tsa",
                    sigstore.timestamps().chain());
        }
        Path link = Files.createSymbolicLink(folder.resolve("next"), directory);
        Files.move(link, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(Path directory, Generation generation, Kind kind, String name, String pem) throws IOException {
        if (keys.standing(kind, generation) == Standing.OPEN) {
            Files.writeString(directory.resolve(name + "_" + generation + ".pem"), pem);
        }
    }

    private void trustedRoot(int number) throws IOException {
        Path next = Files.writeString(
                folder.resolve("next" + number + ".json"), VirtualSigstore.trustedRootJson(keys.material()));
        Files.move(next, folder.resolve("trusted_root.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Remembers which snapshots a thread was given since it last asked. */
    private static final class Witness implements TrustRoot {
        private final TrustRoot root;
        private final ThreadLocal<List<TrustSnapshot>> given = ThreadLocal.withInitial(ArrayList::new);

        Witness(TrustRoot root) {
            this.root = root;
        }

        @Override
        public TrustSnapshot snapshot() throws TrustRootException {
            TrustSnapshot snapshot = root.snapshot();
            given.get().add(snapshot);
            return snapshot;
        }

        List<TrustSnapshot> given() {
            List<TrustSnapshot> since = List.copyOf(given.get());
            given.remove();
            return since;
        }
    }

    private void rotate(Publication publication, TrustRoot root) throws Exception {
        publication.publish(0);
        Witness trust = new Witness(root);
        ImageVerificationEngine engine = builder(POLICY).trustRoot(trust).build();
        AtomicBoolean rotating = new AtomicBoolean(true);
        Semaphore answered = new Semaphore(0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Shape shape = Shape.values()[i % Shape.values().length];
            running.add(threads.submit(() -> {
                while (rotating.get()) {
                    try {
                        judge(shape, engine.decide(Pods.create(shape.images())), trust.given());
                    } catch (RuntimeException | AssertionError e) {
                        wrong.add(e.toString());
                    }
                    answered.release();
                }
            }));
        }
        for (int i = 1; i <= ROTATIONS && wrong.isEmpty(); i++) {
            answered.drainPermits();
            assertThat(answered.tryAcquire(REQUESTS_PER_ROTATION, 60, TimeUnit.SECONDS))
                    .as("requests are answered")
                    .isTrue();
            keys.rotate(i);
            publication.publish(i);
        }
        rotating.set(false);
        for (Future<?> thread : running) {
            thread.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(wrong).isEmpty();
        assertThat(generations).as("generations that a request saw").hasSizeGreaterThan(ROTATIONS / 4);
        assertOldOnesAreCollected(trust.snapshot().generation());
    }

    private void judge(Shape shape, AdmissionDecision decision, List<TrustSnapshot> given) {
        if (given.size() != 1 || given.get(0).problem().isPresent()) {
            wrong.add("a request was given " + given.size() + " snapshots: "
                    + given.stream().map(TrustSnapshot::problem).toList());
            return;
        }
        TrustSnapshot snapshot = given.get(0);
        generations.computeIfAbsent(
                snapshot.generation(), number -> new WeakReference<>(snapshot.material(), collected));
        boolean all = true;
        for (Generation generation : Generation.values()) {
            boolean expected = RotatingKeys.proves(snapshot.material(), shape, generation);
            all &= expected;
            String image = shape.repository(generation).toString();
            rules(decision.verify()).stream()
                    .flatMap(rule -> rule.images().stream())
                    .filter(answer -> answer.image().startsWith(image))
                    .forEach(answer -> {
                        outcomes.add(shape + " " + generation + " " + expected);
                        if (expected != answer.verdict() instanceof Verdict.Verified) {
                            wrong.add(image + " in generation " + snapshot.generation() + ": " + answer.verdict());
                        }
                    });
        }
        if (decision.allowed() != all) {
            wrong.add(shape + ": allowed is " + decision.allowed() + " in generation " + snapshot.generation());
        }
    }

    /** Otherwise the rotation has tried nothing. */
    private void assertBothOutcomes(Stream<Shape> shapes) {
        shapes.forEach(shape -> {
            for (Generation generation : Generation.values()) {
                assertThat(outcomes).contains(shape + " " + generation + " true", shape + " " + generation + " false");
            }
        });
    }

    private void assertOldOnesAreCollected(long current) throws InterruptedException {
        Reference<TrustMaterial> kept = generations.remove(current);
        int old = generations.size();
        for (int i = 0; i < 100 && old > 0; i++) {
            System.gc();
            for (Reference<?> one = collected.remove(100); one != null; one = collected.poll()) {
                old -= one == kept ? 0 : 1;
            }
        }
        assertThat(old).as("old generations in memory").isZero();
    }
}
