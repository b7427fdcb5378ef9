package dev.countersign.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts with the answers of sigs.k8s.io/yaml 1.6 and of encoding/json. */
class GoVectorsTest {
    static List<Value.ObjectValue> yaml() {
        return TestVectors.read(GoVectorsTest.class, "go-yaml.jsonl");
    }

    static List<Value.ObjectValue> json() {
        return TestVectors.read(GoVectorsTest.class, "go-json.jsonl");
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void yaml_is_read_and_refused_as_kubernetes_does(Value.ObjectValue vector) {
        byte[] bytes = vector.text("yaml").orElseThrow().getBytes(StandardCharsets.UTF_8);
        DocumentReading reading = DocumentReader.read("test.yaml", bytes, DocumentLimits.POLICIES);
        DocumentReading.Document document = reading.documents().get(0);

        if (vector.text("error").isPresent()) {
            assertThat(document.root()).isEmpty();
            assertThat(document.goError()).isEqualTo(vector.text("error"));
            assertThat(document.issues()).isNotEmpty();
        } else {
            Value value = document.root().map(Located::value).orElse(Value.NULL);
            assertThat(JsonText.compact(value)).isEqualTo(vector.text("json").orElseThrow());
            assertThat(document.goError()).isEqualTo(vector.text("strict"));
        }
    }

    @ParameterizedTest
    @MethodSource("json")
    void json_is_read_refused_and_written_as_go_does(Value.ObjectValue vector) {
        byte[] bytes = vector.text("text").orElseThrow().getBytes(StandardCharsets.UTF_8);
        JsonReading reading = DocumentReader.readJson("test.json", bytes, DocumentLimits.OBJECTS);

        assertThat(reading.goError()).isEqualTo(vector.text("error"));
        assertThat(reading.value().map(JsonText::compact)).isEqualTo(vector.text("json"));
    }
}
