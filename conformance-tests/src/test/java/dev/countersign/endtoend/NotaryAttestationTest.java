package dev.countersign.endtoend;

import static dev.countersign.testkit.NotationDraft.COSE;
import static dev.countersign.testkit.NotationDraft.JWS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.crypto.Cryptography;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Attestation;
import dev.countersign.policy.ImageVerification;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.VirtualNotation;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.Attested;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.notary.NotaryVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attestations that refer to an image and are signed with notation. */
class NotaryAttestationTest extends NotaryScene {
    private static final String TYPE = "application/vnd.example.scan";
    private static final String FAILED =
            "image attestations verification failed, verifiedCount: 0, requiredCount: 1, error: ";

    private Digest attach(String content) {
        return VirtualNotation.attach(
                server(), WEB, image, TYPE, "application/json", content.getBytes(StandardCharsets.UTF_8));
    }

    private void sign(Digest referrer, VirtualNotation by, String envelope) {
        byte[] signature = draft(by, referrer).sign(envelope);
        VirtualNotation.push(server(), WEB, referrer, envelope, signature);
    }

    private static String wanted(String type, String certificates, String conditions) {
        return notary("attestations: [{type: " + type + ", attestors: [" + PolicyText.set(certificates) + "]"
                + conditions + "}]");
    }

    private static String wanted() {
        return wanted(TYPE, certificates(NOTATION.root()), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {JWS, COSE})
    void a_signed_attestation_passes_and_its_content_is_what_conditions_see(String envelope) {
        sign(attach("{\"found\": 0, \"tool\": {\"name\": \"t\"}}"), NOTATION, envelope);

        assertThat(answer(wanted()).status()).as(answer(wanted()).message()).isEqualTo(RuleStatus.PASS);
        String fits = ", conditions: [{all: [{key: \"{{ tool.name }}\", operator: Equals, value: t},"
                + " {key: \"{{ found }}\", operator: Equals, value: 0}]}]";
        assertThat(answer(wanted(TYPE, certificates(NOTATION.root()), fits)).status())
                .isEqualTo(RuleStatus.PASS);
        String fitsNot = ", conditions: [{all: [{key: \"{{ found }}\", operator: Equals, value: 1}]}]";
        assertThat(answer(wanted(TYPE, certificates(NOTATION.root()), fitsNot)).status())
                .isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void an_attestation_that_nobody_or_a_stranger_signed_is_refused() {
        Digest referrer = attach("{}");
        assertThat(answer(wanted()).message())
                .isEqualTo(FAILED + "no signature is associated with \"" + WEB + "@" + referrer
                        + "\", make sure the artifact was signed successfully");

        sign(referrer, STRANGER, JWS);
        assertThat(answer(wanted()).status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer(wanted()).message())
                .endsWith("the signature's certificate chain does not contain any trusted certificate");
    }

    @Test
    void the_images_own_signature_does_not_stand_for_the_attestations() {
        attach("{}");
        push(draft(NOTATION), JWS);

        assertThat(answer(wanted()).status()).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void an_image_without_such_an_attestation_is_refused() {
        assertThat(answer(wanted()).message())
                .isEqualTo(FAILED + "no matching attestations found for image " + IMAGE + " with type " + TYPE);
    }

    @Test
    void the_first_of_several_decides_as_in_kyverno() {
        attach("{\"n\": 1}");
        sign(attach("{\"n\": 2}"), NOTATION, JWS);

        assertThat(answer(wanted()).status()).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void content_that_is_no_json_object_is_refused() {
        sign(attach("[1]"), NOTATION, JWS);

        assertThat(answer(wanted()).message())
                .isEqualTo(FAILED + "json: cannot unmarshal array into Go value of type map[string]interface {}");
    }

    @Test
    void D51_compressed_content_is_not_unpacked() {
        byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
        Digest referrer = VirtualNotation.attach(server(), WEB, image, TYPE, "application/json", gzip);
        sign(referrer, NOTATION, JWS);

        RuleResponse answer = answer(wanted());

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.divergences()).containsExactly("D51");
    }

    @Test
    void D52_an_attestor_that_trusts_nobody_proves_no_attestation() {
        attach("{}");

        // Kyverno's admission refuses such a policy where the engine reads it; an embedder may compile it all the same.
        ImageVerification entry = PolicyText.check(wanted(TYPE, certificates(""), ""))
                .spec()
                .rules()
                .get(0)
                .verifyImages()
                .get(0);
        Attestation attestation = entry.attestations().get(0);
        Attested answer = new NotaryVerifier()
                .compile(
                        entry,
                        attestation,
                        attestation.attestors().get(0).entries().get(0),
                        "a test")
                .fetch(
                        new ImageSubject(IMAGE, server().registry(), Deadline.in(Duration.ofMinutes(1))),
                        new VerificationContext(
                                Cryptography.bouncyCastle(),
                                TrustRoots.of(SIGSTORE.trustMaterial()),
                                ClusterReader.empty(),
                                CLOCK.instant()));

        assertThat(answer).isInstanceOfSatisfying(Attested.Nothing.class, nothing -> assertThat(
                        nothing.verdict().divergences())
                .containsExactly("D52"));
    }

    @Test
    void an_attestation_without_attestors_is_an_error_that_names_the_cause() {
        sign(attach("{}"), NOTATION, JWS);

        RuleResponse answer = answer(notary("attestations: [{type: " + TYPE + "}]"));

        assertThat(answer.status()).isEqualTo(RuleStatus.ERROR);
        assertThat(answer.message()).contains("a Notary attestor without certificates");
    }

    /** The registry claims for the image whatever refers to another manifest. */
    private RuleResponse answerWhereTheRegistryLists(Digest referrer, String type) {
        ScriptedRegistry lying = new ScriptedRegistry(server().registry()) {
            @Override
            public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
                    throws RegistryException {
                return subject.equals(image)
                        ? List.of(new Descriptor(MANIFEST, referrer.text(), size(referrer), type, Map.of()))
                        : super.referrers(repository, subject, deadline);
            }
        };
        return only(builder(PolicyText.check(wanted(type, certificates(NOTATION.root()), "")))
                .registry(lying)
                .build()
                .decide(Pods.create(IMAGE)));
    }

    @Test
    void D54_a_signed_attestation_of_another_image_does_not_count_for_this_one() {
        Digest own = image;
        image = VirtualSigstore.pushImage(server(), WEB, "other");
        Digest referrer = attach("{}");
        sign(referrer, NOTATION, JWS);
        image = own;

        RuleResponse answer = answerWhereTheRegistryLists(referrer, TYPE);

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.divergences()).containsExactly("D54");
    }

    @Test
    void D54_a_signed_attestation_of_another_type_does_not_count_for_this_one() {
        Digest referrer = attach("{}");
        sign(referrer, NOTATION, JWS);

        assertThat(answerWhereTheRegistryLists(referrer, TYPE).status()).isEqualTo(RuleStatus.PASS);
        RuleResponse answer = answerWhereTheRegistryLists(referrer, "application/vnd.example.review");

        assertThat(answer.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(answer.divergences()).containsExactly("D54");
    }
}
