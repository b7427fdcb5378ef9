package dev.countersign.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.crypto.Cryptography;
import dev.countersign.document.Value;
import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.AttestorIdentity.NestedSet;
import dev.countersign.policy.AttestorSet;
import dev.countersign.policy.ImageVerification;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Registries;
import dev.countersign.trust.TrustRoot;
import dev.countersign.verify.check.TestSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who must have signed, with judges that answer by a letter: Yes, No, Open (undecided), Unreachable. */
class AttestorTreeTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    /** The subject of a keyless attestor is the letter of its answer. */
    private record Letters() implements ImageVerifier {
        @Override
        public Judge compile(ImageVerification entry, Attestor attestor, String origin) {
            String letter =
                    attestor.identity().get(0) instanceof AttestorIdentity.Keyless keyless ? keyless.subject() : "keys";
            return new Judge() {
                @Override
                public Verdict verify(ImageSubject image, VerificationContext context) {
                    return answer(letter);
                }

                @Override
                public List<String> unsupported() {
                    return letter.equals("X") ? List.of("something") : List.of();
                }
            };
        }

        @Override
        public AttestationJudge compile(
                ImageVerification entry, Attestation attestation, Attestor attestor, String origin) {
            return new UnsupportedJudge(List.of("attestations"));
        }
    }

    private static Verdict answer(String letter) {
        return switch (letter) {
            case "Y" ->
                new Verdict.Verified(
                        DIGEST,
                        List.of(new Evidence("", DIGEST, "", "", Optional.empty(), "", "", List.of(), List.of())),
                        List.of("D05"));
            case "O" -> new Verdict.Indeterminate("open", List.of(reason()), false, List.of());
            case "U" -> new Verdict.Indeterminate("unreachable", List.of(reason()), true, List.of());
            default -> new Verdict.Rejected("no", List.of(reason()), List.of("D04"));
        };
    }

    private static Reason reason() {
        return new Reason("A", "", "", "", "", "");
    }

    private static Attestor keyless(String letter) {
        return of(new AttestorIdentity.Keyless("", "", letter, "", "", Map.of(), Optional.empty(), Optional.empty()));
    }

    private static Attestor of(AttestorIdentity... identity) {
        return new Attestor(List.of(identity), Map.of(), "", Optional.empty());
    }

    private static Attestor nested(AttestorSet set) {
        return of(new AttestorIdentity.Nested(Value.EMPTY_OBJECT, new NestedSet.Parsed(set)));
    }

    private static Attestor keys(String pem) {
        return of(new AttestorIdentity.Keys(
                pem, Optional.empty(), "", Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static AttestorSet set(int count, Attestor... entries) {
        return new AttestorSet(count == 0 ? OptionalInt.empty() : OptionalInt.of(count), List.of(entries));
    }

    private static AttestorSet letters(int count, String letters) {
        return set(
                count,
                letters.chars().mapToObj(c -> keyless(String.valueOf((char) c))).toArray(Attestor[]::new));
    }

    private static AttestorTree tree(AttestorSet... sets) {
        return AttestorTree.compile(Entries.entry(sets), new Letters(), "a test");
    }

    private static Verdict verify(AttestorSet... sets) {
        ImageSubject image = new ImageSubject(
                "registry.test/web:1", Registries.http().build(), Deadline.in(Duration.ofSeconds(1), () -> 0));
        return tree(sets)
                .verify(
                        image,
                        new VerificationContext(
                                Cryptography.bouncyCastle(), TrustRoot.none(), ClusterReader.empty(), Instant.EPOCH));
    }

    private static String kind(Verdict verdict) {
        if (verdict instanceof Verdict.Indeterminate open) {
            return open.unreachable() ? "unreachable" : "open";
        }
        return verdict instanceof Verdict.Verified ? "verified" : "rejected";
    }

    @ParameterizedTest
    @CsvSource({
        "0, Y, verified",
        "0, YY, verified",
        "0, YYY, verified",
        "0, YN, rejected",
        "0, N, rejected",
        "0, YO, open",
        "0, YU, unreachable",
        "0, NO, open",
        "0, NU, unreachable",
        "0, OU, unreachable",
        "1, Y, verified",
        "1, YN, verified",
        "1, NYN, verified",
        "1, NN, rejected",
        "1, YU, verified",
        "1, NO, open",
        "1, NU, unreachable",
        "1, UUY, verified",
        "2, YYN, verified",
        "2, YNN, rejected",
        "2, YNO, open",
        "2, YOU, unreachable",
        "2, YYU, verified",
        "3, YYY, verified",
        "3, YYN, rejected"
    })
    void count_says_how_many_must_be_satisfied_and_the_order_never_matters(int count, String letters, String kind) {
        List<String> order = new ArrayList<>(List.of(letters.split("")));
        for (int i = 0; i < 6; i++) {
            assertThat(kind(verify(letters(count, String.join("", order)))))
                    .as("%s of %s", count, order)
                    .isEqualTo(kind);
            if (i % 2 == 0) {
                Collections.rotate(order, 1);
            } else {
                Collections.swap(order, 0, order.size() - 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, Y", "2, YO", "5, YYYY", "0, ''"})
    void a_set_that_cannot_be_satisfied_is_never_verified(int count, String letters) {
        Verdict verdict = verify(letters(count, letters));

        assertThat(kind(verdict)).isNotEqualTo("verified");
        assertThat(((Verdict.NotVerified) verdict).message()).isNotEmpty();
    }

    @Test
    void without_a_set_nothing_is_verified() {
        assertThat(kind(verify())).isEqualTo("rejected");
        assertThat(tree().isEmpty()).isTrue();
    }

    @Test
    void every_set_must_be_satisfied_and_the_first_that_is_not_decides() {
        assertThat(kind(verify(letters(0, "Y"), letters(1, "NY")))).isEqualTo("verified");
        assertThat(kind(verify(letters(0, "Y"), letters(0, "N")))).isEqualTo("rejected");
        assertThat(kind(verify(letters(0, "N"), letters(0, "Y")))).isEqualTo("rejected");
        assertThat(kind(verify(letters(0, "U"), letters(0, "N")))).isEqualTo("unreachable");
        assertThat(kind(verify(letters(0, "Y"), letters(0, "U")))).isEqualTo("unreachable");
    }

    @Test
    void messages_are_placed_joined_and_in_order() {
        Verdict.NotVerified verdict = (Verdict.NotVerified) verify(letters(0, "Y"), letters(2, "NYO"));

        assertThat(verdict.message())
                .isEqualTo(".attestors[1].entries[0].keyless: no; .attestors[1].entries[2].keyless: open");
        assertThat(verdict.reasons())
                .extracting(Reason::place)
                .containsExactly(".attestors[1].entries[0].keyless", ".attestors[1].entries[2].keyless");
        assertThat(verdict.divergences()).containsExactly("D04");
    }

    @Test
    void evidence_is_placed_and_divergences_of_what_was_needed_are_told_once() {
        Verdict.Verified verdict = (Verdict.Verified) verify(letters(1, "NY"), letters(0, "YY"));

        assertThat(verdict.digest()).isEqualTo(DIGEST);
        assertThat(verdict.evidence())
                .extracting(Evidence::attestor)
                .containsExactly(
                        ".attestors[0].entries[1].keyless",
                        ".attestors[1].entries[0].keyless",
                        ".attestors[1].entries[1].keyless");
        assertThat(verdict.divergences()).containsExactly("D05");
    }

    @Test
    void sets_within_sets_count_as_one_entry() {
        Attestor both = nested(letters(0, "YY"));
        Attestor oneOf = nested(letters(1, "NY"));
        Attestor neither = nested(letters(0, "YN"));

        assertThat(kind(verify(set(0, both, oneOf)))).isEqualTo("verified");
        assertThat(kind(verify(set(0, both, neither)))).isEqualTo("rejected");
        assertThat(kind(verify(set(1, neither, oneOf)))).isEqualTo("verified");
        assertThat(((Verdict.NotVerified) verify(set(0, neither))).message())
                .isEqualTo(".attestors[0].entries[0].attestor.entries[1].keyless: no");
    }

    @Test
    void a_nested_set_that_cannot_be_read_or_is_too_deep_is_never_satisfied() {
        Attestor unreadable = of(new AttestorIdentity.Nested(
                Value.EMPTY_OBJECT, new NestedSet.Unreadable("failed to unmarshal attestor set []: a reason")));
        AttestorSet deep = letters(0, "Y");
        for (int i = 0; i < 5000; i++) {
            deep = set(0, nested(deep));
        }
        AttestorSet deepEnough = letters(0, "Y");
        for (int i = 0; i < AttestorTree.MAX_DEPTH; i++) {
            deepEnough = set(0, nested(deepEnough));
        }

        assertThat(((Verdict.NotVerified) verify(set(0, unreadable))).message())
                .isEqualTo("failed to unmarshal nested attestor .attestors[0].entries[0]: "
                        + "failed to unmarshal attestor set []: a reason");
        assertThat(kind(verify(set(1, unreadable, keyless("Y"))))).isEqualTo("verified");
        assertThat(kind(verify(deep))).isEqualTo("rejected");
        assertThat(kind(verify(deepEnough))).isEqualTo("verified");
    }

    @Test
    void several_keys_in_one_text_are_as_many_entries() {
        String two = TestSigner.publicKey(1) + "a comment\n" + TestSigner.publicKey(2) + "what follows is dropped";

        Verdict.NotVerified verdict = (Verdict.NotVerified) verify(set(0, keyless("Y"), keys(two), keyless("N")));

        assertThat(verdict.message())
                .isEqualTo(".attestors[0].entries[1].keys: no; .attestors[0].entries[2].keys: no; "
                        + ".attestors[0].entries[3].keyless: no");
    }

    @Test
    void what_is_not_supported_is_named_with_its_place_also_within_sets() {
        assertThat(tree(set(1, keyless("Y"), nested(letters(0, "X")))).unsupported())
                .containsExactly(".attestors[0].entries[1].attestor.entries[0].keyless: something");
    }
}
