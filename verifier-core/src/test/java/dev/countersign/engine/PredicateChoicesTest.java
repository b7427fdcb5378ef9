package dev.countersign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Value;
import dev.countersign.registry.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PredicateChoicesTest {
    private static final Deadline LONG = Deadline.in(Duration.ofHours(1));
    private static final Map<String, List<Value>> NAMES = Map.of(
            "a", List.of(Value.of("a0"), Value.of("a1")),
            "b", List.of(Value.of("b0"), Value.of("b1"), Value.of("b2")),
            "c", List.of(Value.of("c0"), Value.of("c1")));

    private final List<String> asked = new ArrayList<>();

    private Optional<String> ask(Deadline deadline, Set<String> spokenOf, String refused) {
        return PredicateChoices.refusal(NAMES, deadline, choice -> {
            String text = new TreeMap<>(choice)
                    .values().stream()
                            .map(value -> ((Value.StringValue) value).value())
                            .collect(Collectors.joining(" "));
            asked.add(text);
            return new PredicateChoices.Answer(
                    text.contains(refused) ? Optional.of("no " + refused) : Optional.empty(), spokenOf);
        });
    }

    @Test
    void every_combination_of_the_names_that_are_spoken_of_is_asked_once() {
        assertThat(ask(LONG, Set.of("a", "b"), "none")).isEmpty();
        assertThat(asked).hasSize(6).doesNotHaveDuplicates().allMatch(text -> text.contains("c0"));
    }

    @Test
    void nothing_is_varied_where_nothing_is_spoken_of() {
        assertThat(ask(LONG, Set.of(), "none")).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void one_refusal_is_enough() {
        assertThat(ask(LONG, Set.of("b"), "b2")).contains("no b2");
        assertThat(ask(LONG, Set.of("a", "b", "c"), "a1 b2 c1")).contains("no a1 b2 c1");
    }

    @Test
    void a_name_that_only_another_choice_speaks_of_is_varied_too() {
        Optional<String> refusal = PredicateChoices.refusal(NAMES, LONG, choice -> {
            boolean second = Value.of("a1").equals(choice.get("a"));
            return new PredicateChoices.Answer(
                    second && Value.of("b2").equals(choice.get("b")) ? Optional.of("found") : Optional.empty(),
                    second ? Set.of("a", "b") : Set.of("a"));
        });

        assertThat(refusal).contains("found");
    }

    @Test
    void no_time_left_is_a_refusal() {
        assertThat(ask(Deadline.in(Duration.ZERO), Set.of(), "none")).contains("context deadline exceeded");
    }
}
