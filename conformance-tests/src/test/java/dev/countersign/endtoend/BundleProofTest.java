package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.BundleRecipe;
import dev.countersign.testkit.BundleRecipe.Log;
import dev.countersign.testkit.VirtualBundle;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.ValidityWindow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the log entries of a bundle prove, and what they do not. */
class BundleProofTest extends EndToEnd {
    private static final Repository WEB = new Repository(HOST, "shop/web");
    private static final String IMAGE = WEB + ":1";
    private static final Instant STAMPED_AT = SIGNED_AT.plusSeconds(4);
    private static final String KEYLESS =
            "{keyless: {subject: ci@acme.test, issuer: 'https://token.ci.test', rekor: {url:"
                    + " 'https://rekor.test'}}}";

    private Digest image = new Digest("sha256:" + "0".repeat(64));

    @BeforeEach
    void an_image_is_there() {
        image = VirtualSigstore.pushImage(server(), WEB, "1");
    }

    private byte[] bundle(BundleRecipe recipe) {
        return SIGSTORE.bundleKeyless(recipe, "ci@acme.test", "https://token.ci.test");
    }

    private BundleRecipe stamped(Log log) {
        return BundleRecipe.of(image).logged(log).stamped(SIGSTORE.timestamps(), STAMPED_AT);
    }

    private RuleResponse answer(byte[] bundle, TrustMaterial trust) {
        VirtualBundle.push(server(), WEB, image, bundle);
        return only(builder(check("type: SigstoreBundle, " + entry(KEYLESS)))
                .trustRoot(() -> TrustSnapshot.fixed(trust))
                .build()
                .decide(create(IMAGE)));
    }

    private static TrustMaterial withLogUntil(Instant end) {
        TrustMaterial all = SIGSTORE.trustMaterial();
        LogKey log = all.transparencyLogs().get(0);
        return new TrustMaterial(
                all.certificateAuthorities(),
                List.of(new LogKey(log.key(), ValidityWindow.until(end), log.origin())),
                all.ctLogs(),
                all.timestampAuthorities());
    }

    @Test
    void a_proof_without_promise_counts_with_a_timestamp() {
        RuleResponse rule = answer(bundle(stamped(Log.NUMBERED_WITHOUT_PROMISE)), SIGSTORE.trustMaterial());

        assertThat(rule.status()).isEqualTo(RuleStatus.PASS);
        assertThat(rule.divergences()).isEmpty();
    }

    @Test
    void a_proof_without_promise_tells_no_time() {
        BundleRecipe unstamped = BundleRecipe.of(image).logged(Log.NUMBERED_WITHOUT_PROMISE);

        assertThat(answer(bundle(unstamped), SIGSTORE.trustMaterial()).status()).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void a_log_that_had_ended_before_the_stamp_proves_nothing_by_its_tree() {
        byte[] bundle = bundle(stamped(Log.NUMBERED_WITHOUT_PROMISE));

        assertThat(answer(bundle, withLogUntil(STAMPED_AT)).status()).isEqualTo(RuleStatus.PASS);
        RuleResponse late = answer(bundle, withLogUntil(STAMPED_AT.minusSeconds(1)));
        assertThat(late.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(late.divergences()).containsExactly("D48");
    }

    @Test
    void an_entry_of_version_2_in_a_tree_of_version_1_is_bound_to_nothing() {
        RuleResponse rule = answer(bundle(stamped(Log.TILED_IN_NUMBERED)), SIGSTORE.trustMaterial());

        assertThat(rule.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(rule.divergences()).containsExactly("D49");
    }

    @Test
    void an_entry_of_another_signature_does_not_stand_for_this_one() {
        String own = new String(bundle(BundleRecipe.of(image)), StandardCharsets.UTF_8);
        String other = new String(bundle(BundleRecipe.of(image)), StandardCharsets.UTF_8);
        String mixed = own.replace(entriesOf(own), entriesOf(other));

        assertThat(mixed).isNotEqualTo(own);
        assertThat(answer(mixed.getBytes(StandardCharsets.UTF_8), SIGSTORE.trustMaterial())
                        .status())
                .isEqualTo(RuleStatus.FAIL);
        assertThat(answer(own.getBytes(StandardCharsets.UTF_8), SIGSTORE.trustMaterial())
                        .status())
                .isEqualTo(RuleStatus.PASS);
    }

    private static String entriesOf(String bundle) {
        int start = bundle.indexOf("\"tlogEntries\":[");
        return bundle.substring(start, bundle.indexOf("}]", start) + 2);
    }

    @Test
    void a_gzipped_bundle_is_unpacked_as_kyverno_does_and_bounded() throws IOException {
        assertThat(answer(gzip(bundle(BundleRecipe.of(image))), SIGSTORE.trustMaterial())
                        .status())
                .isEqualTo(RuleStatus.PASS);
        assertThat(answer(gzip(new byte[20_000_000]), SIGSTORE.trustMaterial()).message())
                .endsWith("unpacked layer exceeds 10000000");
    }

    @Test
    void what_the_bundles_of_an_image_unpack_to_is_bounded_together() throws IOException {
        byte[] good = bundle(BundleRecipe.of(image));
        for (int i = 0; i < 6; i++) {
            byte[] padded = Arrays.copyOf(good, 9_900_000 + i);
            Arrays.fill(padded, good.length, padded.length, (byte) ' ');
            VirtualBundle.push(server(), WEB, image, gzip(padded));
        }

        assertThat(answer(good, SIGSTORE.trustMaterial()).status()).isEqualTo(RuleStatus.PASS);
        byte[] last = Arrays.copyOf(good, 9_900_006);
        Arrays.fill(last, good.length, last.length, (byte) ' ');
        RuleResponse tooMuch = answer(gzip(last), SIGSTORE.trustMaterial());
        assertThat(tooMuch.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(tooMuch.message()).endsWith("size of all bundles exceeded the limit (67108864)");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    @Test
    void a_bundle_that_cannot_be_read_spoils_the_others() {
        VirtualBundle.push(server(), WEB, image, "{\"note\":1}".getBytes(StandardCharsets.UTF_8));

        assertThat(answer(bundle(BundleRecipe.of(image)), SIGSTORE.trustMaterial())
                        .message())
                .endsWith("failed to unmarshal bundle: proto:\u00a0(line 1:2): unknown field \"note\"");
    }

    /** The log with these windows, as a union of several sources has it. */
    private static TrustMaterial withLog(ValidityWindow... windows) {
        TrustMaterial all = SIGSTORE.trustMaterial();
        LogKey log = all.transparencyLogs().get(0);
        return new TrustMaterial(
                all.certificateAuthorities(),
                Arrays.stream(windows)
                        .map(window -> new LogKey(log.key(), window, log.origin(), log.id(), "https://rekor.test"))
                        .toList(),
                all.ctLogs(),
                all.timestampAuthorities());
    }

    @ParameterizedTest
    @EnumSource(
            value = Log.class,
            names = {"NUMBERED", "NUMBERED_WITHOUT_PROMISE"})
    void a_log_that_is_trusted_twice_counts_in_each_of_its_windows_and_in_no_other(Log log) {
        byte[] bundle = bundle(stamped(log));
        ValidityWindow before = ValidityWindow.until(STAMPED_AT.minusSeconds(60));
        ValidityWindow during = ValidityWindow.between(STAMPED_AT.minusSeconds(1), STAMPED_AT.plusSeconds(60));
        ValidityWindow longBefore = ValidityWindow.until(STAMPED_AT.minusSeconds(600));

        assertThat(answer(bundle, withLog(before, during)).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(bundle, withLog(during, before)).status()).isEqualTo(RuleStatus.PASS);
        assertThat(answer(bundle, withLog(longBefore, before)).status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer(bundle, withLog(before, longBefore)).status()).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void a_log_of_version_2_that_is_trusted_at_two_addresses_counts_at_each() {
        byte[] bundle = bundle(stamped(Log.TILED));
        LogKey log = withLog(ValidityWindow.ALWAYS).transparencyLogs().get(0);
        LogKey moved = new LogKey(log.key(), log.validity(), log.origin(), log.id(), "https://moved.test");
        TrustMaterial all = SIGSTORE.trustMaterial();

        for (List<LogKey> logs : List.of(List.of(log, moved), List.of(moved, log), List.of(moved))) {
            TrustMaterial trust =
                    new TrustMaterial(all.certificateAuthorities(), logs, all.ctLogs(), all.timestampAuthorities());
            assertThat(answer(bundle, trust).status())
                    .isEqualTo(logs.contains(log) ? RuleStatus.PASS : RuleStatus.FAIL);
        }
    }
}
