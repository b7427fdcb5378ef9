package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
import static dev.countersign.endtoend.PolicyText.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
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
                "webhookConfiguration.matchConditions",
                named("check")
                        .spec("webhookConfiguration: {failurePolicy: Ignore,"
                                + " matchConditions: [{name: some, expression: 'true'}]}")
                        .rule("verify", lenient(KEYED)));
        features.put(
                "imageRegistryCredentials of context entry a",
                ignoring()
                        .ruleWith(
                                "verify",
                                MATCH + ", context: [{name: a, imageRegistry: {reference: \"registry.test/a\","
                                        + " imageRegistryCredentials: {secrets: [pull]}}}]",
                                lenient(KEYED)));
        features.put(
                "verifyImages[0].validate without deny",
                ignoring().rule("verify", lenient(KEYED) + ", validate: {message: denied}"));
        features.put("type SigstoreBundle", ignoring().rule("verify", lenient(KEYED) + ", type: SigstoreBundle"));
        features.put(
                "type Notary",
                ignoring()
                        .rule(
                                "verify",
                                lenient("{certificates: {cert: " + quoted(SIGSTORE.roots()) + "}}")
                                        + ", type: Notary"));
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
        features.put(
                "an attestor without keys, certificates, keyless and attestor",
                ignoring().rule("verify", lenient("{annotations: {a: b}}")));
        features.put(
                "ctlog.tsaCertChain",
                ignoring()
                        .rule(
                                "verify",
                                lenient("{keyless: {subject: a, issuer: b, roots: " + quoted(SIGSTORE.roots())
                                        + ", ctlog: {tsaCertChain: a}}}")));
        features.put(
                "ctlog.tsaCertChain ",
                ignoring()
                        .rule(
                                "verify",
                                lenient("{keys: {publicKeys: " + quoted(KEY.publicKey())
                                        + ", ctlog: {tsaCertChain: a}}}")));
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
    void one_unsupported_entry_blocks_the_whole_rule_and_no_other() {
        Policy policy = ignoring()
                .rule("verify", entry(KEYED), lenient("{annotations: {a: b}}"))
                .rule("second", entry(KEYED))
                .read();

        AdmissionDecision decision = decide(create(GOOD_IMAGE), policy);

        assertThat(rules(decision.verify()))
                .extracting(RuleResponse::status)
                .containsExactly(RuleStatus.ERROR, RuleStatus.PASS);
        assertThat(only0(decision).message())
                .contains("verifyImages[1].attestors[0].entries[0]")
                .doesNotContain("[0].attestors");
        assertThat(decision.allowed()).isFalse();
    }

    private static RuleResponse only0(AdmissionDecision decision) {
        return rules(decision.verify()).get(0);
    }
}
