package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.TestVectors;
import dev.countersign.document.Value;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kyverno's answers about the texts of {@code kinds}. */
class KindSelectorTest {
    static List<Value.ObjectValue> selectors() {
        return vectors("selector");
    }

    static List<Value.ObjectValue> lists() {
        return vectors("contains");
    }

    @ParameterizedTest
    @MethodSource("selectors")
    void selectors_are_read_as_kyverno_reads_them(Value.ObjectValue vector) {
        KindSelector found = KindSelector.parse(in(vector).text("selector").orElseThrow());

        Value.ObjectValue expected = vector.object("out").orElseThrow();
        assertThat(found)
                .isEqualTo(new KindSelector(
                        expected.text("group").orElseThrow(),
                        expected.text("version").orElseThrow(),
                        expected.text("kind").orElseThrow(),
                        expected.text("subresource").orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void lists_contain_what_kyverno_finds_in_them(Value.ObjectValue vector) {
        List<String> kinds = in(vector).list("kinds").stream()
                .map(kind -> ((Value.StringValue) kind).value())
                .toList();

        boolean contains =
                KindSelector.containsKind(kinds, in(vector).text("contains").orElseThrow());

        assertThat(vector.get("out")).contains(Value.of(contains));
    }

    private static List<Value.ObjectValue> vectors(String question) {
        return TestVectors.read(KindSelectorTest.class, "kinds.jsonl").stream()
                .filter(vector -> in(vector).get(question).isPresent())
                .toList();
    }

    private static Value.ObjectValue in(Value.ObjectValue vector) {
        return vector.object("in").orElseThrow();
    }
}
