package dev.countersign.expression.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @Test
    void the_same_amount_is_equal_however_it_is_written() throws ValueFormatException {
        assertThat(Quantity.parse("1Ki")).isEqualTo(Quantity.parse("1024")).hasSameHashCodeAs(Quantity.parse("1.024k"));
        assertThat(Quantity.parse("1Ki")).isNotEqualTo(Quantity.parse("1k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e10001", "1e-10001", "1e2147483647", "1e-2147483648", "Pi", "-Ei", ".Ei"})
    void what_is_beyond_the_bounds_or_has_no_digits_is_refused(String text) {
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(ValueFormatException.class)
                .hasMessage("unable to parse numeric part of quantity");
    }

    @Test
    void a_very_long_number_is_refused() {
        assertThat(Quantity.read("1".repeat(Quantity.MAX_DIGITS + 1))).isEmpty();
        assertThat(Quantity.read("1".repeat(Quantity.MAX_DIGITS))).isPresent();
    }

    @Test
    void exponents_wrap_around_at_32_bits_as_in_go() throws ValueFormatException {
        assertThat(Quantity.parse("1e4294967296")).isEqualTo(Quantity.parse("1"));
    }

    @Test
    void a_sum_that_grows_beyond_the_bounds_is_refused() throws ValueFormatException {
        Quantity large = Quantity.parse("1e10000");

        assertThatThrownBy(() -> large.plus(Quantity.parse("1n"))).isInstanceOf(ValueFormatException.class);
        assertThat(large.compareTo(Quantity.parse("1n"))).isPositive();
    }

    @Test
    void beyond_the_largest_suffix_the_text_has_none_as_in_kubernetes() throws ValueFormatException {
        assertThat(Quantity.of(new BigDecimal("1.5E+300"), Quantity.Format.DECIMAL_SI))
                .hasToString("1500");
        assertThat(Quantity.of(new BigDecimal(BigInteger.TWO.pow(71)), Quantity.Format.BINARY_SI))
                .hasToString("2");
        assertThat(Quantity.of(new BigDecimal(BigInteger.TWO.pow(61)), Quantity.Format.BINARY_SI))
                .hasToString("2Ei");
        assertThat(Quantity.of(new BigDecimal("1E+21"), Quantity.Format.DECIMAL_EXPONENT))
                .hasToString("1e21");
    }

    @Test
    void amounts_beyond_the_double_range_are_infinite() throws ValueFormatException {
        assertThat(Quantity.parse("1e400").toDouble()).isInfinite();
    }
}
