package dev.countersign.endtoend;

import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.Verdict;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests while the keys of Fulcio, Rekor and the CT log change in a directory of PEM files. */
@Timeout(300)
class TrustRotationTest extends EndToEnd {
    private static final int THREADS = 8;
    private static final int ROTATIONS = 200;
    private static final int REQUESTS_PER_ROTATION = 4;
    private static final VirtualSigstore OLD = VirtualSigstore.at(SIGNED_AT);
    private static final VirtualSigstore NEW = VirtualSigstore.at(SIGNED_AT.plus(Duration.ofDays(30)));
    private static final Repository BEFORE = new Repository(HOST, "shop/before");
    private static final Repository AFTER = new Repository(HOST, "shop/after");
    private static final String SUBJECT = "https://ci.test/acme/web";
    private static final String ISSUER = "https://token.ci.test";
    private static final String ATTESTOR =
            "{keyless: {subject: \"" + SUBJECT + "\", issuer: \"" + ISSUER + "\", rekor: {url: 'https://rekor.test'}}}";

    /** Which generations count, for Fulcio, Rekor and the CT log: each kind rotates on its own. */
    private static final List<List<String>> STATES = List.of(
            List.of("old", "old", "old"),
            List.of("both", "old", "old"),
            List.of("both", "both", "old"),
            List.of("both", "both", "both"),
            List.of("new", "both", "both"),
            List.of("new", "new", "both"),
            List.of("new", "new", "new"),
            List.of("old", "old", "old"),
            List.of("new", "old", "old"));

    private final Path folder;

    TrustRotationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void images_of_two_generations_are_there() {
        Digest before = VirtualSigstore.pushImage(server(), BEFORE, "1");
        sign(BEFORE, before, OLD.signKeyless(before, SUBJECT, ISSUER));
        Digest after = VirtualSigstore.pushImage(server(), AFTER, "1");
        sign(AFTER, after, NEW.signKeyless(after, SUBJECT, ISSUER));
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

    private void rotateTo(int state, int number) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("state" + number));
        write(directory, "fulcio", ".pem", STATES.get(state).get(0), OLD.roots(), NEW.roots());
        write(directory, "rekor", ".pub", STATES.get(state).get(1), OLD.rekorKey(), NEW.rekorKey());
        write(directory, "ctfe", ".pub", STATES.get(state).get(2), OLD.ctLogKey(), NEW.ctLogKey());
        Path link = Files.createSymbolicLink(folder.resolve("next"), directory);
        Files.move(link, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(Path directory, String name, String suffix, String which, String old, String fresh)
            throws IOException {
        if (!which.equals("new")) {
            Files.writeString(directory.resolve(name + "_1" + suffix), old);
        }
        if (!which.equals("old")) {
            Files.writeString(directory.resolve(name + "_2" + suffix), fresh);
        }
    }

    private static boolean proves(TrustMaterial material, VirtualSigstore generation) {
        TrustMaterial wanted = generation.trustMaterial();
        return material.certificateAuthorities().stream()
                        .map(CertificateAuthority::anchors)
                        .anyMatch(anchors -> anchors.containsAll(
                                wanted.certificateAuthorities().get(0).anchors()))
                && holds(material.transparencyLogs(), wanted.transparencyLogs())
                && holds(material.ctLogs(), wanted.ctLogs());
    }

    private static boolean holds(List<LogKey> logs, List<LogKey> wanted) {
        return logs.stream().anyMatch(log -> log.id().equals(wanted.get(0).id()));
    }

    @Test
    void no_verdict_is_wrong_and_no_request_sees_half_a_rotation() throws Exception {
        rotateTo(0, 0);
        Witness trust = new Witness(TrustRoots.pemDirectory(folder.resolve("current"), Refresh.whenAsked()));
        ImageVerificationEngine engine =
                builder(check(entry(ATTESTOR))).trustRoot(trust).build();
        AtomicBoolean rotating = new AtomicBoolean(true);
        Semaphore answered = new Semaphore(0);
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Map<Long, WeakReference<TrustMaterial>> generations = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            running.add(threads.submit(() -> {
                while (rotating.get()) {
                    try {
                        AdmissionDecision decision = engine.decide(Pods.create(BEFORE + ":1", AFTER + ":1"));
                        judge(decision, trust.given(), wrong, generations);
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
            rotateTo(i % STATES.size(), i);
        }
        rotating.set(false);
        for (Future<?> thread : running) {
            thread.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(wrong).isEmpty();
        assertThat(generations).as("generations that a request saw").hasSizeGreaterThan(ROTATIONS / 4);
        assertOldOnesAreCollected(trust.snapshot(), generations);
    }

    private static void judge(
            AdmissionDecision decision,
            List<TrustSnapshot> given,
            Queue<String> wrong,
            Map<Long, WeakReference<TrustMaterial>> generations) {
        if (given.size() != 1 || given.get(0).problem().isPresent()) {
            wrong.add("a request was given " + given.size() + " snapshots: "
                    + given.stream().map(TrustSnapshot::problem).toList());
            return;
        }
        TrustSnapshot snapshot = given.get(0);
        generations.put(snapshot.generation(), new WeakReference<>(snapshot.material()));
        boolean before = proves(snapshot.material(), OLD);
        boolean after = proves(snapshot.material(), NEW);
        rules(decision.verify()).stream()
                .flatMap(rule -> rule.images().stream())
                .forEach(image -> {
                    boolean expected = image.image().contains("before") ? before : after;
                    if (expected != image.verdict() instanceof Verdict.Verified) {
                        wrong.add(image.image() + " in generation " + snapshot.generation() + ": " + image.verdict());
                    }
                });
        if (decision.allowed() != (before && after)) {
            wrong.add("allowed is " + decision.allowed() + " in generation " + snapshot.generation());
        }
    }

    private static void assertOldOnesAreCollected(
            TrustSnapshot current, Map<Long, WeakReference<TrustMaterial>> generations) throws InterruptedException {
        for (int i = 0; i < 100 && alive(current, generations) > 0; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(alive(current, generations)).as("old generations in memory").isZero();
    }

    private static long alive(TrustSnapshot current, Map<Long, WeakReference<TrustMaterial>> generations) {
        return generations.entrySet().stream()
                .filter(entry -> entry.getKey() != current.generation())
                .filter(entry -> entry.getValue().get() != null)
                .count();
    }
}
