package dev.countersign.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.Deadline;
import dev.countersign.verify.KeyResolutionException;
import dev.countersign.verify.KeyResolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link KeyResolver} must do. Extend it for your own, over a key management system of the test. */
public abstract class KeyResolverContract {
    private static final int THREADS = 8;

    /** The resolver. */
    protected abstract KeyResolver resolver() throws Exception;

    /** The name of a key that the system holds. */
    protected abstract String held();

    /** The key of that name, as PEM. */
    protected abstract String publicKey() throws Exception;

    /** A name of the same scheme that the system holds no key of. */
    protected abstract String absent();

    @Test
    void a_key_that_the_system_holds_is_one_public_key_in_pem() throws Exception {
        String answer = resolver().publicKey(held(), soon());

        assertThat(answer).hasSizeLessThanOrEqualTo(KeyResolver.MAX_ANSWER);
        assertThat(VerificationKey.fromPem(answer)).isEqualTo(VerificationKey.fromPem(publicKey()));
    }

    @Test
    void a_key_that_the_system_does_not_hold_is_an_absence_and_no_failure() {
        assertThat(failure(absent(), soon()).kind()).isEqualTo(KeyResolutionException.Kind.NOT_FOUND);
    }

    @Test
    void a_name_of_another_scheme_is_left_to_other_resolvers() {
        String scheme = held().startsWith("awskms://") ? "gcpkms://" : "awskms://";

        assertThat(failure(scheme + "some/key", soon()).kind()).isEqualTo(KeyResolutionException.Kind.NO_RESOLVER);
    }

    @Test
    void when_the_time_is_over_the_system_is_not_reached() {
        assertThat(failure(held(), Deadline.in(Duration.ZERO)).kind())
                .isEqualTo(KeyResolutionException.Kind.UNREACHABLE);
    }

    @Test
    void a_hostile_name_is_refused_by_the_declared_exception() throws Exception {
        String scheme = held().substring(0, held().indexOf(':') + 1);

        for (String hostile : List.of("", "//", "//\u0000", "//../../x", "//a?b#c", "//" + "x".repeat(100_000))) {
            assertThat(failure(scheme + hostile, soon())).as(hostile).isNotNull();
        }
    }

    @Test
    void many_threads_may_ask_at_once() throws Exception {
        KeyResolver resolver = resolver();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                answers.add(threads.submit(() -> resolver.publicKey(held(), soon())));
            }
            for (Future<String> answer : answers) {
                assertThat(VerificationKey.fromPem(answer.get())).isEqualTo(VerificationKey.fromPem(publicKey()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private KeyResolutionException failure(String reference, Deadline deadline) {
        KeyResolutionException failure = catchThrowableOfType(
                KeyResolutionException.class, () -> resolver().publicKey(reference, deadline));
        assertThat(failure).as("a KeyResolutionException").isNotNull();
        return failure;
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }
}
