package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Policy;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.UnsupportedJudge;
import dev.countersign.verify.kyverno.KyvernoVerifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engine cannot take into account blocks, whatever the policy says of failures and errors; nothing is ignored in silence. */
class UnsupportedFeaturesTest extends EndToEnd {
    private static final String MATCH = "match: {any: [{resources: {kinds: [Pod]}}]}";
    private static final String KEYED = key(KEY);

    static Stream<Arguments> features() {
        Map<String, PolicyText> features = new TreeMap<>();
        features.put(
                "imageRegistryCredentials of context entry a",
                ignoring()
                        .ruleWith(
                                "verify",
                                MATCH + ", context: [{name: a, imageRegistry: {reference: \"registry.test/a\","
                                        + " imageRegistryCredentials: {secrets: [pull]}}}]",
                                lenient(KEYED)));
        features.put(
                "verifyImages[0].subject without issuer",
                ignoring().rule("verify", lenient(KEYED) + ", subject: \"*@example.test\""));
        features.put(
                "mutate rules",
                ignoring()
                        .ruleOf("other", MATCH, "mutate: {patchStrategicMerge: {metadata: {labels: {a: b}}}}")
                        .rule("verify", "imageReferences: [\"nothing.test/*\"], mutateDigest: false"));
        features.put(
                "validate rules",
                ignoring()
                        .ruleOf("other", MATCH, "validate: {message: m, deny: {}}")
                        .rule("verify", "imageReferences: [\"nothing.test/*\"], mutateDigest: false"));
        return features.entrySet().stream().map(feature -> Arguments.of(feature.getKey(), feature.getValue()));
    }

    private static PolicyText ignoring() {
        return named("check").spec("failurePolicy: Ignore").spec("validationFailureAction: Audit");
    }

    /** Audit, and nothing that the validate phase would ask for. */
    private static String lenient(String attestor) {
        return entry(attestor).replace("Enforce", "Audit")
                + ", mutateDigest: false, verifyDigest: false, required: false";
    }

    @ParameterizedTest
    @MethodSource("features")
    void what_is_not_supported_answers_error_and_blocks(String feature, PolicyText text) {
        Policy policy = text.read();
        AdmissionDecision decision =
                builder(policy).registry(ScriptedRegistry.untouchable()).build().decide(create(GOOD_IMAGE));

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.answer().patch()).isEmpty();
        RuleResponse response = only(decision);
        assertThat(response.status()).isEqualTo(RuleStatus.ERROR);
        assertThat(response.blocks()).isTrue();
        assertThat(response.divergences()).containsExactly(feature.endsWith(" rules") ? "D17" : "D88");
        assertThat(response.message())
                .startsWith("this version of Countersign cannot take into account what the rule states: ")
                .contains(feature.strip());
        assertThat(decision.answer().message()).contains("check:\n  " + response.rule() + ":");

        assertThat(builder(policy)
                        .build()
                        .validate(create(GOOD_IMAGE))
                        .policies()
                        .get(0)
                        .rules())
                .as("the validate phase asks for nothing here")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("features")
    void what_is_not_supported_does_not_concern_other_images(String feature, PolicyText text) {
        boolean ofAnyImage = feature.endsWith(" rules");
        AdmissionDecision decision = builder(text.read())
                .registry(ScriptedRegistry.untouchable())
                .build()
                .decide(create("elsewhere.test/web:1"));

        assertThat(decision.allowed()).as(feature).isEqualTo(!ofAnyImage);
    }

    @Test
    void one_entry_that_the_verifier_cannot_take_into_account_blocks_the_whole_rule_and_no_other() {
        Policy policy = ignoring()
                .rule("verify", entry(KEYED), lenient(key(OTHER_KEY)))
                .rule("second", entry(KEYED))
                .read();

        AdmissionDecision decision =
                builder(policy).imageVerifier(new KnowsOneKey()).build().decide(create(GOOD_IMAGE));

        assertThat(rules(decision.verify()))
                .extracting(RuleResponse::status)
                .containsExactly(RuleStatus.ERROR, RuleStatus.PASS);
        assertThat(only0(decision).message())
                .contains("verifyImages[1].attestors[0].entries[0].keys: another key")
                .doesNotContain("[0].attestors[0].entries[0].keys: another");
        assertThat(decision.allowed()).isFalse();
    }

    /** A caller's own verifier, which takes one key into account and says so. */
    private static final class KnowsOneKey implements ImageVerifier {
        private final ImageVerifier known = new KyvernoVerifier();

        @Override
        public Judge compile(ImageVerification entry, Attestor attestor, String origin) {
            return attestor.identity().get(0) instanceof AttestorIdentity.Keys keys
                            && keys.publicKeys().equals(KEY.publicKey())
                    ? known.compile(entry, attestor, origin)
                    : new UnsupportedJudge(List.of("another key"));
        }

        @Override
        public AttestationJudge compile(
                ImageVerification entry, Attestation attestation, Attestor attestor, String origin) {
            return new UnsupportedJudge(List.of("attestations"));
        }
    }

    private static RuleResponse only0(AdmissionDecision decision) {
        return rules(decision.verify()).get(0);
    }
}
