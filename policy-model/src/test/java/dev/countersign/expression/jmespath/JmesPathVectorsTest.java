package dev.countersign.expression.jmespath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.JsonText;
import dev.countersign.document.TestVectors;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.GoJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions with the answers of Kyverno 1.19: values, error texts, and where it panics. */
class JmesPathVectorsTest {
    static Stream<ObjectValue> vectors() {
        return Stream.of("language.jsonl", "functions.jsonl")
                .flatMap(name -> TestVectors.read(JmesPathVectorsTest.class, name).stream());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void an_expression_has_kyvernos_value_or_kyvernos_error(ObjectValue vector) {
        Answer ours = ask(vector.object("in").orElseThrow());

        if (vector.get("panic").isPresent()) {
            assertThat(ours.error()).isPresent();
        } else if (vector.get("error").isPresent()) {
            assertThat(ours.error()).isEqualTo(vector.text("error"));
        } else {
            assertThat(ours.value()).isEqualTo(expected(vector));
        }
    }

    private record Answer(Optional<String> value, Optional<String> error) {}

    private static Answer ask(ObjectValue question) {
        boolean whole = question.get("int64").isPresent();
        Value data = question.get("data").orElseThrow();
        try {
            Value value = JmesPath.compile(question.text("query").orElseThrow())
                    .search(whole ? data : GoJson.floats(data), TestContext.CONTEXT);
            return new Answer(Optional.of(shown(value)), Optional.empty());
        } catch (JmesPathSyntaxException | JmesPathException failed) {
            return new Answer(Optional.empty(), Optional.ofNullable(failed.getMessage()));
        }
    }

    /** A zero has no sign here: a JSON number of the vectors cannot tell. */
    private static String shown(Value value) {
        if (value instanceof Value.FloatValue number && !Double.isFinite(number.value())) {
            return JsonText.number(number.value());
        }
        return value.equals(new Value.FloatValue(-0.0)) ? "0" : JsonText.compact(value);
    }

    private static Optional<String> expected(ObjectValue vector) {
        Optional<String> base64 = vector.text("outBase64");
        if (base64.isPresent()) {
            byte[] bytes = Base64.getDecoder().decode(base64.get());
            return Optional.of(JsonText.string(new String(bytes, StandardCharsets.UTF_8)));
        }
        return vector.text("outText").or(() -> vector.get("out").map(out -> JsonText.compact(GoJson.floats(out))));
    }

    @Test
    void the_vectors_ask_for_every_family_of_functions() {
        List<String> queries = vectors()
                .map(vector ->
                        vector.object("in").flatMap(in -> in.text("query")).orElse(""))
                .toList();
        Map<String, String> families = Map.of(
                "numbers", "round(",
                "collections", "merge(",
                "order", "sort_by(",
                "strings", "split(",
                "regex", "regex_match(",
                "lookup", "items(",
                "arithmetic", "divide(",
                "encoding", "parse_yaml(",
                "times", "time_parse(",
                "versions", "semver_compare(");
        families.forEach((family, call) -> assertThat(queries).as(family).anyMatch(query -> query.contains(call)));
    }
}
