package dev.countersign.expression.substitution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WrittenVariableTest {
    @Test
    void variables_are_found_in_texts_and_names_with_their_places() {
        Value document = new Value.ObjectValue(Map.of(
                "a/b",
                Value.ofTexts(List.of("none", "{{ x }} and {{- y }}")),
                "{{ z }}",
                new Value.ListValue(List.of())));

        assertThat(WrittenVariable.in(document))
                .containsExactlyInAnyOrder(
                        new WrittenVariable("/a\\/b/1", "x"),
                        new WrittenVariable("/a\\/b/1", "- y"),
                        new WrittenVariable("", "z"));
    }

    @Test
    void of_variables_in_each_other_the_innermost_is_found() {
        assertThat(WrittenVariable.in(Value.of("{{ a.{{ b }} }}"))).containsExactly(new WrittenVariable("", "b"));
    }

    @Test
    void an_escaped_variable_is_not_found() {
        assertThat(WrittenVariable.in(Value.of("\\{{ a }}"))).isEmpty();
    }
}
