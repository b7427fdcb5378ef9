package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b_c-9", "example.com/Name", "x-1.y/z"})
    void a_name_with_or_without_a_subdomain_before_it_is_a_key(String key) {
        assertThat(LabelNames.checkKey(key)).isEmpty();
    }

    @Test
    void a_bad_key_is_told_part_by_part() {
        assertThat(LabelNames.checkKey("a/b/c"))
                .singleElement()
                .asString()
                .startsWith("a valid label key must consist");
        assertThat(LabelNames.checkKey("/"))
                .satisfiesExactly(
                        prefix -> assertThat(prefix).isEqualTo("prefix part must be non-empty"),
                        name -> assertThat(name).isEqualTo("name part must be non-empty"),
                        rule -> assertThat(rule).startsWith("name part must consist"));
        assertThat(LabelNames.checkKey("A/" + "b".repeat(64)))
                .satisfiesExactly(
                        prefix -> assertThat(prefix).startsWith("prefix part a lowercase RFC 1123 subdomain"),
                        name -> assertThat(name).isEqualTo("name part must be no more than 63 bytes"));
    }

    @Test
    void a_value_may_be_empty_but_neither_long_nor_end_with_a_sign() {
        assertThat(LabelNames.checkValue("")).isEmpty();
        assertThat(LabelNames.checkValue("b".repeat(63))).isEmpty();
        assertThat(LabelNames.checkValue("b".repeat(64))).containsExactly("must be no more than 63 bytes");
        assertThat(LabelNames.checkValue("b-")).singleElement().asString().startsWith("a valid label must be an empty");
    }

    @Test
    void a_subdomain_is_made_of_lower_case_labels() {
        assertThat(LabelNames.checkSubdomain("a.b-1.c")).isEmpty();
        assertThat(LabelNames.checkSubdomain("a..b")).hasSize(1);
        assertThat(LabelNames.checkSubdomain("a.".repeat(126) + "bb"))
                .containsExactly("must be no more than 253 bytes");
        assertThat(LabelNames.isDnsLabel("a-1")).isTrue();
        assertThat(LabelNames.isDnsLabel("a.b")).isFalse();
        assertThat(LabelNames.isDnsLabel("b".repeat(64))).isFalse();
    }
}
