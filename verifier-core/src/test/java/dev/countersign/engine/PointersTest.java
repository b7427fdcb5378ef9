package dev.countersign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointersTest {
    private static final Value ROOT = new Value.ObjectValue(Map.of(
            "spec",
            new Value.ObjectValue(Map.of(
                    "list", new Value.ListValue(List.of(Value.of("a"), Value.of("b"))), "a~1b", Value.of("tilde")))));

    @ParameterizedTest
    @CsvSource({"/spec/list/0, a", "/spec/list/1, b", "/spec/list/01, b", "/spec/a~1b, tilde"})
    void a_pointer_leads_to_its_value_unescaped(String pointer, String text) {
        assertThat(Pointers.resolve(ROOT, pointer)).isEqualTo(Value.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/none",
                "/spec/list/2",
                "/spec/list/-1",
                "/spec/list/",
                "/spec/list/9999999999999999999",
                "/spec/list/0/more",
                "/spec/list/x"
            })
    void a_pointer_that_leads_nowhere_gives_null(String pointer) {
        assertThat(Pointers.resolve(ROOT, pointer)).isEqualTo(Value.NULL);
    }
}
