package dev.countersign.expression.jmespath;

import static dev.countersign.expression.jmespath.TestContext.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.Evaluation;
import dev.countersign.expression.function.EvaluationException.Reason;
import java.util.Collections;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile expressions and hostile data end with an error that names the bound. */
class JmesPathBoundsTest {
    @Test
    void an_expression_that_is_too_long_is_refused_unread() {
        assertThatThrownBy(() -> JmesPath.compile("a".repeat(JmesPath.MAX_LENGTH + 1)))
                .isInstanceOf(JmesPathSyntaxException.class)
                .hasMessage("the expression is longer than 20000 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "!", "& ", "a[?", "{a:", "abs(", "a."})
    void a_thousand_levels_of_nesting_end_with_an_error(String opening) {
        String text = opening.equals("a.") ? "a.[".repeat(1000) : opening.repeat(1000);

        assertThatThrownBy(() -> JmesPath.compile(text))
                .isInstanceOf(JmesPathSyntaxException.class)
                .hasMessage("the expression nests deeper than 300 levels");
    }

    @ParameterizedTest
    @CsvSource({"' || a'", "' && a'", "' | @'", ".a", "[0]"})
    void long_chains_are_not_deep(String link) throws Exception {
        assertThat(search("a" + link.repeat(3000), "{\"a\":null}")).isEqualTo(Value.NULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"==a", "[]", "[?@]", "[*]"})
    void chains_that_are_deep_end_with_an_error(String link) {
        assertThatThrownBy(() -> search("a" + link.repeat(3000), "{\"a\":null}"))
                .message()
                .matches("the expression nests deeper than [35]00 levels");
    }

    @Test
    void a_reference_that_calls_itself_ends_with_an_error() {
        limited("[&map([0], [@])] | map([0], [@])", Value.EMPTY_OBJECT, "nests deeper than 500 levels");
    }

    @Test
    void deep_data_is_walked_down_to_its_end() throws Exception {
        Value deep = Value.of("end");
        for (int i = 0; i < 200; i++) {
            deep = new ObjectValue(Map.of("a", deep));
        }

        assertThat(search("a" + ".a".repeat(199), deep)).isEqualTo(Value.of("end"));
        assertThat(search("to_string(@) == to_string(@) && @ == @", deep)).isEqualTo(Value.of(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " | to_string(@)", " | @ == @", " | abs(@)", " | length(to_string(@))"})
    void a_value_that_doubles_sixty_times_is_never_walked_to_its_end(String end) {
        limited("@" + " | [@, @]".repeat(60) + end, Value.EMPTY_OBJECT, "takes more than 1000000 steps");
    }

    @Test
    void a_list_that_doubles_sixty_times_is_never_built() {
        limited("[@, @]" + " | [@[], @[]] | []".repeat(60), Value.EMPTY_OBJECT, "takes more than 1000000 steps");
    }

    @Test
    void a_result_must_not_nest_too_deeply() {
        limited("@" + " | [@]".repeat(600), Value.EMPTY_OBJECT, "the value nests deeper than 500 levels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replace_all(@, 'a', 'aaaaaaaaaa')",
                "join(@, [@, @, @, @])",
                "regex_replace_all('a', @, 'aaaaaaaaaa')",
                "replace(@, '', 'aaaaaaaaaa', `-1`)"
            })
    void a_text_that_grows_without_end_is_never_built(String growth) {
        assertThatThrownBy(() -> search("'aaaa'" + (" | " + growth).repeat(40), "{}"))
                .message()
                .matches("the expression (builds a text of more than 8388608 characters|takes more than .* steps)");
    }

    @Test
    void work_over_a_large_list_is_counted() {
        Value list = new ListValue(Collections.nCopies(200_000, new FloatValue(1)));

        limited("@[*].[@, @, @, @, @]", list, "takes more than " + Evaluation.MAX_STEPS + " steps");
    }

    @Test
    void regular_expressions_are_bounded_in_size_and_depth() throws Exception {
        assertThatThrownBy(() -> search("regex_match('" + "(x{1000}|y)".repeat(700) + "', 'a')", "{}"))
                .hasMessage("the regular expression has more than 300000 instructions");
        assertThatThrownBy(() -> search("regex_match('((a{100}){100}){100}', 'a')", "{}"))
                .hasMessage("error parsing regexp: invalid repeat count: `{100}`");
        assertThatThrownBy(() -> search("regex_match('" + "(".repeat(1001) + "', 'a')", "{}"))
                .message()
                .startsWith("error parsing regexp: expression nests too deeply: ");
        assertThat(search("regex_match('(a|b)*c', '" + "ab".repeat(5000) + "')", "{}"))
                .isEqualTo(Value.of(false));
    }

    @Test
    void slices_may_step_as_far_as_numbers_go() throws Exception {
        assertThat(search("@[1::9223372036854775807]", "[1,2]")).isEqualTo(TestContext.json("[2]"));
        assertThat(search("@[::-9223372036854775808]", "[1,2]")).isEqualTo(TestContext.json("[2]"));
        assertThat(search("@[-9223372036854775808]", "[1,2]")).isEqualTo(Value.NULL);
    }

    private static void limited(String expression, Value data, String message) {
        assertThatThrownBy(() -> search(expression, data))
                .isInstanceOf(JmesPathException.class)
                .hasMessageContaining(message)
                .asInstanceOf(InstanceOfAssertFactories.type(JmesPathException.class))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.LIMIT));
    }
}
