package dev.countersign.expression.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1.2.3; true",
                "=1.2.3; true",
                "!=1.2.4; true",
                "!1.2.3; false",
                ">=1.2.0 <2.0.0; true",
                ">1.2.3 || 1.2.3; true",
                "> 1.0.0; true",
                "1.x; true",
                "1.2.x; true",
                "1.x.x; false",
                "!1.x; false",
                ">1.x; false",
                "<=1.2.x; true",
                ">=1.2.x; true",
                "<1.3.x; true",
                "1.2.3 - 2.0.0; false",
                ">1.0.0 <3.0.0 !1.2.3; false"
            })
    void version_1_2_3_is_or_is_not_in_a_range(String range, boolean contained) throws ValueFormatException {
        assertThat(VersionRange.parse(range).contains(SemanticVersion.parse("1.2.3")))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x; Last element in range is '||'",
                "|| 1.2.3; First element in range is '||'",
                "1.2.3 ||; Last element in range is '||'",
                "1.0.0 || || 2.0.0; Empty element in range between '||'",
                "abc; Could not get version from string: \"abc\"",
                "=>1.0.0; Could not parse Range \"=>1.0.0\": Could not parse comparator \"=>\" in \"=>1.0.0\"",
                ">1.2; Could not parse Range \">1.2\": Could not parse version \"1.2\" in \">1.2\": No Major.Minor.Patch elements found"
            })
    void what_is_no_range_is_refused_with_the_library_s_text(String range, String message) {
        assertThatThrownBy(() -> VersionRange.parse(range))
                .isInstanceOf(ValueFormatException.class)
                .hasMessage(message);
    }
}
