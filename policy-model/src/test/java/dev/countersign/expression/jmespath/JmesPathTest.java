package dev.countersign.expression.jmespath;

import static dev.countersign.expression.jmespath.TestContext.json;
import static dev.countersign.expression.jmespath.TestContext.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.IntegerValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.EvaluationException.Reason;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The language, beyond what the vectors show. */
class JmesPathTest {
    private static final String PEOPLE = "{\"p\":[{\"n\":\"b\"},{\"n\":\"a\"}]}";

    @Test
    void a_missing_key_is_an_error_that_names_it() {
        assertThatThrownBy(() -> search("a.b", "{\"a\":{}}"))
                .isInstanceOf(JmesPathException.class)
                .hasMessage("Unknown key \"b\" in path")
                .asInstanceOf(InstanceOfAssertFactories.type(JmesPathException.class))
                .satisfies(failure -> {
                    assertThat(failure.missingKey()).contains("b");
                    assertThat(failure.reason()).isEqualTo(Reason.ERROR);
                });
    }

    @Test
    void a_missing_key_inside_of_a_list_does_not_come_up_again_later() throws Exception {
        assertThat(search("[nope] | [0]", "{}")).isEqualTo(Value.NULL);
        assertThat(search("{x: nope}.x", "{}")).isEqualTo(Value.NULL);
        assertThat(search("nope || 'x'", "{}")).isEqualTo(Value.of("x"));
    }

    @Test
    void sorting_by_a_key_sorts_the_data_for_whoever_reads_it_next() throws Exception {
        Value data = json(PEOPLE);

        JmesPath.Result result =
                JmesPath.compile("[p[0].n, sort_by(p, &n)[0].n, p[0].n]").run(data, TestContext.CONTEXT);

        assertThat(JsonText.compact(result.value())).isEqualTo("[\"b\",\"a\",\"a\"]");
        assertThat(JsonText.compact(result.data())).isEqualTo("{\"p\":[{\"n\":\"a\"},{\"n\":\"b\"}]}");
        assertThat(JsonText.compact(data)).as("values never change").isEqualTo(PEOPLE);
    }

    @Test
    void data_that_nobody_sorts_comes_back_as_the_same_instance() throws Exception {
        Value data = json(PEOPLE);

        assertThat(JmesPath.compile("p[*].n").run(data, TestContext.CONTEXT).data())
                .isSameAs(data);
    }

    @Test
    void whole_numbers_of_objects_are_no_numbers_of_the_language() throws Exception {
        Value data = new ObjectValue(Map.of("replicas", Value.of(3)));

        assertThat(search("replicas == `3`", data)).isEqualTo(Value.of(false));
        assertThat(search("replicas > `1`", data)).isEqualTo(Value.NULL);
        assertThat(search("replicas", data)).isEqualTo(Value.of(3));
        assertThatThrownBy(() -> search("type(replicas)", data)).hasMessage("unknown type");
    }

    @Test
    void a_comparison_gives_a_go_int_that_equals_no_other_number() throws Exception {
        assertThat(search("compare('a', 'b')", "{}")).isEqualTo(new IntegerValue(-1));
        assertThat(search("compare('a', 'b') == compare('c', 'd')", "{}")).isEqualTo(Value.of(true));
        assertThat(search("compare('a', 'b') == n", new ObjectValue(Map.of("n", Value.of(-1)))))
                .isEqualTo(Value.of(false));
    }

    @Test
    void an_expression_reference_shows_as_an_empty_object_but_is_none() throws Exception {
        assertThat(search("&a", "{}")).isEqualTo(Value.EMPTY_OBJECT);
        assertThat(search("(&a).b", "{}")).isEqualTo(Value.NULL);
        assertThat(search("(&a) == `{}`", "{}")).isEqualTo(Value.of(false));
        assertThat(search("(&a) && 'true'", "{}")).isEqualTo(Value.of("true"));
    }

    @Test
    void the_list_of_items_is_of_a_type_that_few_functions_take() throws Exception {
        String items = "items(@, 'k', 'v')";

        assertThat(search("length(" + items + ")", "{\"a\":1}")).isEqualTo(new Value.FloatValue(1));
        assertThat(search(items + " == `[{\"k\":\"a\",\"v\":1}]`", "{\"a\":1}")).isEqualTo(Value.of(false));
        assertThat(search(items + "[*] == `[{\"k\":\"a\",\"v\":1}]`", "{\"a\":1}"))
                .isEqualTo(Value.of(true));
        assertThatThrownBy(() -> search("reverse(" + items + ")", "{\"a\":1}"))
                .isInstanceOf(JmesPathException.class)
                .asInstanceOf(InstanceOfAssertFactories.type(JmesPathException.class))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.PANIC));
    }

    @Test
    void projecting_an_object_first_meets_as_many_nulls_as_in_the_fork() throws Exception {
        assertThat(JsonText.compact(search("*.type(@)", "{\"a\":1}"))).isEqualTo("[\"null\",\"number\"]");
    }

    @Test
    void a_syntax_error_knows_its_place() {
        assertThatThrownBy(() -> JmesPath.compile("a.b.$c"))
                .isInstanceOf(JmesPathSyntaxException.class)
                .hasMessage("SyntaxError: Unknown char: '$'")
                .asInstanceOf(InstanceOfAssertFactories.type(JmesPathSyntaxException.class))
                .satisfies(error -> assertThat(error.position()).isEqualTo(4));
        assertThatThrownBy(() -> JmesPath.compile("a ]"))
                .hasMessage("SyntaxError: Unexpected token at the end of the expression: tRbracket")
                .asInstanceOf(InstanceOfAssertFactories.type(JmesPathSyntaxException.class))
                .satisfies(error -> assertThat(error.position()).isEqualTo(2));
    }

    @Test
    void a_wrong_type_is_shown_as_go_prints_it() {
        assertThatThrownBy(() -> search("abs(@)", "{\"b\":[1.5,null,\"x\"],\"a\":1000000}"))
                .hasMessage("Invalid type for: map[a:1e+06 b:[1.5 <nil> x]], expected: []jmespath.JpType{\"number\"}");
        assertThatThrownBy(() -> search("abs(&a[0] == !b)", "{}"))
                .hasMessage("Invalid type for: {{1 22 [{10 <nil> [{5 a []} {9 0 []}]} {17 <nil> [{5 b []}]}]}}, "
                        + "expected: []jmespath.JpType{\"number\"}");
    }
}
