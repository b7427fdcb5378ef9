package dev.countersign.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {
    private static final DocumentLimits SMALL = new DocumentLimits(1 << 20, 20, 1000, 3);

    private static DocumentReading read(String text) {
        return read(text, SMALL);
    }

    private static DocumentReading read(String text, DocumentLimits limits) {
        return DocumentReader.read("p.yaml", text.getBytes(StandardCharsets.UTF_8), limits);
    }

    private static String onlyCode(DocumentReading reading) {
        assertThat(reading.allIssues()).hasSize(1);
        return reading.allIssues().get(0).code();
    }

    private static Located member(Located object, String... path) {
        Located found = object;
        for (String key : path) {
            found = ((Located.LocatedObject) found).get(key).orElseThrow();
        }
        return found;
    }

    @Test
    void every_value_knows_its_line_and_its_column_in_code_points() {
        Located root =
                read("# a comment\nspec:\n  \"😀é\": {x: deep}\n").roots().get(0);

        assertThat(member(root, "spec", "😀é", "x").location()).isEqualTo(new Location("p.yaml", 3, 13));
    }

    @Test
    void values_of_json_know_their_place_too() {
        Located root = read("---\n{\"a\": 1,\n \"😀\": [true]}").roots().get(0);

        assertThat(((Located.LocatedList) member(root, "😀")).items().get(0).location())
                .isEqualTo(new Location("p.yaml", 3, 8));
    }

    @Test
    void lines_count_over_all_documents_but_go_counts_them_in_each() {
        DocumentReading reading = read("a: 1\n---\nb: 1\nb: 2\n");

        DocumentReading.Document second = reading.documents().get(1);
        assertThat(second.issues().get(0).location()).isEqualTo(new Location("p.yaml", 4, 1));
        assertThat(second.goError()).contains("yaml: unmarshal errors:\n  line 2: key \"b\" already set in map");
    }

    @Test
    void a_broken_document_leaves_the_others_readable() {
        DocumentReading reading = read("a: 1\n---\nb: [\n---\nc: 3\n");

        assertThat(reading.roots()).hasSize(2);
        assertThat(reading.isUsable()).isFalse();
        assertThat(onlyCode(reading)).isEqualTo("NOT_YAML");
    }

    @Test
    void a_document_of_comments_is_blank_and_a_bare_marker_is_null() {
        DocumentReading reading = read("# nothing\n\n---\n---\n---\n");

        assertThat(reading.documents()).hasSize(2);
        assertThat(reading.documents().get(0).blank()).isTrue();
        assertThat(reading.documents().get(1).blank()).isFalse();
        assertThat(reading.documents().get(1).isNull()).isTrue();
        assertThat(read("").documents()).isEmpty();
    }

    @Test
    void a_document_that_kubernetes_would_drop_is_an_error() {
        assertThat(onlyCode(read("a: 1\n...\nb: 2\n"))).isEqualTo("HIDDEN_DOCUMENT");
        assertThat(onlyCode(read("a: 1\n--- {b: 2}\n"))).isEqualTo("HIDDEN_DOCUMENT");
    }

    @Test
    void duplicate_keys_keep_the_tree_and_are_an_error() {
        DocumentReading reading = read("{\"a\": 1, \"a\": 2}");

        assertThat(onlyCode(reading)).isEqualTo("DUPLICATE_KEY");
        assertThat(JsonText.compact(reading.roots().get(0).value())).isEqualTo("{\"a\":2}");
    }

    @Test
    void json_that_only_yaml_can_read_is_read_as_yaml() {
        assertThat(read("{\"a\": 1,} # done").roots().get(0).value())
                .isEqualTo(Value.EMPTY_OBJECT.with("a", Value.of(1)));
    }

    @Test
    void an_aliased_value_keeps_the_place_of_its_anchor() {
        Located root = read("a: &x {k: v}\nb:\n  <<: *x\n  c: *x\n").roots().get(0);

        assertThat(member(root, "b", "k").location().line()).isEqualTo(1);
        assertThat(member(root, "b", "c", "k").location().line()).isEqualTo(1);
    }

    @Test
    void an_unknown_tag_is_a_warning() {
        DocumentReading reading = read("a: !secret 1");

        assertThat(onlyCode(reading)).isEqualTo("UNSUPPORTED_TAG");
        assertThat(reading.isUsable()).isTrue();
    }

    @Test
    void text_that_is_not_utf8_is_refused_with_its_place() {
        byte[] bytes = {'a', ':', '\n', ' ', (byte) 0xFF, '\n'};

        DocumentReading reading = DocumentReader.read("p.yaml", bytes, SMALL);

        assertThat(onlyCode(reading)).isEqualTo("NOT_UTF8");
        assertThat(reading.issues().get(0).location()).isEqualTo(new Location("p.yaml", 2, 2));
        assertThat(onlyCode(DocumentReader.read("p", "a".getBytes(StandardCharsets.UTF_16), SMALL)))
                .isEqualTo("NOT_UTF8");
    }

    @Test
    void a_byte_order_mark_is_a_warning() {
        assertThat(onlyCode(read("\uFEFFa: 1"))).isEqualTo("BYTE_ORDER_MARK");
        assertThat(read("\uFEFFa: 1").roots()).hasSize(1);
    }

    @Test
    void a_control_character_is_refused() {
        assertThat(onlyCode(read("a: \u0001"))).isEqualTo("NOT_YAML");
    }

    @Test
    void every_bound_has_its_issue() {
        assertThat(onlyCode(read("x".repeat(2 << 20)))).isEqualTo("TOO_LARGE");
        assertThat(onlyCode(read("[".repeat(21) + "]".repeat(21)))).isEqualTo("TOO_DEEP");
        assertThat(onlyCode(read("{\"a\":".repeat(21) + "1" + "}".repeat(21)))).isEqualTo("TOO_DEEP");
        assertThat(onlyCode(read("- a\n".repeat(1001)))).isEqualTo("TOO_MANY_VALUES");
        assertThat(onlyCode(read("{\"a\":[" + "1,".repeat(1001) + "1]}"))).isEqualTo("TOO_MANY_VALUES");
        assertThat(onlyCode(read("a\n---\n".repeat(4)))).isEqualTo("TOO_MANY_DOCUMENTS");
        assertThat(read("a\n---\n".repeat(4)).documents()).hasSize(3);
        assertThat(onlyCode(read("a: *b"))).isEqualTo("UNKNOWN_ANCHOR");
        assertThat(onlyCode(read("a: &b [*b]"))).isEqualTo("RECURSIVE_ALIAS");
        assertThat(onlyCode(read("a: .nan"))).isEqualTo("NOT_A_NUMBER");
    }

    @Test
    void hostile_sources_are_refused_quickly() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 40; i++) {
            String alias = "*a" + (i - 1);
            laughs.append("a" + i + ": &a" + i + " [" + (alias + ",").repeat(9) + alias + "]\n");
        }
        byte[] large = new byte[50 << 20];
        Arrays.fill(large, (byte) 'x');
        String[] texts = {
            laughs.toString(),
            "[".repeat(100_000),
            "{".repeat(100_000),
            "- ".repeat(100_000),
            "? ".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "a: &a [" + "*a,".repeat(100_000) + "]",
            "a:\t1\n".repeat(100_000),
            "&a ".repeat(100_000),
            "!".repeat(100_000),
            "'".repeat(100_001),
            "a: " + "9".repeat(100_000),
            "{\"a\": " + "9".repeat(100_000) + "}",
            "- \n".repeat(1_000_000)
        };
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> {
            assertThat(DocumentReader.read("p", large, DocumentLimits.POLICIES).issues())
                    .hasSize(1);
            for (String text : texts) {
                DocumentReading reading = read(text, DocumentLimits.POLICIES);
                assertThat(reading.documents()).as(text.substring(0, 20)).hasSize(1);
                JsonReading json =
                        DocumentReader.readJson("p", text.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS);
                assertThat(json.value().isPresent()).isEqualTo(json.issues().isEmpty());
            }
        });
        assertThat(onlyCode(read(laughs.toString(), DocumentLimits.POLICIES))).isEqualTo("TOO_MANY_VALUES");
        assertThat(onlyCode(read("[".repeat(100_000), DocumentLimits.POLICIES))).isEqualTo("TOO_DEEP");
    }

    @Test
    void a_json_number_keeps_its_kind() {
        JsonReading reading = DocumentReader.readJson(
                "r", "[1,1.0,1e3,9223372036854775807,9223372036854775808]".getBytes(StandardCharsets.UTF_8), SMALL);

        assertThat(reading.value())
                .contains(new Value.ListValue(java.util.List.of(
                        Value.of(1),
                        new Value.FloatValue(1),
                        new Value.FloatValue(1000),
                        Value.of(Long.MAX_VALUE),
                        new Value.FloatValue(0x1p63))));
    }

    @Test
    void bad_bytes_in_json_texts_become_replacement_characters() {
        byte[] bytes = {'"', 'a', (byte) 0xC3, '"'};

        assertThat(DocumentReader.readJson("r", bytes, SMALL).value()).contains(Value.of("a\uFFFD"));
    }

    @Test
    void members_are_sorted_as_go_sorts_maps_unless_the_order_is_wanted() {
        Value value = Value.EMPTY_OBJECT.with("b", Value.of(1)).with("a", Value.of("<&>\u2028"));

        assertThat(JsonText.compact(value)).isEqualTo("{\"a\":\"\\u003c\\u0026\\u003e\\u2028\",\"b\":1}");
        assertThat(JsonText.inOrder(value)).isEqualTo("{\"b\":1,\"a\":\"\\u003c\\u0026\\u003e\\u2028\"}");
    }
}
