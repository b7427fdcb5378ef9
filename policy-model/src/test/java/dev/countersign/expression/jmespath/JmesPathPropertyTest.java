package dev.countersign.expression.jmespath;

import static dev.countersign.expression.jmespath.TestContext.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every expression, good or hostile. */
class JmesPathPropertyTest {
    private static final int LONG = 10_000;
    private static final int DEEP = 1_000;

    @Property(tries = 2000)
    void the_answer_is_always_the_same_and_does_not_depend_on_the_order_of_members(
            @ForAll("expressions") String expression, @ForAll("data") Value data, @ForAll Random random) {
        String answer = answer(expression, data);

        assertThat(answer(expression, data)).isEqualTo(answer);
        assertThat(answer(expression, shuffled(data, random))).isEqualTo(answer);
    }

    @Property(tries = 300)
    void a_long_expression_ends_with_a_value_or_an_error(@ForAll("fragments") List<String> fragments) {
        String some = String.join("", fragments);
        String expression = some.repeat(1 + LONG / Math.max(1, some.length()));

        assertThat(answer(expression, Value.of("a"))).isNotEmpty();
    }

    @Property(tries = 100)
    void nesting_of_a_thousand_levels_meets_the_bound(@ForAll("openings") List<String> openings) {
        assertThat(answer(String.join("", openings).repeat(1 + DEEP / openings.size()), Value.EMPTY_OBJECT))
                .isEqualTo("error: the expression nests deeper than 300 levels");
    }

    @Property(tries = 100)
    void what_doubles_again_and_again_meets_a_bound(@ForAll("doublings") List<String> doublings) {
        StringBuilder expression = new StringBuilder("[@, @]");
        for (int i = 0; i < 60; i++) {
            expression.append(" | ").append(doublings.get(i % doublings.size()));
        }

        assertThat(answer(expression.toString(), Value.of("a")))
                .matches("error: the (expression takes more than 1000000 steps"
                        + "|expression builds a text of more than 8388608 characters"
                        + "|(expression|value) nests deeper than 500 levels)");
    }

    @Provide
    Arbitrary<String> expressions() {
        Arbitrary<String> start =
                Arbitraries.of("@", "a", "b", "a.b", "*", "a[0]", "keys(@)", "values(@)", "items(@, 'k', 'v')");
        Arbitrary<String> step = Arbitraries.of(
                ".a",
                ".b",
                ".*",
                "[*]",
                "[]",
                "[0]",
                "[-1]",
                "[1:]",
                "[?a]",
                "[?@ > `1`]",
                " | @",
                " | keys(@)",
                " | values(@)",
                " | length(@)",
                " | type(@)",
                " | to_string(@)",
                " | sort(@)",
                " | [@, @]",
                " | {x: @, y: a}",
                " | to_array(@)",
                " | merge(@, `{\"a\": 1}`)",
                " || a",
                " && b",
                " == a",
                " | max_by(@, &a)",
                " | join(',', @)",
                " | reverse(@)",
                " | sum(@)",
                " | to_entries(@)",
                " | object_from_lists(keys(@), values(@))");
        return start.flatMap(first -> step.list().ofMaxSize(5).map(steps -> first + String.join("", steps)));
    }

    @Provide
    Arbitrary<Value> data() {
        return json(3);
    }

    @Provide
    Arbitrary<List<String>> fragments() {
        return Arbitraries.of(
                        "a", ".", "[", "]", "*", "(", ")", "{", "}", "?", "@", "&", "|", "||", "&&", "!", "==", "<",
                        ",", ":", "'", "\"", "`", "1", "-", " ", "abs", "map(", "&a", "x", "\\", "é")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<String>> openings() {
        return Arbitraries.of("(", "[", "!", "{a: ", "abs(", "a[?", "not_null(a, ")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<String>> doublings() {
        return Arbitraries.of(
                        "[@, @]",
                        "{a: @, b: @}",
                        "[@, @][]",
                        "[to_string(@), to_string(@)]",
                        "join('', [to_string(@), to_string(@)])")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static Arbitrary<Value> json(int depth) {
        Arbitrary<Value> scalar = Arbitraries.of(
                Value.NULL,
                Value.of(true),
                Value.of("a"),
                Value.of("b"),
                new Value.FloatValue(1),
                new Value.FloatValue(2.5),
                Value.of(3));
        return depth == 0
                ? scalar
                : Arbitraries.oneOf(
                        scalar,
                        json(depth - 1).list().ofMaxSize(3).map(ListValue::new),
                        Arbitraries.maps(Arbitraries.of("a", "b", "c", "é", "k-1"), json(depth - 1))
                                .ofMaxSize(4)
                                .map(ObjectValue::new));
    }

    private static Value shuffled(Value value, Random random) {
        if (value instanceof ListValue list) {
            return new ListValue(
                    list.items().stream().map(item -> shuffled(item, random)).toList());
        }
        if (value instanceof ObjectValue object) {
            List<Map.Entry<String, Value>> members =
                    new ArrayList<>(object.members().entrySet());
            Collections.shuffle(members, random);
            Map<String, Value> shuffled = new LinkedHashMap<>();
            members.forEach(member -> shuffled.put(member.getKey(), shuffled(member.getValue(), random)));
            return new ObjectValue(shuffled);
        }
        return value;
    }

    private static String answer(String expression, Value data) {
        try {
            return JsonText.compact(search(expression, data));
        } catch (JmesPathSyntaxException | JmesPathException failure) {
            return "error: " + failure.getMessage();
        }
    }
}
