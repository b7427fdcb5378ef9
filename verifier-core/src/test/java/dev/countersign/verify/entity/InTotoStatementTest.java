package dev.countersign.verify.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.Value;
import dev.countersign.verify.entity.InTotoStatement.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InTotoStatementTest {
    private static final String OBJECT = "could not parse predicate with type map[string]interface {}";

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static InTotoStatement read(String json) throws MalformedEntityException {
        return InTotoStatement.orWithTextPredicate(bytes(json));
    }

    @Test
    void a_statement_is_read_by_either_name_of_a_field() throws MalformedEntityException {
        InTotoStatement byJsonName = InTotoStatement.strict(bytes(
                "{\"_type\":\"t\",\"predicateType\":\"p\",\"subject\":[{\"name\":\"n\",\"digest\":{\"sha256\":\"ab\"}}],"
                        + "\"predicate\":{\"score\":7}}"));
        InTotoStatement byFieldName = InTotoStatement.strict(bytes(
                "{\"type\":\"t\",\"predicate_type\":\"p\",\"subject\":[{\"name\":\"n\",\"digest\":{\"sha256\":\"ab\"}}],"
                        + "\"predicate\":{\"score\":7}}"));

        assertThat(byJsonName).isEqualTo(byFieldName);
        assertThat(byJsonName.subjects())
                .containsExactly(Optional.of(new Subject("n", Map.of("sha256", "ab"), Value.EMPTY_OBJECT)));
        assertThat(byJsonName.predicate()).isEqualTo(new Value.ObjectValue(Map.of("score", new Value.FloatValue(7))));
    }

    @Test
    void null_means_absent_except_as_a_subject() throws MalformedEntityException {
        assertThat(InTotoStatement.strict(bytes("{\"_type\":null,\"subject\":null,\"predicate\":null}")))
                .isEqualTo(InTotoStatement.strict(bytes("{}")));
        assertThatThrownBy(() -> read("{\"subject\":[null],\"predicate\":{}}")).hasMessage(OBJECT);
        assertThat(read("{\"subject\":[null],\"predicate\":\"text\"}").subjects())
                .containsExactly(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"predicate\":{},\"extra\":1}",
                "{\"predicate\":{},\"Subject\":[]}",
                "{\"predicate\":{},\"predicateType\":\"a\",\"predicateType\":\"a\"}",
                "{\"predicate\":{},\"predicateType\":\"a\",\"predicate_type\":\"a\"}",
                "{\"predicate\":{\"a\":1,\"a\":1}}",
                "{\"predicate\":{},\"subject\":{}}",
                "{\"predicate\":{},\"subject\":[{\"digest\":{\"sha256\":1}}]}",
                "{\"predicate\":{},\"subject\":[{\"digest\":{\"sha256\":null}}]}",
                "{\"predicate\":{},\"subject\":[{\"digest\":{\"sha256\":\"a\",\"sha256\":\"a\"}}]}",
                "{\"predicate\":{},\"subject\":[{\"content\":\"%\"}]}",
                "{\"predicate\":{\"a\":\"\\ud800\"}}",
                "{\"predicate\":{},\"_type\":7}"
            })
    void what_protojson_refuses_is_refused_with_the_type_of_the_predicate(String statement) {
        assertThatThrownBy(() -> read(statement)).hasMessage(OBJECT);
    }

    @Test
    void malformed_utf8_is_refused() {
        byte[] statement = bytes("{\"predicate\":{\"a\":\"?\"}}");
        statement[19] = (byte) 0xff;

        assertThatThrownBy(() -> InTotoStatement.orWithTextPredicate(statement)).hasMessage(OBJECT);
    }

    @Test
    void other_kinds_of_predicates_are_named() {
        assertThatThrownBy(() -> read("{\"predicate\":[]}"))
                .hasMessage("could not parse predicate with type []interface {}");
        assertThatThrownBy(() -> read("{\"predicate\":1}")).hasMessage("could not parse predicate with type float64");
        assertThatThrownBy(() -> read("{\"predicate\":null,\"x\":1}"))
                .hasMessage("could not parse predicate with type <nil>");
        assertThatThrownBy(() -> read("{\"x\":1}")).hasMessage("could not parse statement, could not find predicate");
        assertThatThrownBy(() -> read("[]"))
                .hasMessage("json: cannot unmarshal array into Go value of type map[string]interface {}");
        assertThatThrownBy(() -> read("statement")).hasMessage("invalid character 's' looking for beginning of value");
    }

    @Test
    void a_text_predicate_tolerates_unknown_names_but_not_in_strict_mode() throws MalformedEntityException {
        String statement = "{\"extra\":1,\"SUBJECT\":[{\"digest\":{\"sha256\":\"ab\"}}],\"predicate\":\"text\"}";

        assertThat(read(statement).predicate()).isEqualTo(Value.of("text"));
        assertThat(read(statement).subjects()).hasSize(1);
        assertThatThrownBy(() -> InTotoStatement.strict(bytes(statement))).isInstanceOf(MalformedEntityException.class);
    }

    @Test
    void a_number_beyond_a_float64_is_refused() {
        assertThatThrownBy(() -> read("{\"predicate\":{\"a\":1e999}}"))
                .hasMessage("json: cannot unmarshal number 1e999 into Go value of type float64");
    }

    @Test
    void depth_and_size_are_bounded() {
        String deep = "{\"predicate\":" + "{\"a\":".repeat(InTotoStatement.MAX_DEPTH) + "1"
                + "}".repeat(InTotoStatement.MAX_DEPTH) + "}";
        assertThatThrownBy(() -> read(deep)).hasMessageContaining("nests deeper than");
        assertThatThrownBy(() -> GoJson.unmarshal(bytes("[1,2,3]"), new GoJson.Limits(5, 3)))
                .hasMessageContaining("more than 3 values");
    }
}
