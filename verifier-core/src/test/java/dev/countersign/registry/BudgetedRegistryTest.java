package dev.countersign.registry;

import static dev.countersign.registry.RegistryAnswers.WEB;
import static dev.countersign.registry.RegistryAnswers.failure;
import static dev.countersign.registry.RegistryAnswers.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.registry.RegistryException.Kind;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BudgetedRegistryTest {
    private static final Digest SOME = new Digest("sha256:" + "b".repeat(64));
    private static final Repository OTHER = new Repository("other.test", "a/b");
    private static final int EACH = BudgetedRegistry.ANSWER_BYTES;
    private static final RegistryAccess ACCESS = new RegistryAccess(RegistryCredentialSource.anonymous(), false, false);

    private final AtomicInteger blobs = new AtomicInteger();

    private final Registry inner = new SilentRegistry() {
        @Override
        public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline) {
            blobs.incrementAndGet();
            return super.blob(repository, digest, size, maxBytes, deadline);
        }

        @Override
        public Registry reachedBy(RegistryAccess access) {
            return this;
        }
    };

    @Test
    void bytes_count_over_all_repositories_and_ways_and_one_too_many_is_not_asked_for() throws Exception {
        Registry budgeted = Registries.budgeted(inner, 300 + 4 * EACH, 100);

        budgeted.blob(WEB, SOME, 100, 1000, soon());
        budgeted.blob(OTHER, SOME, 100, 1000, soon());
        budgeted.reachedBy(ACCESS).blob(WEB, SOME, 100, 1000, soon());

        RegistryException failure = failure(() -> budgeted.blob(WEB, SOME, EACH, 10_000, soon()));
        assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(failure).hasMessage("size of everything that the request fetches exceeded the limit (4396)");
        assertThat(blobs).hasValue(3);
        // a smaller one still fits, as often as there is room
        budgeted.blob(WEB, SOME, 0, 10_000, soon());
        assertThat(failure(() -> budgeted.blob(WEB, SOME, 0, 10_000, soon())).kind())
                .isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void manifests_count_as_bytes_too() throws Exception {
        Registry budgeted = Registries.budgeted(inner, 2 * (EACH + 2), 100);

        budgeted.manifest(WEB, "1.0", soon());
        budgeted.manifest(WEB, SOME, soon());

        assertThat(failure(() -> budgeted.manifest(WEB, SOME, soon())).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void questions_for_manifests_and_referrers_are_counted_together() throws Exception {
        Registry budgeted = Registries.budgeted(inner, 1 << 20, 3);

        budgeted.manifest(WEB, "1.0", soon());
        budgeted.reachedBy(ACCESS).manifest(WEB, SOME, soon());
        budgeted.referrers(WEB, SOME, soon());

        assertThat(failure(() -> budgeted.referrers(WEB, SOME, soon())))
                .hasMessage("number of requests for manifests and referrers exceeded the limit (3)");
        assertThat(failure(() -> budgeted.manifest(WEB, "1.0", soon())).kind()).isEqualTo(Kind.TOO_LARGE);
        budgeted.blob(WEB, SOME, 1, 1, soon());
    }

    @Test
    void a_size_that_is_none_takes_nothing() {
        Registry budgeted = Registries.budgeted(inner, 10_000, 3);

        for (long size : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            failure(() -> budgeted.blob(WEB, SOME, size, Long.MAX_VALUE - 1, soon()));
        }

        assertThat(blobs).hasValue(0);
    }
}
