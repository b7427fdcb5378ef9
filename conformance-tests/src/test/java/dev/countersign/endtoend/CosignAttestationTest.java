package dev.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.crypto.Cryptography;
import dev.countersign.document.Value;
import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.ImageVerification;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Registry;
import dev.countersign.testkit.AttestationEnvelope;
import dev.countersign.testkit.Fault;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.testkit.VirtualSigstore.AttestationEntry;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.Attested;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Statement;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.cosign.CosignVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Attestations in cosign's own layout, as one attestor sees them. */
class CosignAttestationTest extends EndToEnd {
    private static final String TYPE = "https://acme.test/review/v1";
    private static final String DEV = "https://github.com/acme/shop/.github/workflows/release.yaml@refs/heads/main";
    private static final String ISSUER = "https://token.actions.githubusercontent.com";
    private static final String OUR_KEY = "{keys: {publicKeys: " + PolicyText.quoted(KEY.publicKey())
            + ", rekor: {ignoreTlog: true}, ctlog: {ignoreSCT: true}}}";
    private static final String ANNOTATED_KEY =
            OUR_KEY.substring(0, OUR_KEY.length() - 1) + ", annotations: {team: core}}";
    private static final String LOGGED_KEY = "{keys: {publicKeys: " + PolicyText.quoted(KEY.publicKey())
            + ", rekor: {url: \"https://rekor.test\", pubkey: " + PolicyText.quoted(SIGSTORE.rekorKey())
            + "}, ctlog: {ignoreSCT: true}}}";

    private byte[] review(String predicate) {
        return AttestationEnvelope.statement(good, TYPE, predicate);
    }

    private void attest(SignatureLayer... layers) {
        VirtualSigstore.pushAttestations(server(), GOOD, good, layers);
    }

    private Attested fetch(String attestor) {
        return fetch(attestor, server().registry(), TrustRoot.none());
    }

    private Attested fetch(String attestor, Registry registry, TrustRoot trust) {
        ImageVerification entry = PolicyText.check("imageReferences: [\"registry.test/*\"], attestations: [{type: \""
                        + TYPE + "\", attestors: [{entries: [" + attestor + "]}]}]")
                .spec()
                .rules()
                .get(0)
                .verifyImages()
                .get(0);
        Attestation attestation = entry.attestations().get(0);
        Attestor asked = attestation.attestors().get(0).entries().get(0);
        return new CosignVerifier()
                .compile(entry, attestation, asked, "the test")
                .fetch(
                        new ImageSubject(GOOD_IMAGE, registry, Deadline.in(Duration.ofSeconds(30))),
                        new VerificationContext(
                                Cryptography.bouncyCastle(), trust, ClusterReader.empty(), CLOCK.instant()));
    }

    private static List<Statement> statements(Attested attested) {
        assertThat(attested).isInstanceOf(Attested.Statements.class);
        return ((Attested.Statements) attested).statements();
    }

    private static Verdict.NotVerified refusal(Attested attested) {
        assertThat(attested).isInstanceOf(Attested.Nothing.class);
        return ((Attested.Nothing) attested).verdict();
    }

    private static String keyless(String subject) {
        return "{keyless: {subject: \"" + subject + "\", issuer: \"" + ISSUER + "\", roots: "
                + PolicyText.quoted(SIGSTORE.roots()) + ", rekor: {url: \"https://rekor.test\", pubkey: "
                + PolicyText.quoted(SIGSTORE.rekorKey()) + "}, ctlog: {pubkey: "
                + PolicyText.quoted(SIGSTORE.ctLogKey()) + "}}}";
    }

    @Test
    void the_statement_is_shown_with_its_type_and_its_numbers_as_fractions() {
        attest(VirtualSigstore.attestUnlogged(review("{\"score\":7,\"team\":\"größe\"}"), KEY));

        Statement statement = statements(fetch(OUR_KEY)).get(0);

        assertThat(statement.type()).isEqualTo(TYPE);
        assertThat(statement.document().text("type")).contains(TYPE);
        assertThat(statement.document().text("predicateType")).contains(TYPE);
        Value.ObjectValue predicate = statement.document().object("predicate").orElseThrow();
        assertThat(predicate.get("score")).contains(new Value.FloatValue(7));
        assertThat(predicate.text("team")).contains("größe");
    }

    @Test
    void another_key_proves_nothing() {
        attest(VirtualSigstore.attestUnlogged(review("{}"), OTHER_KEY));

        assertThat(refusal(fetch(OUR_KEY)).message())
                .isEqualTo(
                        "no matching attestations: accepted signatures do not match threshold, Found: 0, Expected 1");
    }

    @Test
    void an_image_without_attestations_has_none_that_match() {
        assertThat(refusal(fetch(OUR_KEY))).isInstanceOf(Verdict.Rejected.class);
        assertThat(refusal(fetch(OUR_KEY)).message()).isEqualTo("no matching attestations: ");
    }

    @Test
    void log_entries_of_both_kinds_are_bound_to_the_whole_envelope() {
        for (AttestationEntry kind : AttestationEntry.values()) {
            SignatureLayer layer = SIGSTORE.attestWithKey(review("{\"ok\":true}"), KEY, kind);
            attest(layer);
            assertThat(statements(fetch(LOGGED_KEY))).as(kind.toString()).hasSize(1);

            byte[] other = (new String(layer.payload(), StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);
            attest(layer.over(other));
            assertThat(refusal(fetch(LOGGED_KEY)).message())
                    .as(kind.toString())
                    .startsWith(
                            "no matching attestations: error verifying bundle: matching bundle to payload: bundle=");
        }
    }

    @Test
    void an_attestation_without_an_entry_is_refused_where_the_log_is_asked_for() {
        attest(VirtualSigstore.attestUnlogged(review("{}"), KEY));

        assertThat(refusal(fetch(LOGGED_KEY)).message()).startsWith("no matching attestations: searching log query: ");
    }

    @Test
    void without_an_entry_every_signature_must_be_by_the_key_before_a_log_would_be_asked() {
        AttestationEnvelope ours = AttestationEnvelope.of(review("{}")).signedBy(KEY);
        Map<byte[], String> words = Map.of(
                ours.signedBy(OTHER_KEY).json(),
                "all signatures must have a key that verifies it",
                AttestationEnvelope.of(review("{}")).signedBy(OTHER_KEY).json(),
                "could not verify envelope: accepted signatures do not match threshold, Found: 0, Expected 1",
                "[]".getBytes(StandardCharsets.UTF_8),
                "payload must be a valid DSSE envelope: json: cannot unmarshal array into Go value of type dsse.Envelope",
                "{\"signatures\":[{\"sig\":\"?\"}]}".getBytes(StandardCharsets.UTF_8),
                "could not verify envelope: unable to base64 decode payload (is payload in the right format?)",
                "{}".getBytes(StandardCharsets.UTF_8),
                "searching log query: Post \"https://rekor.test/api/v1/log/entries/retrieve\": giving up after 0 attempt(s): logs are"
                        + " not asked over the network");
        words.forEach((envelope, expected) -> {
            attest(VirtualSigstore.attestation(envelope));
            assertThat(refusal(fetch(LOGGED_KEY)).message()).isEqualTo("no matching attestations: " + expected);
        });
    }

    @Test
    void a_payload_whose_name_is_written_otherwise_is_told_with_the_envelope_as_go_prints_it() {
        String signed =
                new String(AttestationEnvelope.of(review("{}")).signedBy(KEY).json(), StandardCharsets.UTF_8);
        attest(VirtualSigstore.attestation(
                signed.replace("\"payload\":", "\"Payload\":").getBytes(StandardCharsets.UTF_8)));

        assertThat(refusal(fetch(OUR_KEY)).message())
                .startsWith("failed to decode type: missing payload in map[Payload:")
                .contains(" payloadType:application/vnd.in-toto+json signatures:[map[");
    }

    @Test
    void a_keyless_attestation_is_by_its_workflow_and_by_no_other() {
        attest(SIGSTORE.attestKeyless(review("{}"), DEV, ISSUER, AttestationEntry.DSSE));

        assertThat(statements(fetch(keyless("https://github.com/acme/shop/*")))).hasSize(1);
        assertThat(refusal(fetch(keyless("https://github.com/acme/other/*"))).message())
                .isEqualTo("subject mismatch: expected https://github.com/acme/other/*, received " + DEV);
    }

    @Test
    void one_attestation_of_the_type_by_somebody_else_refuses_all_of_them() {
        SignatureLayer ours = SIGSTORE.attestKeyless(review("{}"), DEV, ISSUER, AttestationEntry.DSSE);
        SignatureLayer theirs =
                SIGSTORE.attestKeyless(review("{}"), "https://evil.test/x", ISSUER, AttestationEntry.DSSE);
        attest(ours, theirs);

        assertThat(refusal(fetch(keyless("https://github.com/acme/shop/*"))).message())
                .startsWith("subject mismatch: ");
    }

    @Test
    void an_attestation_of_another_type_may_be_by_anybody() {
        SignatureLayer ours = SIGSTORE.attestKeyless(review("{}"), DEV, ISSUER, AttestationEntry.DSSE);
        SignatureLayer theirs = SIGSTORE.attestKeyless(
                AttestationEnvelope.statement(good, "https://acme.test/other/v1", "{}"),
                "https://evil.test/x",
                ISSUER,
                AttestationEntry.DSSE);
        attest(theirs, ours);

        assertThat(statements(fetch(keyless("https://github.com/acme/shop/*"))))
                .extracting(Statement::type)
                .containsExactly("https://acme.test/other/v1", TYPE);
    }

    @Test
    void an_attestor_that_names_nobody_or_holds_a_set_takes_anybody_whom_the_process_knows() {
        attest(SIGSTORE.attestKeyless(review("{}"), DEV, ISSUER, AttestationEntry.INTOTO));
        TrustRoot process = TrustRoots.of(SIGSTORE.trustMaterial());

        assertThat(statements(fetch("{}", server().registry(), process))).hasSize(1);
        assertThat(statements(fetch(
                        "{attestor: {entries: [" + PolicyText.key(OTHER_KEY) + "]}}", server().registry(), process)))
                .hasSize(1);
        assertThat(refusal(fetch("{}")).message()).startsWith("failed to get roots from fulcio: ");
    }

    @Test
    void an_attestor_that_names_nobody_asks_a_log_without_an_address() {
        SignatureLayer unlogged = SIGSTORE.attestKeyless(review("{}"), DEV, ISSUER, AttestationEntry.DSSE)
                .without(SignatureLayer.BUNDLE);
        attest(unlogged);

        assertThat(refusal(fetch("{}", server().registry(), TrustRoots.of(SIGSTORE.trustMaterial())))
                        .message())
                .startsWith(
                        "no matching attestations: searching log query: Post \"http:///api/v1/log/entries/retrieve\"");
    }

    @Test
    void any_of_several_signatures_will_do_whatever_the_key_is_called() {
        AttestationEnvelope envelope = AttestationEnvelope.of(review("{}"))
                .signedBy(OTHER_KEY, "first")
                .signedBy(KEY, "nobody's");
        attest(VirtualSigstore.attestation(envelope.json()));

        assertThat(statements(fetch(OUR_KEY))).hasSize(1);
    }

    @Test
    void the_type_of_the_payload_is_signed_and_must_be_that_of_statements() {
        AttestationEnvelope json = new AttestationEnvelope("application/json", review("{}"), List.of()).signedBy(KEY);
        attest(VirtualSigstore.attestation(json.json()));
        assertThat(refusal(fetch(OUR_KEY)).message())
                .isEqualTo("no matching attestations: invalid payloadType application/json on envelope. Expected "
                        + AttestationEnvelope.IN_TOTO);

        AttestationEnvelope swapped =
                new AttestationEnvelope(AttestationEnvelope.IN_TOTO, json.statement(), json.signatures());
        attest(VirtualSigstore.attestation(swapped.json()));
        assertThat(refusal(fetch(OUR_KEY)).message()).contains("accepted signatures do not match threshold");
    }

    @Test
    void a_statement_about_another_image_is_refused() {
        Digest other = new Digest("sha256:" + "a".repeat(64));
        attest(VirtualSigstore.attestUnlogged(AttestationEnvelope.statement(other, TYPE, "{}"), KEY));

        assertThat(refusal(fetch(OUR_KEY)).message())
                .isEqualTo("no matching attestations: no matching subject digest found");
    }

    @Test
    void annotations_and_a_digest_that_nobody_signed_count_for_nothing() {
        AttestationEnvelope envelope = AttestationEnvelope.of(review("{}")).signedBy(KEY);
        attest(VirtualSigstore.attestation(envelope.json(
                "\"optional\":{\"team\":\"core\"},\"critical\":{\"image\":{\"docker-manifest-digest\":\"sha256:"
                        + "b".repeat(64) + "\"}},")));

        Verdict.NotVerified refusal = refusal(fetch(ANNOTATED_KEY));
        assertThat(refusal.message()).isEqualTo("no signature matched the required annotations");
        assertThat(refusal.divergences()).containsExactly("D23");

        Attested.Statements attested = (Attested.Statements) fetch(OUR_KEY);
        assertThat(attested.digest()).isEmpty();
        assertThat(attested.divergences()).containsExactly("D23");
    }

    @Test
    void annotations_are_never_met_by_an_attestation() {
        attest(VirtualSigstore.attestUnlogged(review("{}"), KEY));

        Verdict.NotVerified refusal = refusal(fetch(ANNOTATED_KEY));
        assertThat(refusal.message()).isEqualTo("no signature matched the required annotations");
        assertThat(refusal.divergences()).isEmpty();
    }

    @Test
    void a_second_payload_beside_the_signed_one_is_refused() {
        String signed = new String(
                AttestationEnvelope.of(review("{\"score\":0}")).signedBy(KEY).json(), StandardCharsets.UTF_8);
        String forged = "{\"payload\":\""
                + java.util.Base64.getEncoder().encodeToString(review("{\"score\":10}")) + "\","
                + signed.substring(1).replace("\"payload\":", "\"Payload\":");
        attest(VirtualSigstore.attestation(forged.getBytes(StandardCharsets.UTF_8)));

        Verdict.NotVerified refusal = refusal(fetch(OUR_KEY));
        assertThat(refusal.message()).startsWith("failed to decode type: another payload than the signed one in ");
        assertThat(refusal.divergences()).containsExactly("D23");
    }

    @Test
    void an_attestation_that_the_registry_does_not_deliver_leaves_the_answer_open() {
        SignatureLayer bad = VirtualSigstore.attestUnlogged(review("{\"score\":0}"), KEY);
        attest(VirtualSigstore.attestUnlogged(review("{\"score\":10}"), KEY), bad);
        server().faults(List.of(Fault.answering("/blobs/sha256:" + sha256(bad.payload()), 403, "{}")));

        Verdict.NotVerified refusal = refusal(fetch(OUR_KEY));
        assertThat(refusal).isInstanceOf(Verdict.Indeterminate.class);
        assertThat(refusal.divergences()).containsExactly("D25");
    }

    @Test
    void a_broken_envelope_beside_a_good_one_does_not_disturb() {
        attest(
                VirtualSigstore.attestation("[]".getBytes(StandardCharsets.UTF_8)),
                VirtualSigstore.attestUnlogged(review("{}"), KEY));

        assertThat(statements(fetch(OUR_KEY))).hasSize(1);
    }

    @Test
    void hostile_envelopes_are_refused_and_crash_nothing() {
        SigningKey stranger = SigningKey.p256();
        for (String envelope : List.of(
                "",
                "null",
                "{}",
                "[".repeat(100_000),
                "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}",
                "{\"a\":[" + "0,".repeat(200_000) + "0]}",
                "{\"payloadType\":\"" + AttestationEnvelope.IN_TOTO + "\",\"payload\":\"%\",\"signatures\":[{}]}",
                "{\"payloadType\":\"" + AttestationEnvelope.IN_TOTO + "\",\"payload\":\"\",\"signatures\":[]}",
                new String(
                        AttestationEnvelope.of("{\"a\":".repeat(20_000).getBytes(StandardCharsets.UTF_8))
                                .signedBy(stranger)
                                .json(),
                        StandardCharsets.UTF_8))) {
            attest(VirtualSigstore.attestation(envelope.getBytes(StandardCharsets.UTF_8)));
            assertThat(refusal(fetch(OUR_KEY)).message()).startsWith("no matching attestations: ");
        }
        attest(VirtualSigstore.attestUnlogged("{\"a\":".repeat(20_000).getBytes(StandardCharsets.UTF_8), KEY));
        assertThat(refusal(fetch(OUR_KEY)).message()).startsWith("no matching attestations: ");
    }

    private static String sha256(byte[] bytes) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
