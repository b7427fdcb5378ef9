package dev.countersign.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
    private static final String DOCUMENT = "{'a':{'b/c':1,'d~e':2},'l':[1,{'x':'y'},[3]],'n':null}";

    private static Value json(String quotedSingly) {
        return DocumentReader.readJson(
                        "<test>",
                        quotedSingly.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                        DocumentLimits.OBJECTS)
                .value()
                .orElseThrow();
    }

    private static ObjectValue document() {
        return (ObjectValue) json(DOCUMENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "add|/m|{'a':{'b/c':1,'d~e':2},'l':[1,{'x':'y'},[3]],'n':null,'m':9}",
                "add|/a|{'a':9,'l':[1,{'x':'y'},[3]],'n':null}",
                "add|/a/b~1c|{'a':{'b/c':9,'d~e':2},'l':[1,{'x':'y'},[3]],'n':null}",
                "replace|/a/d~0e|{'a':{'b/c':1,'d~e':9},'l':[1,{'x':'y'},[3]],'n':null}",
                "replace|/n|{'a':{'b/c':1,'d~e':2},'l':[1,{'x':'y'},[3]],'n':9}",
                "add|/l/0|{'a':{'b/c':1,'d~e':2},'l':[9,1,{'x':'y'},[3]],'n':null}",
                "add|/l/3|{'a':{'b/c':1,'d~e':2},'l':[1,{'x':'y'},[3],9],'n':null}",
                "add|/l/-|{'a':{'b/c':1,'d~e':2},'l':[1,{'x':'y'},[3],9],'n':null}",
                "replace|/l/1/x|{'a':{'b/c':1,'d~e':2},'l':[1,{'x':9},[3]],'n':null}",
                "replace|/l/2/0|{'a':{'b/c':1,'d~e':2},'l':[1,{'x':'y'},[9]],'n':null}",
                "add|/|{'a':{'b/c':1,'d~e':2},'l':[1,{'x':'y'},[3]],'n':null,'':9}",
            })
    void an_operation_changes_its_place_only(String op, String path, String expected) throws JsonPatchException {
        ObjectValue patched = JsonPatch.apply(document(), List.of(new PatchOperation(op, path, Value.of(9))));

        assertThat(patched).isEqualTo(json(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "replace,/m", "replace,/a/m", "replace,/m/x", "replace,/l/3", "replace,/l/-", "replace,/l/01", "replace,/l/x",
        "replace,/l/99999999999", "replace,/n/x", "add,/m/x", "add,/l/4", "add,/l/-1", "add,/l/0/x", "add,a",
        "remove,/a", "add,''"
    })
    void an_operation_that_leads_nowhere_is_an_error(String op, String path) {
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> JsonPatch.apply(document(), List.of(new PatchOperation(op, path, Value.of(9)))));
    }

    @Test
    void later_operations_see_what_earlier_ones_did() throws JsonPatchException {
        ObjectValue patched = JsonPatch.apply(
                document(),
                List.of(
                        new PatchOperation("add", "/a", Value.EMPTY_OBJECT),
                        new PatchOperation("add", "/a/k", Value.of(1)),
                        new PatchOperation("replace", "/a/k", Value.of(2))));

        assertThat(patched.object("a"))
                .hasValueSatisfying(a -> assertThat(JsonText.compact(a)).isEqualTo("{\"k\":2}"));
    }

    @Test
    void the_whole_document_can_be_replaced() throws JsonPatchException {
        assertThat(JsonPatch.apply(document(), List.of(new PatchOperation("replace", "", Value.EMPTY_OBJECT))))
                .isEqualTo(Value.EMPTY_OBJECT);
    }

    @Test
    void the_given_object_stays_as_it_was() throws JsonPatchException {
        ObjectValue document = document();

        JsonPatch.apply(document, List.of(new PatchOperation("replace", "/l/1/x", Value.of(9))));

        assertThat(document).isEqualTo(document());
    }

    @Test
    void each_of_ten_thousand_containers_can_be_patched() throws JsonPatchException {
        List<Value> containers = new ArrayList<>();
        IntStream.range(0, 10_000).forEach(i -> containers.add(Value.EMPTY_OBJECT.with("image", Value.of("a"))));
        List<PatchOperation> patch = IntStream.range(0, 10_000)
                .mapToObj(i -> new PatchOperation("replace", "/c/" + i + "/image", Value.of("b")))
                .toList();

        ObjectValue patched = JsonPatch.apply(Value.EMPTY_OBJECT.with("c", new Value.ListValue(containers)), patch);

        assertThat(patched.list("c")).hasSize(10_000).containsOnly(Value.EMPTY_OBJECT.with("image", Value.of("b")));
    }

    @Test
    void a_pointer_without_end_is_an_error() {
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> JsonPatch.apply(
                        document(), List.of(new PatchOperation("add", "/a".repeat(100_000), Value.NULL))));
    }
}
