package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionBoundsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(((a{11}){11}){11}){2}",
                "(?:x[)]a{40}b){40}",
                "(a{40})*{30}",
                "(\\p{L}{40}){,3}(b{40}c){30,}"
            })
    void repetitions_within_repetitions_are_bounded_as_in_go(String expression) {
        assertThat(ExpressionBounds.check(expression)).get().asString().contains("invalid repeat count");
    }

    @Test
    void groups_nest_a_thousand_deep_at_most() {
        assertThat(ExpressionBounds.check("(".repeat(1000) + ")".repeat(1000))).isEmpty();
        assertThat(ExpressionBounds.check("(".repeat(1001) + ")".repeat(1001)))
                .get()
                .asString()
                .contains("nests too deeply");
        assertThat(ExpressionBounds.check("\\Q" + "(".repeat(2000) + "\\E[" + "(".repeat(2000) + "]"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^https://github\\.com/acme/.+@refs/tags/v\\d{1,3}(\\.\\d{1,3}){2}$",
                "a{1000}b{1000}c{1000}",
                "\\x{10FFFF}{2}",
                "[[:alpha:]{999}]{999}",
                "a{,5}{b}{",
                "(",
                ")))",
                "\\",
                "["
            })
    void whatever_else_an_expression_holds_is_for_the_compiler_to_judge(String expression) {
        assertThat(ExpressionBounds.check(expression)).isEmpty();
    }
}
