package dev.countersign.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ValidityWindowTest {
    private static final Instant START = Instant.parse("2025-03-01T12:00:00Z");
    private static final Instant END = Instant.parse("2025-03-01T12:10:00Z");

    @Test
    void both_ends_count() {
        ValidityWindow window = ValidityWindow.between(START, END);

        assertThat(window.contains(START)).isTrue();
        assertThat(window.contains(END)).isTrue();
        assertThat(window.contains(START.minusNanos(1))).isFalse();
        assertThat(window.contains(END.plusNanos(1))).isFalse();
    }

    @Test
    void always_holds_moments_before_1970() {
        assertThat(ValidityWindow.ALWAYS.contains(Instant.parse("1950-01-01T00:00:00Z")))
                .isTrue();
        assertThat(ValidityWindow.ALWAYS.contains(Instant.MIN)).isTrue();
        assertThat(ValidityWindow.ALWAYS.contains(Instant.MAX)).isTrue();
    }

    @Test
    void an_open_end_has_no_bound() {
        assertThat(ValidityWindow.from(START).contains(Instant.MAX)).isTrue();
        assertThat(ValidityWindow.from(START).contains(START.minusNanos(1))).isFalse();
        assertThat(ValidityWindow.until(END).contains(Instant.MIN)).isTrue();
        assertThat(ValidityWindow.until(END).contains(END.plusNanos(1))).isFalse();
    }

    @Test
    void a_window_that_ends_before_it_starts_holds_nothing() {
        ValidityWindow window = ValidityWindow.between(END, START);

        assertThat(window.contains(START)).isFalse();
        assertThat(window.contains(END)).isFalse();
    }

    @Test
    void a_window_covers_those_that_hold_no_moment_outside_it() {
        ValidityWindow window = ValidityWindow.between(START, END);

        assertThat(window.covers(window)).isTrue();
        assertThat(window.covers(ValidityWindow.between(START.plusNanos(1), END.minusNanos(1))))
                .isTrue();
        assertThat(window.covers(ValidityWindow.between(START.minusNanos(1), END)))
                .isFalse();
        assertThat(window.covers(ValidityWindow.between(START, END.plusNanos(1))))
                .isFalse();
        assertThat(window.covers(ValidityWindow.from(START))).isFalse();
        assertThat(window.covers(ValidityWindow.until(END))).isFalse();
        assertThat(ValidityWindow.ALWAYS.covers(window)).isTrue();
        assertThat(ValidityWindow.ALWAYS.covers(ValidityWindow.ALWAYS)).isTrue();
        assertThat(window.covers(ValidityWindow.between(Instant.MAX, Instant.MIN)))
                .as("a window without a moment")
                .isTrue();
    }
}
