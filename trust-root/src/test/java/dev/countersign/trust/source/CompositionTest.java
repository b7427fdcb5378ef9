package dev.countersign.trust.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.Origin;
import dev.countersign.trust.TrustEvent;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.ValidityWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CompositionTest {
    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-02-01T00:00:00Z");
    private static final TrustMaterial SIGNERS =
            new TrustMaterial(List.of(authority("signers")), List.of(), List.of(), List.of());
    private static final TrustMaterial CLOCKS =
            new TrustMaterial(List.of(), List.of(), List.of(), List.of(authority("clocks")));
    private static final TrustMaterial BOTH = new TrustMaterial(
            List.of(authority("other signers")), List.of(), List.of(), List.of(authority("other clocks")));

    private final Scripted first = new Scripted();
    private final Scripted second = new Scripted();

    private static CertificateAuthority authority(String name) {
        return new CertificateAuthority(List.of(), List.of(), ValidityWindow.ALWAYS, new Origin(name));
    }

    /** A trust root whose snapshot a test sets; without one it has nothing. */
    private static final class Scripted implements TrustRoot {
        private Optional<TrustSnapshot> snapshot = Optional.empty();

        void has(TrustMaterial material, long generation, Instant loaded, String... problem) {
            snapshot = Optional.of(new TrustSnapshot(
                    material,
                    generation,
                    Optional.of(loaded),
                    List.of(problem).stream().findFirst()));
        }

        void hasNothing() {
            snapshot = Optional.empty();
        }

        @Override
        public TrustSnapshot snapshot() throws TrustRootException {
            return snapshot.orElseThrow(() -> new TrustRootException("nothing here."));
        }
    }

    @Test
    void a_union_holds_everything_once() throws Exception {
        first.has(BOTH, 1, LATE);
        second.has(BOTH, 1, EARLY);
        assertThat(TrustRoots.union(first, second).material()).isEqualTo(BOTH);

        second.has(SIGNERS, 2, EARLY);
        TrustSnapshot union = TrustRoots.union(first, second).snapshot();
        assertThat(union.material().certificateAuthorities())
                .containsExactly(authority("other signers"), authority("signers"));
        assertThat(union.loaded()).as("as old as the oldest part").contains(EARLY);
    }

    @Test
    void a_union_of_which_a_part_has_nothing_has_nothing() {
        first.has(BOTH, 1, EARLY);

        assertThatThrownBy(TrustRoots.union(first, second)::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessage("nothing here.");
    }

    @Test
    void an_overriding_trust_root_replaces_the_kinds_that_it_holds() throws Exception {
        first.has(BOTH, 1, EARLY);
        second.has(CLOCKS, 1, EARLY);

        TrustMaterial overridden = TrustRoots.override(first, second).material();

        assertThat(overridden.certificateAuthorities()).containsExactly(authority("other signers"));
        assertThat(overridden.timestampAuthorities()).containsExactly(authority("clocks"));
    }

    @Test
    void the_first_that_has_anything_answers_and_the_others_problems_are_told() throws Exception {
        RecordedEvents observer = new RecordedEvents();
        TrustRoot root = TrustRoots.inOrder(List.of(first, second), observer);
        second.has(CLOCKS, 7, LATE, "old.");

        TrustSnapshot fallback = root.snapshot();
        root.snapshot();
        assertThat(fallback.material()).isEqualTo(CLOCKS);
        assertThat(fallback.problem()).contains("Trust root 1 of 2 has nothing: nothing here. old.");
        assertThat(observer.events)
                .containsExactly(
                        new TrustEvent.FellBack("trust root 2 of 2", "Trust root 1 of 2 has nothing: nothing here."));

        first.has(SIGNERS, 7, EARLY);
        TrustSnapshot preferred = root.snapshot();
        assertThat(preferred.material()).isEqualTo(SIGNERS);
        assertThat(preferred.problem()).isEmpty();
        assertThat(preferred.generation()).isGreaterThan(fallback.generation());
        first.hasNothing();
        assertThat(root.snapshot().generation()).isGreaterThan(preferred.generation());
    }

    @Test
    void where_none_has_anything_each_reason_is_told() {
        assertThatThrownBy(TrustRoots.inOrder(first, second)::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("Trust root 1 of 2 has nothing: nothing here.")
                .hasMessageContaining("Trust root 2 of 2 has nothing: nothing here.");
    }

    @Test
    void equal_generations_of_the_parts_are_one_generation_of_the_whole() throws Exception {
        TrustRoot union = TrustRoots.union(first, second);
        first.has(SIGNERS, 1, EARLY);
        second.has(CLOCKS, 1, EARLY);
        TrustSnapshot before = union.snapshot();
        second.has(CLOCKS, 1, EARLY, "the mirror is down.");
        TrustSnapshot sameMaterial = union.snapshot();
        second.has(BOTH, 2, EARLY);
        TrustSnapshot after = union.snapshot();

        assertThat(sameMaterial.generation()).isEqualTo(before.generation());
        assertThat(sameMaterial.material()).isSameAs(before.material());
        assertThat(sameMaterial.problem()).contains("the mirror is down.");
        assertThat(after.generation()).isEqualTo(before.generation() + 1);
    }

    @Test
    void who_took_older_parts_gets_the_newer_whole_that_another_thread_has_seen() throws Exception {
        TrustRoot union = TrustRoots.union(first, second);
        first.has(SIGNERS, 2, EARLY);
        second.has(CLOCKS, 1, EARLY);
        TrustSnapshot newer = union.snapshot();
        first.has(BOTH, 1, EARLY);

        TrustSnapshot late = union.snapshot();

        assertThat(late.generation()).isEqualTo(newer.generation());
        assertThat(late.material()).isSameAs(newer.material());
    }

    private static final String ACME = "https://issuer.acme.test";
    private static final String OTHER = "https://issuer.other.test";

    private static TrustRoot with(TrustMaterial others, Map<String, TrustMaterial> byIssuer) {
        return TrustRoots.of(others.withIssuers(byIssuer));
    }

    private static TrustMaterial signers(String name) {
        return new TrustMaterial(List.of(authority(name)), List.of(), List.of(), List.of());
    }

    @Test
    void an_issuer_has_trust_of_its_own_and_nothing_else() throws Exception {
        TrustMaterial material = TrustRoots.perIssuer(TrustRoots.of(BOTH), Map.of(ACME, TrustRoots.of(SIGNERS)))
                .material();

        assertThat(material.forIssuer(ACME)).isEqualTo(SIGNERS);
        assertThat(material.forIssuer(OTHER)).isEqualTo(BOTH);
        assertThat(material.others()).isEqualTo(BOTH);
    }

    @Test
    void of_what_is_for_an_issuer_only_what_is_for_this_one_counts_and_others_keep_their_own() throws Exception {
        TrustRoot others = with(BOTH, Map.of(ACME, CLOCKS, OTHER, CLOCKS));
        TrustRoot own = with(BOTH, Map.of(ACME, SIGNERS, "https://third.test", CLOCKS));

        TrustMaterial material = TrustRoots.perIssuer(others, Map.of(ACME, own)).material();

        assertThat(material).isEqualTo(BOTH.withIssuers(Map.of(ACME, SIGNERS, OTHER, CLOCKS)));
    }

    @Test
    void a_union_joins_what_is_for_an_issuer_and_lets_nothing_else_vouch_for_it() throws Exception {
        TrustMaterial union = TrustRoots.union(
                        with(CLOCKS, Map.of(ACME, SIGNERS)),
                        with(signers("everybody's"), Map.of(ACME, signers("more"), OTHER, CLOCKS)),
                        TrustRoots.of(BOTH))
                .material();

        assertThat(union.forIssuer(ACME).certificateAuthorities())
                .containsExactly(authority("signers"), authority("more"));
        assertThat(union.forIssuer(ACME).timestampAuthorities()).isEmpty();
        assertThat(union.forIssuer(OTHER)).isEqualTo(CLOCKS);
        assertThat(union.others().certificateAuthorities())
                .containsExactly(authority("everybody's"), authority("other signers"));
    }

    @Test
    void what_is_for_an_issuer_is_overridden_only_by_what_is_for_it() throws Exception {
        TrustRoot base = with(CLOCKS, Map.of(ACME, BOTH, OTHER, BOTH));
        TrustMaterial overridden = TrustRoots.override(
                        base, with(SIGNERS, Map.of(ACME, CLOCKS, "https://third.test", CLOCKS)))
                .material();

        assertThat(overridden.forIssuer(ACME).certificateAuthorities()).containsExactly(authority("other signers"));
        assertThat(overridden.forIssuer(ACME).timestampAuthorities()).containsExactly(authority("clocks"));
        assertThat(overridden.forIssuer(OTHER)).isEqualTo(BOTH);
        assertThat(overridden.forIssuer("https://third.test")).isEqualTo(CLOCKS);
        assertThat(overridden.others().certificateAuthorities()).containsExactly(authority("signers"));
        assertThat(overridden.others().timestampAuthorities()).containsExactly(authority("clocks"));
    }

    @Test
    void in_order_and_refreshing_keep_what_is_by_issuer() throws Exception {
        TrustRoot root = with(BOTH, Map.of(ACME, SIGNERS));

        assertThat(TrustRoots.inOrder(first, root).material()).isEqualTo(root.material());
        assertThat(TrustRoots.refreshing("r", root, Refresh.whenAsked()).material())
                .isEqualTo(root.material());
    }

    @Test
    void a_missing_part_is_a_missing_whole_and_a_change_of_any_part_a_new_generation() throws Exception {
        TrustRoot root = TrustRoots.perIssuer(first, Map.of(ACME, second));
        first.has(BOTH, 1, EARLY);
        assertThatThrownBy(root::snapshot).isInstanceOf(TrustRootException.class);

        second.has(SIGNERS, 1, LATE);
        TrustSnapshot before = root.snapshot();
        second.has(CLOCKS, 2, LATE);
        TrustSnapshot after = root.snapshot();

        assertThat(root.snapshot().generation()).isEqualTo(after.generation());
        assertThat(after.generation()).isEqualTo(before.generation() + 1);
        assertThat(after.material().forIssuer(ACME)).isEqualTo(CLOCKS);
        assertThat(after.loaded()).contains(EARLY);
    }

    @Test
    void no_issuer_is_empty() {
        assertThatThrownBy(() -> TrustRoots.perIssuer(first, Map.of("", second)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BOTH.withIssuers(Map.of("", SIGNERS))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BOTH.withIssuers(Map.of(ACME, BOTH.withIssuers(Map.of(OTHER, SIGNERS)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_trust_root_that_stands_there_twice_is_asked_once() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        TrustRoot counting = () -> new TrustSnapshot(
                signers("generation " + asked.incrementAndGet()), asked.get(), Optional.empty(), Optional.empty());

        TrustMaterial material = TrustRoots.perIssuer(counting, Map.of(ACME, counting, OTHER, counting))
                .material();

        assertThat(material.forIssuer(ACME))
                .isEqualTo(material.forIssuer(OTHER))
                .isEqualTo(material.others());
    }

    @Test
    void a_trust_root_that_does_not_count_its_generations_is_not_frozen() throws Exception {
        first.has(BOTH, 1, EARLY);
        second.has(SIGNERS, 1, EARLY);
        TrustRoot union = TrustRoots.union(first, second);
        TrustRoot inOrder = TrustRoots.inOrder(second);
        TrustRoot refreshing = TrustRoots.refreshing("r", second, Refresh.whenAsked());
        TrustSnapshot before = union.snapshot();
        inOrder.snapshot();
        refreshing.snapshot();
        second.has(CLOCKS, 1, EARLY);

        assertThat(union.snapshot().generation()).isEqualTo(before.generation() + 1);
        assertThat(union.material().certificateAuthorities()).containsExactly(authority("other signers"));
        assertThat(inOrder.material()).isEqualTo(CLOCKS);
        assertThat(refreshing.material()).isEqualTo(CLOCKS);
    }

    @Test
    void what_is_outdated_does_not_come_back_after_another_trust_root_has_answered() throws Exception {
        TrustRoot root = TrustRoots.inOrder(first, second);
        second.has(CLOCKS, 1, EARLY);
        first.has(BOTH, 2, EARLY);
        root.snapshot();
        first.hasNothing();
        TrustSnapshot fallback = root.snapshot();
        first.has(SIGNERS, 1, EARLY);

        TrustSnapshot late = root.snapshot();
        assertThat(late.material()).isSameAs(fallback.material());
        assertThat(late.generation()).isEqualTo(fallback.generation());
        first.has(SIGNERS, 3, EARLY);
        assertThat(root.material()).isEqualTo(SIGNERS);
    }

    @Test
    void numbers_grow_while_trust_roots_in_order_take_turns() throws Exception {
        TrustRoot root = TrustRoots.inOrder(first, second);
        second.has(CLOCKS, 1, EARLY);
        long last = 0;
        for (int i = 0; i < 10; i++) {
            if (i % 2 == 0) {
                first.has(SIGNERS, 1, EARLY);
            } else {
                first.hasNothing();
            }
            TrustSnapshot snapshot = root.snapshot();
            assertThat(snapshot.material()).isEqualTo(i % 2 == 0 ? SIGNERS : CLOCKS);
            assertThat(snapshot.generation()).isGreaterThan(last);
            assertThat(root.snapshot().generation()).isEqualTo(snapshot.generation());
            last = snapshot.generation();
        }
    }

    @Test
    void one_that_breaks_its_word_does_not_keep_the_next_from_answering() throws Exception {
        second.has(CLOCKS, 1, EARLY);
        TrustRoot broken = () -> {
            throw new IllegalStateException("a bug");
        };

        TrustSnapshot snapshot = TrustRoots.inOrder(broken, second).snapshot();

        assertThat(snapshot.material()).isEqualTo(CLOCKS);
        assertThat(snapshot.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("a bug"));
    }

    @Test
    void threads_that_ask_while_parts_change_see_one_material_for_a_number_and_no_number_falls() throws Exception {
        AtomicInteger state = new AtomicInteger(1);
        TrustRoot one = () -> numbered("one", state.get());
        TrustRoot two = () -> numbered("two", state.get() / 2 + 1);
        TrustRoot root = TrustRoots.perIssuer(TrustRoots.inOrder(one, two), Map.of(ACME, two));
        Map<Long, TrustMaterial> seen = new ConcurrentHashMap<>();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(threads.submit(() -> {
                long last = 0;
                for (int question = 0; question < 2000; question++) {
                    state.compareAndSet(question / 2, question / 2 + 1);
                    TrustSnapshot snapshot = root.snapshot();
                    TrustMaterial known = seen.putIfAbsent(snapshot.generation(), snapshot.material());
                    if (known != null && !known.equals(snapshot.material()) || snapshot.generation() < last) {
                        wrong.add("generation " + snapshot.generation() + " after " + last);
                    }
                    last = snapshot.generation();
                }
                return null;
            }));
        }
        for (Future<?> thread : running) {
            thread.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(wrong).isEmpty();
        assertThat(seen).hasSizeGreaterThan(10);
    }

    private static TrustSnapshot numbered(String name, int number) {
        return new TrustSnapshot(signers(name + number), number, Optional.empty(), Optional.empty());
    }
}
