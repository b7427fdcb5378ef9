package dev.countersign.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentMemoryTest {

    @Test
    void what_was_kept_is_found_under_its_name_alone() {
        ContentMemory<String> memory = new ContentMemory<>(100, String::length);

        memory.keep("one", "1");

        assertThat(memory.find("one")).contains("1");
        assertThat(memory.find("two")).isEmpty();
    }

    @Test
    void no_more_is_kept_than_the_bound_allows() {
        ContentMemory<String> memory = new ContentMemory<>(10, String::length);

        for (int i = 0; i < 100; i++) {
            memory.keep("name " + i, "12345");
        }

        long kept = 0;
        for (int i = 0; i < 100; i++) {
            kept += memory.find("name " + i).isPresent() ? 1 : 0;
        }
        assertThat(kept).isBetween(1L, 2L);
    }

    @Test
    void what_is_larger_than_the_bound_is_not_kept() {
        ContentMemory<String> memory = new ContentMemory<>(10, text -> Long.MAX_VALUE);

        memory.keep("huge", "1");

        assertThat(memory.find("huge")).isEmpty();
    }
}
