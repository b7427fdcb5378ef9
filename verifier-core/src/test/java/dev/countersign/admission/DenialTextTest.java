package dev.countersign.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.DenialText.PolicyFailures;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value.ObjectValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DenialTextTest {
    private static final String FAILED =
            "failed to verify image ghcr.io/acme/web:1.0: .attestors[0].entries[0].keys: no signatures found";

    /** Written by go.yaml.in/yaml/v3 3.0.3 with an indent of 2: scalars of every sort, and random ones. */
    static Stream<ObjectValue> yaml() throws IOException {
        List<ObjectValue> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(DenialTextTest.class.getResourceAsStream("denial-yaml.jsonl")),
                StandardCharsets.UTF_8))) {
            reader.lines()
                    .forEach(line -> lines.add((ObjectValue) DocumentReader.readJson(
                                    "<vector>", line.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS)
                            .value()
                            .orElseThrow()));
        }
        return lines.stream();
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void texts_under_texts_are_written_as_yaml_v3_does(ObjectValue vector) {
        ObjectValue in = vector.object("in").orElseThrow();
        Map<String, Map<String, String>> mapping = new LinkedHashMap<>();
        in.members().keySet().forEach(policy -> mapping.put(policy, in.texts(policy)));

        assertThat(YamlWriter.write(mapping)).isEqualTo(vector.text("out").orElseThrow());
    }

    @Test
    void a_denial_names_the_object_then_policy_rule_and_message() {
        assertThat(DenialText.of("Pod", "shop", "web", List.of(new PolicyFailures("check", Map.of("verify", FAILED)))))
                .isEqualTo("\n\nresource Pod/shop/web was blocked due to the following policies \n\n"
                        + "check:\n  verify: '" + FAILED + "'\n");
    }

    @Test
    void a_text_of_any_length_is_written() {
        for (String text : List.of("1" + ":1".repeat(50_000), ".1" + "_1".repeat(50_000))) {
            assertThat(YamlWriter.write(Map.of("check", Map.of("verify", text))))
                    .contains(text);
        }
    }

    @Test
    void policies_and_rules_stand_in_natural_order() {
        String text = DenialText.of(
                "Namespace",
                "",
                "x",
                List.of(
                        new PolicyFailures("policy-10", Map.of("rule-10", "a", "rule-2", "b", "2", "c", "rule", "d")),
                        new PolicyFailures("policy-9", Map.of("r", "e"))));

        assertThat(text)
                .isEqualTo("\n\nresource Namespace//x was blocked due to the following policies \n\n"
                        + "policy-9:\n  r: e\npolicy-10:\n  \"2\": c\n  rule: d\n  rule-2: b\n  rule-10: a\n");
    }

    @Test
    void a_message_of_several_lines_becomes_a_block() {
        assertThat(DenialText.of(
                        "Pod", "a", "b", List.of(new PolicyFailures("p", Map.of("r", "first\nsecond: x\n\nfourth")))))
                .endsWith("p:\n  r: |-\n    first\n    second: x\n\n    fourth\n");
    }

    @Test
    void a_later_policy_of_the_same_name_replaces_an_earlier_one() {
        assertThat(DenialText.of(
                        "Pod",
                        "a",
                        "b",
                        List.of(
                                new PolicyFailures("p", Map.of("r", "one", "s", "two")),
                                new PolicyFailures("p", Map.of("t", "three")),
                                new PolicyFailures("p", Map.of()))))
                .endsWith("\n\np:\n  t: three\n");
    }

    @Test
    void nothing_to_say_is_an_empty_text() {
        assertThat(DenialText.of("Pod", "a", "b", List.of(new PolicyFailures("p", Map.of()))))
                .isEmpty();
    }

    @Test
    void half_a_surrogate_pair_becomes_the_replacement_character() {
        assertThat(DenialText.of("Pod", "a", "b", List.of(new PolicyFailures("p", Map.of("r", "x\uD800y")))))
                .endsWith("  r: x\uFFFDy\n");
    }

    @Test
    void a_very_long_text_of_digits_and_colons_is_written() {
        String message = "1" + ":1".repeat(200_000);

        assertThat(DenialText.of("Pod", "a", "b", List.of(new PolicyFailures("p", Map.of("r", message)))))
                .endsWith("  r: \"" + message + "\"\n");
    }

    @Test
    void keys_whose_order_is_no_order_are_all_written() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            keys.add(Integer.toString(i * 7919, 36) + (i % 3 == 0 ? "-" : i % 3 == 1 ? "." : "") + i);
        }

        assertThat(YamlKeyOrder.sorted(keys)).containsExactlyInAnyOrderElementsOf(keys);
    }
}
