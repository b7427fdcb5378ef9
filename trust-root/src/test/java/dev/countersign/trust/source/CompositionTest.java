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
import java.util.List;
import java.util.Optional;
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
}
