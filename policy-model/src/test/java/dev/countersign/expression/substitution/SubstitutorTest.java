package dev.countersign.expression.substitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubstitutorTest {
    private final Map<String, Variable> known = new HashMap<>();

    private final Substitutor substitutor = new Substitutor(query -> {
        Variable variable = known.get(query.text());
        if (variable == null) {
            throw new VariableException("unknown");
        }
        return variable;
    });

    private static ObjectValue object(String key, Value value) {
        return new ObjectValue(Map.of(key, value));
    }

    private Value substitute(String text) throws SubstitutionException {
        return substitutor.substitute(Value.of(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{{ data }}; {{ secret }}",
                "x{{ data }}; x{{ secret }}",
                "{{ data }}x{{ secret }}; {{ secret }}xs3cret",
                "x{{- data }}; x{{ secret }}",
                "\\{{ data }} {{ data }}; {{ data }} {{ secret }}"
            })
    void data_is_put_in_and_not_searched(String text, String result) throws SubstitutionException {
        known.put("secret", Variable.of(Value.of("s3cret")));
        known.put("data", Variable.data(Value.of("{{ secret }}")));
        assertThat(substitute(text)).isEqualTo(Value.of(result));
    }

    @Test
    void lists_and_objects_of_data_are_not_searched_either() throws SubstitutionException {
        Value data = object("{{ secret }}", new ListValue(List.of(Value.of("{{ secret }}"))));
        known.put("data", Variable.data(data));

        Substituted substituted = substitutor.substitute(object("a", Value.of("{{ data }}")), Set.of());

        assertThat(substituted.value()).isEqualTo(object("a", data));
        assertThat(substituted.data()).containsExactly("/a");
        assertThat(substituted.dataBelow("/a/x")).containsExactly("");
        assertThat(substituted.dataBelow("/b")).isEmpty();
    }

    @Test
    void data_stays_data_below_a_member_that_is_renamed() throws SubstitutionException {
        Value data = object("a", Value.of("{{ secret }}"));
        known.put("data", Variable.data(data));
        known.put("secret", Variable.of(Value.of("s3cret")));

        Substituted once =
                substitutor.substitute(object("{{ secret }}", object("b", Value.of("{{ data }}"))), Set.of());
        Substituted twice = substitutor.substitute(once.value(), once.data());

        assertThat(once.dataBelow("/s3cret")).containsExactly("/b");
        assertThat(twice.value()).isEqualTo(object("s3cret", object("b", data)));
    }

    @Test
    void what_is_data_already_is_left_alone() throws SubstitutionException {
        Value document = new ListValue(List.of(Value.of("{{ secret }} $(/1)"), Value.of("\\{{ x }}")));

        assertThat(substitutor.substitute(document, Set.of("/0", "/1")).value()).isEqualTo(document);
        assertThat(substitutor.substitute(document, Set.of("")).value()).isEqualTo(document);
    }

    @Test
    void a_backslash_of_data_escapes_nothing() throws SubstitutionException {
        known.put("data", Variable.data(Value.of("\\")));
        known.put("secret", Variable.of(Value.of("s3cret")));

        assertThat(substitute("{{ data }}{{ secret }}")).isEqualTo(Value.of("\\s3cret"));
    }

    @Test
    void data_may_take_part_in_an_expression_but_not_write_it() throws SubstitutionException {
        known.put("when", Variable.data(Value.of("2026-01-01T00:00:00Z")));
        known.put("evil", Variable.data(Value.of("') || to_string('")));
        known.put("time_utc('2026-01-01T00:00:00Z')", Variable.of(Value.of("{{ ok }}")));

        assertThat(substitute("{{ time_utc('{{ when }}') }}!")).isEqualTo(Value.of("{{ ok }}!"));
        assertThatThrownBy(() -> substitute("{{ time_utc('{{ evil }}') }}"))
                .isInstanceOf(SubstitutionException.class)
                .hasMessageContaining("data inside of a variable may hold letters, digits, blanks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x{{ a }}", "{{ list }}", "{{ grow }}{{ grow }}"})
    void variables_that_hold_themselves_end_in_an_error(String text) {
        known.put("a", Variable.of(Value.of("{{ b }}")));
        known.put("b", Variable.of(Value.of("{{ a }}")));
        known.put("list", Variable.of(new ListValue(Collections.nCopies(3, Value.of("{{ list }}")))));
        known.put("grow", Variable.of(Value.of("x{{ grow }}x{{ grow }}")));

        assertThatThrownBy(() -> substitute(text))
                .isInstanceOf(SubstitutionException.class)
                .hasMessageStartingWith("failed to resolve ")
                .hasMessageMatching("(?s).*(hold each other more than 32 times|there are too many variables).*");
    }

    @Test
    void texts_do_not_grow_without_end() {
        known.put("big", Variable.of(Value.of("x".repeat(Substitutor.MAX_TEXT_LENGTH - 1))));

        assertThatThrownBy(() -> substitute("{{ big }} {{ big }}"))
                .hasMessageEndingWith("the text that comes out is too long");
    }

    @Test
    void a_value_without_variables_is_the_very_same() throws SubstitutionException {
        Value document = object("a", new ListValue(List.of(Value.of("x"), Value.of(5), Value.NULL)));

        assertThat(substitutor.substitute(document)).isSameAs(document);
    }

    @Test
    void a_text_that_is_one_variable_takes_its_type() throws SubstitutionException {
        known.put("n", Variable.of(Value.of(5)));

        assertThat(substitute("{{ n }}")).isEqualTo(Value.of(5));
        assertThat(substitute("{{ n }}.")).isEqualTo(Value.of("5."));
    }

    @Test
    void a_hyphen_needs_a_text_where_other_text_stands() {
        known.put("n", Variable.of(Value.of(5)));

        assertThatThrownBy(() -> substitute("x{{- n }}")).isInstanceOf(SubstitutionException.class);
    }

    @Test
    void a_compiled_document_tells_of_its_references_when_it_is_substituted() throws SubstitutionException {
        CompiledDocument broken = CompiledDocument.of(object("a", Value.of("$(/nowhere)")));
        CompiledDocument good =
                CompiledDocument.of(new ObjectValue(Map.of("a", Value.of("$(/b)"), "b", Value.of("{{ n }}"))));
        known.put("n", Variable.of(Value.of(5)));

        assertThatThrownBy(() -> substitutor.substitute(broken))
                .hasMessage("got nil resolved variable $(/nowhere) at path /a: <nil>");
        assertThat(substitutor.substitute(good).value())
                .isEqualTo(new ObjectValue(Map.of("a", Value.of(5), "b", Value.of(5))));
    }

    @Test
    void in_a_delete_request_the_object_is_the_old_one() throws SubstitutionException {
        known.put("request.operation", Variable.of(Value.of("DELETE")));
        known.put("request.oldObject.kind", Variable.of(Value.of("Pod")));

        assertThat(substitute("{{ request.object.kind }}")).isEqualTo(Value.of("Pod"));
    }

    @Test
    void an_at_sign_stands_for_the_same_place_of_the_object_or_of_the_target() throws SubstitutionException {
        known.put("request.object.\"a/b\"[0].c", Variable.of(Value.of("object")));
        Value document = object(
                "validate", object("pattern", object("a/b", new ListValue(List.of(object("c", Value.of("{{ @ }}")))))));

        assertThat(substitutor.substitute(document).toString()).contains("object");

        known.put("target", Variable.of(Value.EMPTY_OBJECT));
        assertThatThrownBy(() -> substitutor.substitute(document))
                .hasMessage("failed to resolve target.\"a/b\"[0].c at path /validate/pattern/a\\/b/0/c: unknown");
    }
}
