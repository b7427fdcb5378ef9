package dev.countersign.trust.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PinnedTrustRootTest {
    private final AtomicInteger asked = new AtomicInteger();

    private TrustSnapshot next() throws TrustRootException {
        int generation = asked.incrementAndGet();
        if (generation == 2) {
            throw new TrustRootException("not loaded");
        }
        return new TrustSnapshot(TrustMaterial.NONE, generation, Optional.empty(), Optional.empty());
    }

    @Test
    void nothing_is_asked_for_before_it_is_needed() {
        TrustRoots.pinned(this::next);

        assertThat(asked).hasValue(0);
    }

    @Test
    void the_first_snapshot_counts_for_the_whole_request() throws Exception {
        TrustRoot request = TrustRoots.pinned(this::next);

        assertThat(request.snapshot()).isSameAs(request.snapshot());
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_failure_counts_for_the_whole_request_too() {
        asked.set(1);
        TrustRoot request = TrustRoots.pinned(this::next);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(request::snapshot)
                    .isInstanceOf(TrustRootException.class)
                    .hasMessage("not loaded");
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_trust_root_that_breaks_its_word_has_nothing() {
        TrustRoot request = TrustRoots.pinned(() -> {
            throw new IllegalStateException("a bug");
        });

        assertThatThrownBy(request::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("a bug");
    }
}
