package dev.countersign.trust.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.trust.TrustEvent;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshedTrustRootTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final SettableClock clock = new SettableClock(NOW);
    private final RecordedEvents observer = new RecordedEvents();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final AtomicInteger asked = new AtomicInteger();
    private Optional<String> failure = Optional.empty();
    private long generation = 1;

    private TrustSnapshot slow() throws TrustRootException {
        asked.incrementAndGet();
        if (failure.isPresent()) {
            throw new TrustRootException(failure.get());
        }
        return new TrustSnapshot(
                new TrustMaterial(List.of(), List.of(), List.of(), List.of()),
                generation,
                Optional.empty(),
                Optional.empty());
    }

    private Refresh refresh() {
        return Refresh.inBackground(INTERVAL, background::add)
                .withClock(clock)
                .withRandom(() -> 0)
                .withObserver(observer);
    }

    private TrustRoot root(Refresh refresh) {
        return TrustRoots.refreshing("the source", this::slow, refresh);
    }

    @Test
    void the_first_question_loads_and_later_ones_do_not_wait_for_a_refresh() throws Exception {
        TrustRoot root = root(refresh());
        TrustSnapshot first = root.snapshot();
        generation = 2;
        clock.pass(INTERVAL);

        assertThat(root.snapshot()).as("while the refresh has not run").isSameAs(first);
        assertThat(asked).hasValue(1);
        background.remove().run();

        assertThat(root.snapshot().generation()).isEqualTo(first.generation() + 1);
        assertThat(root.snapshot().loaded()).contains(NOW.plus(INTERVAL));
        assertThat(observer.events).hasSize(2).allMatch(TrustEvent.Refreshed.class::isInstance);
    }

    @Test
    void one_refresh_at_a_time_is_under_way() throws Exception {
        TrustRoot root = root(refresh());
        root.snapshot();
        clock.pass(INTERVAL);
        for (int i = 0; i < 5; i++) {
            root.snapshot();
        }

        assertThat(background).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 600", "-1, 660"})
    void refreshes_are_spread_over_a_tenth_of_the_interval(long random, long seconds) throws Exception {
        TrustRoot root = root(refresh().withRandom(() -> random));
        root.snapshot();

        clock.pass(Duration.ofSeconds(seconds - 1));
        root.snapshot();
        assertThat(background).isEmpty();
        clock.pass(Duration.ofSeconds(1));
        root.snapshot();
        assertThat(background).hasSize(1);
    }

    @Test
    void a_failure_keeps_the_last_good_and_is_tried_again_after_a_tenth_of_the_interval() throws Exception {
        TrustRoot root = root(refresh());
        TrustSnapshot good = root.snapshot();
        failure = Optional.of("the mirror is down.");
        clock.pass(INTERVAL);
        root.snapshot();
        background.remove().run();

        TrustSnapshot kept = root.snapshot();
        assertThat(kept.material()).isSameAs(good.material());
        assertThat(kept.generation()).isEqualTo(good.generation());
        assertThat(kept.loaded()).contains(NOW);
        assertThat(kept.problem()).contains("the mirror is down. What was loaded at 2026-06-01T00:00:00Z counts on.");
        assertThat(observer.events).last().isEqualTo(new TrustEvent.KeptLastGood("the source", kept));

        clock.pass(INTERVAL.dividedBy(10).minusSeconds(1));
        root.snapshot();
        assertThat(background).isEmpty();
        clock.pass(Duration.ofSeconds(1));
        root.snapshot();
        failure = Optional.empty();
        background.remove().run();
        assertThat(root.snapshot().problem()).isEmpty();
        assertThat(root.snapshot().generation()).isEqualTo(good.generation());
    }

    @Test
    void while_nothing_was_ever_loaded_questions_stay_open_at_a_bounded_rate() throws Exception {
        failure = Optional.of("the mirror is down.");
        TrustRoot root = root(refresh());

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(root::snapshot)
                    .isInstanceOf(TrustRootException.class)
                    .hasMessage("the mirror is down.");
        }
        assertThat(asked).hasValue(1);
        assertThat(observer.events).containsExactly(new TrustEvent.Unavailable("the source", "the mirror is down."));
        failure = Optional.empty();
        clock.pass(INTERVAL.dividedBy(10));
        assertThatThrownBy(root::snapshot).isInstanceOf(TrustRootException.class);
        background.remove().run();
        assertThat(root.snapshot().generation()).isEqualTo(1);
    }

    @Test
    void what_is_too_old_does_not_count_although_nothing_newer_can_be_had() throws Exception {
        TrustRoot root = root(refresh().keepingAtMost(INTERVAL.multipliedBy(2)));
        root.snapshot();
        failure = Optional.of("the mirror is down.");
        clock.pass(INTERVAL);
        root.snapshot();
        background.remove().run();
        assertThat(root.snapshot().problem()).isPresent();

        clock.pass(INTERVAL.plusSeconds(1));

        assertThatThrownBy(root::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("the trust of the source is too old")
                .hasMessageContaining("the mirror is down.");
    }

    @Test
    void a_source_that_throws_what_it_may_not_is_a_failure() {
        TrustRoot root = TrustRoots.refreshing(
                "the source",
                () -> {
                    throw new IllegalStateException("a defect");
                },
                refresh());

        assertThatThrownBy(root::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("the source")
                .hasMessageContaining("a defect");
    }

    @Test
    void an_observer_or_an_executor_that_fails_changes_no_answer() throws Exception {
        TrustRoot root = root(new Refresh(
                INTERVAL,
                task -> {
                    throw new RejectedExecutionException("shut down");
                },
                clock,
                () -> 0,
                event -> {
                    throw new IllegalStateException("a defect");
                },
                Optional.empty()));
        TrustSnapshot first = root.snapshot();
        clock.pass(INTERVAL);

        assertThat(root.snapshot()).isSameAs(first);
        assertThat(root.snapshot()).isSameAs(first);
    }

    @Test
    void a_clock_that_goes_back_makes_a_refresh_due() throws Exception {
        TrustRoot root = root(refresh());
        root.snapshot();
        clock.pass(Duration.ofDays(-1));
        root.snapshot();

        assertThat(background).hasSize(1);
    }

    @Test
    void an_executor_without_a_thread_is_asked_again() throws Exception {
        AtomicInteger handed = new AtomicInteger();
        TrustRoot root = root(Refresh.inBackground(INTERVAL, task -> {
                    if (handed.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    background.add(task);
                })
                .withClock(clock)
                .withRandom(() -> 0));
        root.snapshot();
        clock.pass(INTERVAL);

        assertThatThrownBy(root::snapshot).isInstanceOf(OutOfMemoryError.class);
        root.snapshot();

        assertThat(background).hasSize(1);
    }

    @Test
    void a_look_that_the_executor_drops_is_taken_again_after_an_hour() throws Exception {
        TrustRoot root = root(refresh());
        root.snapshot();
        generation = 2;
        clock.pass(INTERVAL);
        root.snapshot();
        Runnable dropped = background.remove();
        clock.pass(Duration.ofHours(1));
        root.snapshot();
        assertThat(background).isEmpty();
        clock.pass(Duration.ofSeconds(1));
        root.snapshot();

        background.remove().run();
        assertThat(root.snapshot().generation()).isEqualTo(2);
        dropped.run();
        assertThat(asked).as("the one that was late has nothing to do").hasValue(2);
    }

    @Test
    void what_is_too_old_does_not_count_where_the_look_at_something_newer_does_not_end() throws Exception {
        TrustRoot root = root(refresh().keepingAtMost(INTERVAL.multipliedBy(2)));
        root.snapshot();
        clock.pass(INTERVAL.multipliedBy(10));
        root.snapshot();
        clock.pass(INTERVAL.multipliedBy(2));
        root.snapshot();
        clock.pass(Duration.ofSeconds(1));

        assertThatThrownBy(root::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("the trust of the source is too old: it was not refreshed");
        background.remove().run();
        assertThat(root.snapshot().problem()).isEmpty();
    }

    @Test
    void looks_that_are_dropped_again_and_again_do_not_make_what_is_too_old_count() throws Exception {
        TrustRoot root = root(refresh().keepingAtMost(Duration.ofDays(1)));
        root.snapshot();
        clock.pass(INTERVAL);
        for (int hour = 0; hour < 24; hour++) {
            assertThat(root.snapshot().problem()).isEmpty();
            background.clear();
            clock.pass(Duration.ofHours(1).plusSeconds(1));
        }

        assertThatThrownBy(root::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("the trust of the source is too old: it was not refreshed");
    }

    @Test
    void an_executor_that_was_shut_down_does_not_make_what_is_too_old_count() throws Exception {
        TrustRoot root = root(Refresh.inBackground(INTERVAL, task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .withClock(clock)
                .withRandom(() -> 0)
                .keepingAtMost(INTERVAL.multipliedBy(2)));
        TrustSnapshot first = root.snapshot();
        clock.pass(INTERVAL);
        assertThat(root.snapshot()).isSameAs(first);
        clock.pass(INTERVAL.multipliedBy(2).plusSeconds(1));

        assertThatThrownBy(root::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("the trust of the source is too old: it was not refreshed");
    }
}
