package dev.countersign.verify.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.verify.entity.CborValue.CborArray;
import dev.countersign.verify.entity.CborValue.CborBytes;
import dev.countersign.verify.entity.CborValue.CborFloat;
import dev.countersign.verify.entity.CborValue.CborInteger;
import dev.countersign.verify.entity.CborValue.CborMap;
import dev.countersign.verify.entity.CborValue.CborSimple;
import dev.countersign.verify.entity.CborValue.CborTag;
import dev.countersign.verify.entity.CborValue.CborText;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CborTest {
    private static CborValue decode(String hex) throws MalformedEntityException {
        return Cbor.decode(HexFormat.of().parseHex(hex), true);
    }

    @Test
    void every_kind_of_item_is_read() throws MalformedEntityException {
        assertThat(decode("1903e8")).isEqualTo(new CborInteger(1000));
        assertThat(decode("3824")).isEqualTo(new CborInteger(-37));
        assertThat(decode("43010203")).isEqualTo(new CborBytes(new byte[] {1, 2, 3}));
        assertThat(decode("62c3bc")).isEqualTo(new CborText("ü"));
        assertThat(decode("820102")).isEqualTo(new CborArray(List.of(new CborInteger(1), new CborInteger(2))));
        assertThat(decode("c11a514b67b0")).isEqualTo(new CborTag(1, new CborInteger(1_363_896_240)));
        assertThat(decode("f93e00")).isEqualTo(new CborFloat(1.5));
        assertThat(decode("fb3ff8000000000000")).isEqualTo(new CborFloat(1.5));
        assertThat(((CborSimple) decode("f6")).isNothing()).isTrue();
        assertThat(((CborMap) decode("a2016161206162")).get(-1)).contains(new CborText("b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''         | EOF",
                "4401       | unexpected EOF",
                "9b7fffffffffffffff | cbor: exceeded max number of elements 131072 for CBOR array",
                "5b7fffffffffffffff | unexpected EOF",
                "5bffffffffffffffff | cbor: byte string length 18446744073709551615 is too large, causing integer overflow",
                "5f4101ff   | cbor: indefinite-length byte string isn't allowed",
                "9f01ff     | cbor: indefinite-length array isn't allowed",
                "ff         | cbor: unexpected \"break\" code",
                "1c         | cbor: invalid additional information 28 for type positive integer",
                "0101       | cbor: 1 bytes of extraneous data starting at index 1",
                "a201000101 | cbor: found duplicate map key \"1\" at map element index 1",
                "a1410100   | cbor: header label: require int / tstr type",
                "61ff       | cbor: invalid UTF-8 string",
                "1bffffffffffffffff | cbor: header label: int key must not be higher than 1<<63 - 1"
            })
    void what_is_malformed_or_too_much_is_refused(String hex, String words) {
        assertThatThrownBy(() -> decode(hex))
                .isInstanceOf(MalformedEntityException.class)
                .hasMessage(words);
    }

    @Test
    void nesting_is_bounded() throws MalformedEntityException {
        assertThat(decode("81".repeat(Cbor.MAX_DEPTH) + "00")).isInstanceOf(CborArray.class);
        assertThatThrownBy(() -> decode("81".repeat(Cbor.MAX_DEPTH + 1) + "00"))
                .hasMessage("cbor: exceeded max nested level 32");
        assertThatThrownBy(() -> decode("81".repeat(1_000_000))).isInstanceOf(MalformedEntityException.class);
    }

    @Test
    void tags_can_be_forbidden() {
        assertThatThrownBy(() -> Cbor.decode(new byte[] {(byte) 0xc1, 0}, false))
                .hasMessage("cbor: CBOR tag isn't allowed");
    }

    @Test
    void no_bytes_break_anything_but_the_reading() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            try {
                assertThat(Cbor.decode(bytes, true)).isNotNull();
            } catch (MalformedEntityException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }
}
