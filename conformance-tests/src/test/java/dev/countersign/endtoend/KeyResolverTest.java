package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.testkit.SigningKey;
import dev.countersign.verify.KeyResolutionException;
import dev.countersign.verify.KeyResolver;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in a key management system, from the text of the policy to the answer. */
class KeyResolverTest extends EndToEnd {
    private static final String PREFIX = ".attestors[0].entries[0].keys: failed to load public key from ";

    private static String managed(String reference) {
        return managed("kms", reference);
    }

    private static String managed(String field, String reference) {
        return "{keys: {" + field + ": '" + reference + "', rekor: {ignoreTlog: true}, ctlog: {ignoreSCT: true}}}";
    }

    private RuleResponse answer(String attestor, KeyResolver resolver) {
        return only(
                builder(check(entry(attestor))).keyResolver(resolver).build().decide(create(GOOD_IMAGE)));
    }

    private static Verdict.NotVerified verdict(RuleResponse response) {
        return (Verdict.NotVerified) response.images().get(0).verdict();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"awskms:///alias/a", "azurekms://a", "gcpkms://a", "hashivault://a", "gitlab://a", "pkcs11:a"})
    void a_name_with_a_known_scheme_is_resolved_wherever_it_stands(String reference) {
        List<String> asked = new ArrayList<>();
        KeyResolver resolver = (name, deadline) -> {
            asked.add(name);
            return KEY.publicKey();
        };

        assertThat(answer(managed(reference), resolver).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(managed("publicKeys", reference), resolver).status()).isEqualTo(RuleStatus.PASS);
        assertThat(asked).containsExactly(reference, reference);
    }

    @Test
    void the_resolver_is_asked_anew_so_that_a_rotated_key_counts() {
        List<SigningKey> keys = new ArrayList<>(List.of(KEY, OTHER_KEY));
        var engine = builder(check(entry(managed("hashivault://a"))))
                .keyResolver((name, deadline) -> keys.remove(0).publicKey())
                .build();

        assertThat(engine.decide(create(GOOD_IMAGE)).allowed()).isTrue();
        assertThat(engine.decide(create(GOOD_IMAGE)).allowed()).isFalse();
    }

    @Test
    void without_a_resolver_the_rule_fails_in_kyvernos_words_and_the_reason_says_what_to_do() {
        RuleResponse response = only(decide(create(GOOD_IMAGE), check(entry(managed("awskms:///alias/a")))));

        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(response.message()).contains(PREFIX + "awskms:///alias/a: ");
        assertThat(verdict(response)).isInstanceOf(Verdict.Indeterminate.class);
        assertThat(verdict(response).reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("NO_KEY_RESOLVER");
            assertThat(reason.remedy()).contains("KeyResolver");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/key", "acmekms://a", "env://KEY", "https://keys.test/a", "/etc/key"})
    void other_names_never_reach_the_resolver(String reference) {
        RuleResponse response = answer(managed(reference), (name, deadline) -> {
            throw new AssertionError("asked for " + name);
        });

        assertThat(response.status()).isNotEqualTo(RuleStatus.PASS);
    }

    @Test
    void an_absent_key_is_proven_and_whatever_else_happens_is_not() {
        assertThat(verdict(answer(managed("gcpkms://a"), (name, deadline) -> {
                    throw KeyResolutionException.notFound("no such key");
                })))
                .isInstanceOf(Verdict.Rejected.class);
        for (KeyResolver failing : List.<KeyResolver>of(
                (name, deadline) -> {
                    throw KeyResolutionException.refused("403");
                },
                (name, deadline) -> {
                    throw KeyResolutionException.unreachable("no route");
                },
                (name, deadline) -> {
                    throw new IllegalStateException("a bug");
                },
                (name, deadline) -> "",
                (name, deadline) -> "no PEM",
                (name, deadline) -> KEY.publicKey().replace("PUBLIC", "RSA PUBLIC"),
                (name, deadline) -> KEY.publicKey() + " ".repeat(KeyResolver.MAX_ANSWER))) {
            RuleResponse response = answer(managed("gcpkms://a"), failing);

            assertThat(response.status()).isNotEqualTo(RuleStatus.PASS);
            assertThat(response.message()).contains(PREFIX + "gcpkms://a: ");
            assertThat(verdict(response)).isInstanceOf(Verdict.Indeterminate.class);
        }
    }

    @Test
    void the_deadline_of_the_request_is_the_resolvers_and_an_answer_behind_it_counts_for_nothing() {
        AtomicLong now = new AtomicLong();
        List<Duration> left = new ArrayList<>();

        RuleResponse response = only(builder(check(entry(managed("gitlab://a")) + ", mutateDigest: false"))
                .nanoTime(now::get)
                .keyResolver((name, deadline) -> {
                    left.add(deadline.remaining());
                    now.addAndGet(deadline.remaining().toNanos());
                    return KEY.publicKey();
                })
                .build()
                .decide(create(GOOD_IMAGE)));

        assertThat(left).containsExactly(Duration.ofSeconds(10));
        assertThat(response.status()).isEqualTo(RuleStatus.ERROR);
        assertThat(verdict(response).reasons()).extracting(Reason::code).containsExactly("KEY_MANAGEMENT_UNREACHABLE");
    }
}
