package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardBase64Test {

    @ParameterizedTest
    @CsvSource({"YWJj,abc", "YWI=,ab", "YQ==,a", "YR==,a", "'YW\r\nJj\n',abc", "'YQ=\n=',a", "'',''"})
    void padded_text_is_decoded(String text, String plain) throws CryptographyException {
        assertThat(StandardBase64.octets(text)).isEqualTo(plain.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "*WJj,0",
        "YWJ*,3",
        "YWJ,0",
        "YWJjY,4",
        "YQ=x,2",
        "YQ=,3",
        "YQ==YQ==,4",
        "Y===,1",
        "=,0",
        "YW-_,2",
        "é,0"
    })
    void the_first_bad_byte_is_told(String text, int at) {
        assertThatThrownBy(() -> StandardBase64.octets(text)).hasMessage("illegal base64 data at input byte " + at);
    }
}
