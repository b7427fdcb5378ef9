package dev.countersign.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedFailuresTest {
    @Test
    void texts_are_joined_as_kyverno_joins_them() {
        assertThat(JoinedFailures.join(List.of("a", "b", "c"))).isEqualTo("a; b; c");
        assertThat(JoinedFailures.join(List.of("", "b"))).isEqualTo("; b");
        assertThat(JoinedFailures.join(List.of())).isEmpty();
    }

    @Test
    void what_does_not_fit_is_counted() {
        String text = "x".repeat(1_000);

        String joined = JoinedFailures.join(Collections.nCopies(100, text));

        assertThat(joined).startsWith(text + "; " + text).endsWith("; 35 more failures are left out");
        assertThat(joined.length()).isLessThan(JoinedFailures.MAX_LENGTH + 100);
    }

    @Test
    void a_text_that_does_not_fit_alone_is_cut_between_characters() {
        String joined = JoinedFailures.join(List.of("x".repeat(JoinedFailures.MAX_LENGTH - 1) + "\uD83D\uDE00y", "b"));

        assertThat(joined).endsWith("x (3 more characters are left out); 1 more failures are left out");
    }
}
