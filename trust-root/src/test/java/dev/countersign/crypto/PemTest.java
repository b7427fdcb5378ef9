package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PemTest {
    private static final String BLOCK = "-----BEGIN A-----\nAQID\n-----END A-----\n";

    private static List<Pem.PemBlock> all(String text) {
        List<Pem.PemBlock> blocks = new ArrayList<>();
        Optional<Pem.Decoded> next = Pem.next(text);
        while (next.isPresent()) {
            blocks.add(next.get().block());
            next = Pem.next(text, next.get().end());
        }
        return blocks;
    }

    private static void assertOneBlock(String text) {
        assertThat(all(text)).singleElement().satisfies(block -> {
            assertThat(block.label()).isEqualTo("A");
            assertThat(block.bytes()).containsExactly(1, 2, 3);
        });
    }

    @Test
    void a_block_has_label_bytes_and_rest() {
        Pem.Decoded decoded = Pem.next("before\n" + BLOCK + "after\n").orElseThrow();
        assertThat(decoded.block().label()).isEqualTo("A");
        assertThat(decoded.block().bytes()).containsExactly(1, 2, 3);
        assertThat(decoded.rest()).isEqualTo("after\n");
    }

    @Test
    void blanks_inside_the_body_and_behind_the_lines_do_not_matter() {
        assertOneBlock("-----BEGIN A-----  \n  AQ ID\t\n-----END A-----\t \n");
        assertOneBlock("-----BEGIN A-----\r\nAQ\r\nID\r\n-----END A-----\r\n");
        assertOneBlock("-----BEGIN A-----\nAQID\n-----END A-----");
    }

    @Test
    void begin_and_end_must_start_a_line() {
        assertThat(all("  -----BEGIN A-----\nAQID\n-----END A-----\n")).isEmpty();
        assertThat(all("-----BEGIN A-----\nAQID\n  -----END A-----\n")).isEmpty();
        assertThat(all("-----BEGIN A-----AQID-----END A-----")).isEmpty();
    }

    @Test
    void a_missing_end_or_another_label_in_it_is_no_block() {
        assertThat(all("-----BEGIN A-----\nAQID\n")).isEmpty();
        assertThat(all("-----BEGIN A-----\nAQID\n-----END B-----\n")).isEmpty();
        assertThat(all("-----BEGIN A-----\nAQID\n-----END A----- x\n")).isEmpty();
        assertThat(all("-----BEGIN A----\nAQID\n-----END A----\n")).isEmpty();
    }

    @Test
    void a_begin_without_an_end_and_a_block_that_does_not_decode_are_passed_over() {
        assertOneBlock("-----BEGIN A-----\nAAAA\n" + BLOCK);
        assertOneBlock("-----BEGIN A-----\nAAA\n-----END A-----\n" + BLOCK);
    }

    @Test
    void headers_are_read_and_need_a_line_before_the_end() {
        List<Pem.PemBlock> blocks = all("-----BEGIN A-----\nProc-Type: 4,X \nb:c\n\nAQID\n-----END A-----\n");
        assertThat(blocks).singleElement().satisfies(block -> assertThat(block.headers())
                .containsEntry("Proc-Type", "4,X")
                .containsEntry("b", "c"));
        assertThat(all("-----BEGIN A-----\na: b\n-----END A-----\n")).isEmpty();
    }

    @Test
    void a_colon_in_the_end_line_ends_the_search_as_in_go() {
        assertThat(all("-----BEGIN A:B-----\n-----END A:B-----\n" + BLOCK)).isEmpty();
    }

    @Test
    void a_body_may_be_empty() {
        assertThat(all("-----BEGIN A-----\n-----END A-----\n"))
                .singleElement()
                .satisfies(block -> assertThat(block.bytes()).isEmpty());
    }

    @Test
    void several_blocks_come_in_order() {
        assertThat(all(BLOCK + "between\n" + BLOCK.replace("A-", "C-")))
                .extracting(Pem.PemBlock::label)
                .containsExactly("A", "C");
    }

    @Test
    void printing_breaks_lines_at_64_columns_and_ends_with_a_line_feed() {
        String text = Pem.encode("X Y", new byte[49]);
        assertThat(text.lines()).containsExactly("-----BEGIN X Y-----", "A".repeat(64), "AA==", "-----END X Y-----");
        assertThat(text).endsWith("-----\n");
        assertThat(all(text)).singleElement().satisfies(b -> assertThat(b.bytes())
                .hasSize(49));
        assertThat(Pem.encode("E", new byte[0])).isEqualTo("-----BEGIN E-----\n-----END E-----\n");
    }

    @Test
    void a_text_over_the_bound_has_no_block() {
        assertThat(Pem.next(BLOCK + " ".repeat(Pem.MAX_TEXT))).isEmpty();
    }

    @Test
    void base64_needs_padding_and_passes_over_line_ends() {
        assertThat(StandardBase64.decode("AQ\r\nID"))
                .hasValueSatisfying(b -> assertThat(b).hasSize(3));
        assertThat(StandardBase64.decode("AQ=\n="))
                .hasValueSatisfying(b -> assertThat(b).containsExactly(1));
        assertThat(StandardBase64.decode("AQ")).isEmpty();
        assertThat(StandardBase64.decode("A Q=")).isEmpty();
        assertThat(StandardBase64.decode("-_==")).isEmpty();
        assertThat(StandardBase64.decode("AQ==AQ==")).isEmpty();
        assertThat(StandardBase64.decode("é===")).isEmpty();
    }
}
