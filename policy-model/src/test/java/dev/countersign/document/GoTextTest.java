package dev.countersign.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoTextTest {
    @Test
    void a_quoted_text_escapes_what_go_does_not_print() {
        assertThat(GoText.quote("a\"\\\u0007\b\f\n\r\t\u000b\u0001\u007f"))
                .isEqualTo("\"a\\\"\\\\\\a\\b\\f\\n\\r\\t\\v\\x01\\x7f\"");
        assertThat(GoText.quote("\u00e9\u4e16\ud83d\ude00")).isEqualTo("\"\u00e9\u4e16\ud83d\ude00\"");
        assertThat(GoText.quote("\u0085\u00a0\u200b\udb40\udc01")).isEqualTo("\"\\u0085\\u00a0\\u200b\\U000e0001\"");
    }

    @Test
    void quoted_octets_from_128_are_escaped_one_by_one() {
        assertThat(GoText.quoteOctets("a\"\n\u0080\u00e9\u00ff")).isEqualTo("\"a\\\"\\n\\x80\\xe9\\xff\"");
    }

    @Test
    void unicode_s_white_space_is_trimmed_from_both_ends() {
        assertThat(GoText.trimSpace("\u00a0\t\n x y \u2003\u0085")).isEqualTo("x y");
        assertThat(GoText.trimSpace(" \r")).isEmpty();
        assertThat(GoText.trimSpace("\u200bx")).isEqualTo("\u200bx");
    }
}
