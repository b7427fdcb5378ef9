package dev.countersign.expression.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoNumberTest {
    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "123456, 123456",
        "1000000, 1e+06",
        "1234567, 1.234567e+06",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-2.5, -2.5",
        "-0.0, -0",
        "1e21, 1e+21",
        "1e-300, 1e-300",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "5e-324, 5e-324",
        "2e23, 2e+23"
    })
    void floats_are_printed_with_the_fewest_digits(double number, String text) {
        assertThat(GoNumber.text(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5.000000",
        "0.0000005, 0.000000",
        "1.0000015, 1.000001",
        "0.0000035, 0.000003",
        "2e23, 199999999999999983222784.000000",
        "-0.0000001, -0.000000",
        "1e21, 1000000000000000000000.000000"
    })
    void fixed_floats_have_six_digits_after_the_point(double number, String text) {
        assertThat(GoNumber.fixed(number)).isEqualTo(text);
    }

    @Test
    void other_ways_to_write_floats_follow_strconv() {
        assertThat(GoNumber.scientific(5)).isEqualTo("5E+00");
        assertThat(GoNumber.scientific(1234.5)).isEqualTo("1.2345E+03");
        assertThat(GoNumber.scientific(0)).isEqualTo("0E+00");
        assertThat(GoNumber.plain(1e21)).isEqualTo("1000000000000000000000");
        assertThat(GoNumber.plain(1e-7)).isEqualTo("0.0000001");
        assertThat(GoNumber.plainOf32Bits(16777217)).isEqualTo("16777216");
        assertThat(GoNumber.plainOf32Bits(0.1)).isEqualTo("0.1");
        assertThat(GoNumber.plainOf32Bits(3.4028234663852886e38)).isEqualTo("340282350000000000000000000000000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "1_0, 10",
        "0x1p4, 16",
        "0x_1.8p1, 3",
        ".5, 0.5",
        "5., 5",
        "+1e2, 100",
        "1E-2, 0.01",
        "inf, Infinity",
        "-Infinity, -Infinity",
        "nan, NaN",
        "1e-400, 0"
    })
    void texts_are_read_as_floats_where_go_does(String text, double number) {
        assertThat(GoNumber.readFloat(text)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " 1", "1 ", ".", "e1", "1e", "1__0", "_1", "1_", "1_.5", "0x1", "0xp1", "1e400", "+nan", "1f", "1d",
                "١", "infinit", "0b1", "1,5"
            })
    void texts_that_go_refuses_are_no_floats(String text) {
        assertThat(GoNumber.readFloat(text)).isEmpty();
    }

    @Test
    void whole_numbers_are_read_in_base_ten_within_64_bits() throws ValueFormatException {
        assertThat(GoNumber.parseInt("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(GoNumber.parseInt("+007")).isEqualTo(7);
        assertThatThrownBy(() -> GoNumber.parseInt("1_0"))
                .hasMessage("strconv.ParseInt: parsing \"1_0\": invalid syntax");
        assertThatThrownBy(() -> GoNumber.parseInt("9223372036854775808"))
                .hasMessage("strconv.ParseInt: parsing \"9223372036854775808\": value out of range");
    }

    @Test
    void floats_that_do_not_fit_64_bits_become_the_smallest_number() {
        assertThat(GoNumber.toLong(-2.9)).isEqualTo(-2);
        assertThat(GoNumber.toLong(1e19)).isEqualTo(Long.MIN_VALUE);
        assertThat(GoNumber.toLong(Double.NaN)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void values_are_printed_as_fmt_does() {
        Value value = new Value.ObjectValue(Map.of(
                "b", new Value.ListValue(List.of(Value.of("x y"), Value.NULL, Value.of(true))),
                "a", new Value.FloatValue(1e6),
                "B", Value.of(1000000)));

        assertThat(GoText.print(value)).isEqualTo("map[B:1000000 a:1e+06 b:[x y <nil> true]]");
    }

    @Test
    void white_space_of_unicode_is_trimmed() {
        assertThat(GoText.trimSpace("\u00a0\t x \u2003\u0085")).isEqualTo("x");
        assertThat(GoText.trimSpace("\u200bx")).isEqualTo("\u200bx");
    }
}
