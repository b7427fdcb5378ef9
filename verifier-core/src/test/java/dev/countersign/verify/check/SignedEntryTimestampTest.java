package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.RekorBundle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedEntryTimestampTest {
    private static final TestRekor REKOR = new TestRekor(TestKey.p256(41));
    private static final TestRekor OTHER = new TestRekor(TestKey.p256(42));
    private static final RekorBundle GOOD = REKOR.promise("{\"a\":1}");

    private static SignedEntryTimestamp trusting(LogKey... logs) {
        return new SignedEntryTimestamp(Cryptography.bouncyCastle(), List.of(logs));
    }

    private static CheckFailure failure(RekorBundle bundle, LogKey... logs) {
        return catchThrowableOfType(CheckFailure.class, () -> trusting(logs).verify(bundle));
    }

    @Test
    void the_promise_of_a_trusted_log_passes() throws CheckFailure {
        assertThat(trusting(OTHER.trusted(), REKOR.trusted()).verify(GOOD)).isEqualTo(REKOR.trusted());
    }

    @Test
    void a_p384_log_signs_over_sha256_too() {
        TestRekor p384 = new TestRekor(TestKey.p384(43));
        assertThatCode(() -> trusting(p384.trusted()).verify(p384.promise("{}")))
                .doesNotThrowAnyException();
    }

    @Test
    void an_unknown_log_is_told_with_its_id() {
        CheckFailure failure = failure(GOOD, OTHER.trusted());
        assertThat(failure).hasMessage("verifying bundle: rekor log public key not found for payload");
        assertThat(failure.reason().code()).isEqualTo("LOG_UNKNOWN");
        assertThat(failure.reason().found()).contains(REKOR.trusted().id());
        assertThat(failure.reason().expected()).contains(OTHER.trusted().id(), "the test");
    }

    @Test
    void the_log_id_is_compared_as_text() {
        String upper = REKOR.trusted().id().toUpperCase(Locale.ROOT);
        assertThat(failure(REKOR.promise("{}", TestRekor.TIME, 1, upper), REKOR.trusted()))
                .hasMessage("verifying bundle: rekor log public key not found for payload");
    }

    @Test
    void every_field_is_covered() {
        String body = ((JsonString) GOOD.body()).value();
        byte[] set = GOOD.signedEntryTimestamp();
        long time = GOOD.integratedTime();
        for (RekorBundle altered : List.of(
                new RekorBundle(set, new JsonString(body + "\n"), time, GOOD.logIndex(), GOOD.logId()),
                new RekorBundle(
                        set, new JsonString(body.toLowerCase(Locale.ROOT)), time, GOOD.logIndex(), GOOD.logId()),
                new RekorBundle(set, GOOD.body(), time + 1, GOOD.logIndex(), GOOD.logId()),
                new RekorBundle(set, GOOD.body(), time, GOOD.logIndex() + 1, GOOD.logId()),
                new RekorBundle(new byte[0], GOOD.body(), time, GOOD.logIndex(), GOOD.logId()),
                new RekorBundle(
                        set, GOOD.body(), time, GOOD.logIndex(), OTHER.trusted().id()))) {
            assertThat(failure(altered, REKOR.trusted(), OTHER.trusted())).hasMessage("unable to verify SET");
        }
    }

    @Test
    void no_flipped_or_added_byte_of_the_signature_passes() {
        byte[] set = GOOD.signedEntryTimestamp();
        for (int i = 0; i <= set.length; i++) {
            byte[] flipped = Arrays.copyOf(set, i == set.length ? set.length + 1 : set.length);
            if (i < set.length) {
                flipped[i] ^= 0x01;
            }
            RekorBundle altered =
                    new RekorBundle(flipped, GOOD.body(), GOOD.integratedTime(), GOOD.logIndex(), GOOD.logId());
            assertThat(failure(altered, REKOR.trusted())).as("byte %d", i).hasMessage("unable to verify SET");
        }
    }

    @Test
    void a_promise_in_the_raw_form_of_two_numbers_is_refused() {
        RekorBundle raw =
                new RekorBundle(new byte[64], GOOD.body(), GOOD.integratedTime(), GOOD.logIndex(), GOOD.logId());
        assertThat(failure(raw, REKOR.trusted())).hasMessage("unable to verify SET");
    }

    @Test
    void a_log_with_another_kind_of_key_makes_no_promises_and_disturbs_no_other() throws CryptographyException {
        byte[] ed25519 = HexFormat.of()
                .parseHex("302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        LogKey log = new LogKey(VerificationKey.fromSpki(ed25519), ValidityWindow.ALWAYS, new Origin("the test"));
        String words = "rekor Public key for LogID " + log.id() + " is not type ecdsa.PublicKey";
        assertThat(failure(GOOD, log)).hasMessage(words);
        assertThat(failure(REKOR.promise("{}", 1, 1, log.id()), log, REKOR.trusted()))
                .hasMessage(words);
        assertThatCode(() -> trusting(log, REKOR.trusted()).verify(GOOD)).doesNotThrowAnyException();
    }

    @Test
    void without_logs_nothing_can_be_checked() {
        assertThat(catchThrowableOfType(CheckFailure.class, () -> trusting().requireLogs()))
                .hasMessage("no trusted rekor public keys provided");
        assertThatCode(() -> trusting(REKOR.trusted()).requireLogs()).doesNotThrowAnyException();
    }

    @Test
    void a_promise_outside_the_logs_window_is_refused_with_its_number() {
        ValidityWindow until = ValidityWindow.until(GOOD.integratedAt());
        ValidityWindow over = ValidityWindow.until(GOOD.integratedAt().minusSeconds(1));
        assertThatCode(() -> trusting(REKOR.trusted(until)).verify(GOOD)).doesNotThrowAnyException();
        CheckFailure failure = failure(GOOD, REKOR.trusted(over));
        assertThat(failure.divergence()).contains("D01");
        assertThat(failure.reason().code()).isEqualTo("LOG_OUTSIDE_WINDOW");
        assertThatCode(() -> trusting(REKOR.trusted(over), REKOR.trusted(until)).verify(GOOD))
                .doesNotThrowAnyException();
        assertThatCode(() -> trusting(REKOR.trusted(until), REKOR.trusted(over)).verify(GOOD))
                .doesNotThrowAnyException();
        ValidityWindow later = ValidityWindow.from(GOOD.integratedAt().plusSeconds(1));
        assertThat(failure(GOOD, REKOR.trusted(over), REKOR.trusted(later))
                        .reason()
                        .code())
                .isEqualTo("LOG_OUTSIDE_WINDOW");
    }

    @Test
    void times_before_1970_and_beyond_the_calendar_are_only_numbers() {
        for (long time : new long[] {-5, 0, 4102444800L}) {
            assertThatCode(() -> trusting(REKOR.trusted())
                            .verify(REKOR.promise("{}", time, 1, REKOR.trusted().id())))
                    .doesNotThrowAnyException();
        }
        assertThat(failure(
                        REKOR.promise("{}", Long.MAX_VALUE, 1, REKOR.trusted().id()), REKOR.trusted()))
                .hasMessage("unable to verify SET");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-5,-5",
        "9007199254740991,9007199254740991",
        "9007199254740993,9007199254740992",
        "9223372036854775807,9223372036854776000",
        "-9223372036854775808,-9223372036854776000",
        "1000000000000000001,1000000000000000000",
    })
    void numbers_are_printed_as_doubles(long number, String printed) {
        assertThat(SignedEntryTimestamp.number(number)).isEqualTo(printed);
    }

    @Test
    void the_signed_bytes_are_canonical_json() {
        RekorBundle bundle = new RekorBundle(new byte[0], new JsonString("e30=\n\"é<"), 5, 7, "ab");
        assertThat(new String(SignedEntryTimestamp.signedBytes(bundle), StandardCharsets.UTF_8))
                .isEqualTo("{\"body\":\"e30=\\n\\\"é<\",\"integratedTime\":5,\"logID\":\"ab\",\"logIndex\":7}");
    }
}
