package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.BundleRecipe;
import dev.countersign.testkit.BundleRecipe.Log;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.VirtualBundle;
import dev.countersign.testkit.VirtualSigstore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of docs/adversarial.md that neither a recorded case nor another test covers. */
class AdversarialRowsTest extends EndToEnd {
    private static final Repository WEB = new Repository(HOST, "shop/web");
    private static final String IMAGE = WEB + ":1";
    private static final String KEYLESS =
            "{keyless: {subject: ci@acme.test, issuer: 'https://token.ci.test', roots: " + quoted(SIGSTORE.roots())
                    + ", rekor: {url: 'https://rekor.test', pubkey: " + quoted(SIGSTORE.rekorKey())
                    + "}, ctlog: {tsaCertChain: " + quoted(SIGSTORE.timestamps().chain()) + "}}}";

    private Digest image = new Digest("sha256:" + "0".repeat(64));

    @BeforeEach
    void an_image_is_there() {
        image = VirtualSigstore.pushImage(server(), WEB, "1");
    }

    private RuleStatus signed(SignatureLayer... layers) {
        sign(WEB, image, layers);
        return only(decide(create(IMAGE), check(entry(key(KEY))))).status();
    }

    private SignatureLayer good() {
        return VirtualSigstore.signUnlogged(image, KEY, Map.of());
    }

    private String tiled() {
        BundleRecipe recipe =
                BundleRecipe.of(image).logged(Log.TILED).stamped(SIGSTORE.timestamps(), SIGNED_AT.plusSeconds(4));
        return new String(
                SIGSTORE.bundleKeyless(recipe, "ci@acme.test", "https://token.ci.test"), StandardCharsets.UTF_8);
    }

    private RuleResponse bundled(String bundle) {
        Repository fresh = new Repository(HOST, "shop/bundle" + bundle.hashCode());
        VirtualBundle.push(server(), fresh, image, bundle.getBytes(StandardCharsets.UTF_8));
        return only(decide(create(IMAGE), check("type: SigstoreBundle, repository: " + fresh + ", " + entry(KEYLESS))));
    }

    private static String body(String bundle) {
        int start = bundle.indexOf("\"canonicalizedBody\":\"") + 21;
        return bundle.substring(start, bundle.indexOf('"', start));
    }

    @Test
    void row_5_a_blank_behind_the_payload_is_another_payload() {
        byte[] longer = Arrays.copyOf(good().payload(), good().payload().length + 1);
        longer[longer.length - 1] = ' ';

        assertThat(signed(good().over(longer))).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void row_6_a_line_end_behind_the_signature_does_not_matter_without_a_log() {
        SignatureLayer good = good();
        String signature = String.valueOf(good.annotations().get(SignatureLayer.SIGNATURE));

        assertThat(signed(good.with(SignatureLayer.SIGNATURE, signature + "\n")))
                .isEqualTo(RuleStatus.PASS);
    }

    @Test
    void row_8_a_layer_without_a_signature_leaves_the_answer_to_the_other_one() {
        SignatureLayer without = good().without(SignatureLayer.SIGNATURE);

        assertThat(signed(without, good())).isEqualTo(RuleStatus.PASS);
        assertThat(signed(without, VirtualSigstore.signUnlogged(image, OTHER_KEY, Map.of())))
                .isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void row_92_a_witness_of_a_tiled_log_does_not_matter() {
        String own = tiled();
        int end = own.indexOf('"', own.indexOf("\"envelope\":\"") + 12);
        String witnessed = own.substring(0, end) + "\u2014 witness.test d2l0bmVzc2Vk\\n" + own.substring(end);

        assertThat(bundled(own).status()).isEqualTo(RuleStatus.PASS);
        assertThat(bundled(witnessed).status()).isEqualTo(RuleStatus.PASS);
    }

    @Test
    void row_95_a_tiled_entry_is_made_anew_from_the_signature_whatever_the_body_says() {
        String own = tiled();

        assertThat(bundled(own.replace(body(own), body(tiled()))).status()).isEqualTo(RuleStatus.PASS);
    }
}
