package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.PatchOperation;
import dev.countersign.engine.AdmissionDecision;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.AttestationEnvelope;
import dev.countersign.testkit.BundleRecipe;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualBundle;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.testkit.VirtualSigstore.AttestationEntry;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.trust.source.TrustRoots;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays what was published about other verifiers of signatures; docs/adversarial.md names the test of each advisory. */
class AdvisoriesTest extends EndToEnd {
    private static final String SUBJECT = "ci@acme.test";
    private static final String ISSUER = "https://token.ci.test";
    private static final String TYPE = "https://acme.test/review/v1";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final VirtualSigstore OTHER = VirtualSigstore.at(SIGNED_AT);
    private static final Repository WEB = new Repository(HOST, "shop/web");
    private static final String IMAGE = WEB + ":1";
    private static final String OWN_LOG = "rekor: {url: 'https://rekor.test', pubkey: " + quoted(SIGSTORE.rekorKey())
            + "}, ctlog: {pubkey: " + quoted(SIGSTORE.ctLogKey()) + "}";
    private static final String LOGGED_KEY = "{keys: {publicKeys: " + quoted(KEY.publicKey()) + ", " + OWN_LOG + "}}";

    private Digest image = new Digest("sha256:" + "0".repeat(64));

    @BeforeEach
    void an_image_is_there() {
        image = VirtualSigstore.pushImage(server(), WEB, "1");
    }

    private static String keyless(String who, String trust) {
        return "{keyless: {" + who + ", " + trust + "}}";
    }

    private static String own() {
        return "roots: " + quoted(SIGSTORE.roots()) + ", " + OWN_LOG;
    }

    private static String us() {
        return "subject: '" + SUBJECT + "', issuer: '" + ISSUER + "'";
    }

    private static Policy attested(String attestor) {
        return check("imageReferences: [\"registry.test/*\"], failureAction: Enforce, attestations: [{type: \"" + TYPE
                + "\", attestors: [{entries: [" + attestor + "]}]}]");
    }

    private RuleResponse signed(String attestor, SignatureLayer... layers) {
        sign(WEB, image, layers);
        return only(decide(create(IMAGE), check(entry(attestor))));
    }

    private RuleResponse attested(String attestor, SignatureLayer... layers) {
        VirtualSigstore.pushAttestations(server(), WEB, image, layers);
        return only(decide(create(IMAGE), attested(attestor)));
    }

    private byte[] statement(String type) {
        return AttestationEnvelope.statement(image, type, "{\"good\":true}");
    }

    private RuleResponse bundled(String bundle, TrustMaterial trust) {
        Repository fresh = new Repository(HOST, "shop/bundle" + bundle.hashCode());
        VirtualBundle.push(server(), fresh, image, bundle.getBytes(StandardCharsets.UTF_8));
        String attestor = keyless(us(), "rekor: {url: 'https://rekor.test'}");
        return only(builder(check("type: SigstoreBundle, repository: " + fresh + ", " + entry(attestor)))
                .trustRoot(TrustRoots.of(trust))
                .build()
                .decide(create(IMAGE)));
    }

    private String bundle() {
        return new String(SIGSTORE.bundleKeyless(BundleRecipe.of(image), SUBJECT, ISSUER), StandardCharsets.UTF_8);
    }

    private static String entryOf(String bundle) {
        int start = bundle.indexOf("\"tlogEntries\":[") + "\"tlogEntries\":[".length();
        return bundle.substring(start, bundle.indexOf("}]", start) + 1);
    }

    private static void refused(RuleResponse rule, String words) {
        assertThat(rule.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(rule.message()).contains(words);
    }

    private static void passes(RuleResponse rule) {
        assertThat(rule.status()).as(rule.message()).isEqualTo(RuleStatus.PASS);
    }

    @Test
    void cve_2022_23649_a_true_entry_of_another_signature_by_the_same_key_proves_nothing() {
        SignatureLayer one = SIGSTORE.signWithKey(image, KEY);
        SignatureLayer another = SIGSTORE.signWithKey(image, KEY);
        String entry = String.valueOf(another.annotations().get(SignatureLayer.BUNDLE));

        passes(signed(LOGGED_KEY, one));
        refused(
                signed(LOGGED_KEY, one.with(SignatureLayer.BUNDLE, entry)),
                "signature in bundle does not match signature being verified");
    }

    @Test
    void cve_2022_35929_an_image_without_an_attestation_of_the_wanted_type_is_refused() {
        SignatureLayer otherType = VirtualSigstore.attestUnlogged(statement("https://acme.test/other"), KEY);

        passes(attested(key(KEY), VirtualSigstore.attestUnlogged(statement(TYPE), KEY)));
        refused(attested(key(KEY), otherType), "attestions not found for predicate type " + TYPE);
    }

    @Test
    void cve_2022_35930_an_image_without_any_attestation_is_refused() {
        refused(only(decide(create(IMAGE), attested(key(KEY)))), "image attestations verification failed");
        String bundles = "type: SigstoreBundle, imageReferences: ['registry.test/*'], failureAction: Enforce,"
                + " attestations: [{type: " + TYPE + ", attestors: [{entries: [" + key(KEY) + "]}]}]";
        refused(only(decide(create(IMAGE), check(bundles))), "image attestations verification failed");
    }

    @Test
    void cve_2022_36056_certificate_and_entry_must_be_of_this_signature_and_of_a_known_log() {
        SignatureLayer one = SIGSTORE.signKeyless(image, SUBJECT, ISSUER);
        SignatureLayer another = SIGSTORE.signKeyless(image, SUBJECT, ISSUER);
        SignatureLayer foreign = OTHER.signKeyless(image, SUBJECT, ISSUER);
        String attestor = keyless(us(), own());

        passes(signed(attestor, one));
        for (String part : List.of(SignatureLayer.CERTIFICATE, SignatureLayer.BUNDLE)) {
            refused(
                    signed(
                            attestor,
                            one.with(part, String.valueOf(another.annotations().get(part)))),
                    "error verifying");
            refused(
                    signed(
                            attestor,
                            one.with(part, String.valueOf(foreign.annotations().get(part)))),
                    "error verifying");
        }
    }

    @Test
    void cve_2023_46737_a_thousand_and_one_attestations_are_not_looked_at() {
        SignatureLayer good = VirtualSigstore.attestUnlogged(statement(TYPE), KEY);
        SignatureLayer[] many = Collections.nCopies(1_001, good).toArray(new SignatureLayer[0]);

        refused(attested(key(KEY), many), "number of layers (1001) exceeded the limit (1000)");
    }

    @Test
    void cve_2024_29902_a_layer_that_says_to_be_huge_is_not_fetched() {
        SignatureLayer good = VirtualSigstore.signUnlogged(image, KEY, Map.of());
        String manifest = new String(VirtualSigstore.manifestOf(good), StandardCharsets.UTF_8)
                .replace("\"size\":" + good.payload().length, "\"size\":200000000");
        server().push(WEB, VirtualSigstore.signatureTag(image), MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
        int before = server().requests();

        refused(only(decide(create(IMAGE), check(entry(key(KEY))))), "size of layer (200000000) exceeded the limit");
        // The door, the image and the manifest of the signatures; no blob.
        assertThat(server().requests() - before).isLessThanOrEqualTo(3);
    }

    @Test
    void cve_2024_29903_a_thousand_and_one_signatures_are_not_looked_at() {
        SignatureLayer good = VirtualSigstore.signUnlogged(image, KEY, Map.of());
        SignatureLayer[] many = Collections.nCopies(1_001, good).toArray(new SignatureLayer[0]);

        refused(signed(key(KEY), many), "number of layers (1001) exceeded the limit (1000)");
    }

    @Test
    void cve_2026_22703_the_process_wide_trust_root_spares_no_comparison() {
        SignatureLayer one = SIGSTORE.signKeyless(image, SUBJECT, ISSUER);
        SignatureLayer another = SIGSTORE.signKeyless(image, SUBJECT, ISSUER);
        Policy policy = check(entry(keyless(us(), "rekor: {url: 'https://rekor.test'}")));
        sign(
                WEB,
                image,
                one.with(
                        SignatureLayer.BUNDLE,
                        String.valueOf(another.annotations().get(SignatureLayer.BUNDLE))));

        refused(
                only(builder(policy)
                        .trustRoot(TrustRoots.of(SIGSTORE.trustMaterial()))
                        .build()
                        .decide(create(IMAGE))),
                "signature in bundle does not match signature being verified");
        String own = bundle();
        passes(bundled(own, SIGSTORE.trustMaterial()));
        refused(
                bundled(own.replace(entryOf(own), entryOf(bundle())), SIGSTORE.trustMaterial()),
                "no matching signatures");
    }

    @Test
    void cve_2026_39395_what_is_signed_and_cannot_be_read_is_refused() {
        for (String statement :
                List.of("{", "[]", "{\"predicateType\":\"" + TYPE + "\",\"predicate\":{}}", "{\"subject\":3}")) {
            refused(
                    attested(key(KEY), VirtualSigstore.attestUnlogged(statement.getBytes(StandardCharsets.UTF_8), KEY)),
                    "no matching attestations: ");
        }
    }

    @Test
    void cve_2024_45395_entries_and_timestamps_of_a_bundle_are_bounded() {
        String own = bundle();
        String entry = entryOf(own);
        String many = String.join(",", Collections.nCopies(33, entry));
        String stamps = String.join(",", Collections.nCopies(33, "{\"signedTimestamp\":\"AAAA\"}"));

        refused(bundled(own.replace(entry, many), SIGSTORE.trustMaterial()), "too many tlog entries: 33 > 32");
        refused(
                bundled(
                        own.replace(
                                "]},\"dsseEnvelope\"",
                                "],\"timestampVerificationData\":{\"rfc3161Timestamps\":[" + stamps
                                        + "]}},\"dsseEnvelope\""),
                        SIGSTORE.trustMaterial()),
                "");
    }

    @Test
    void ghsa_9vcr_p3rj_q5q6_one_entry_does_not_count_twice() {
        String own = bundle();
        String entry = entryOf(own);

        refused(bundled(own.replace(entry, entry + "," + entry), SIGSTORE.trustMaterial()), "no matching signatures");
    }

    @Test
    void ghsa_wqqc_jjcq_vfxm_a_log_counts_within_its_window_whoever_states_it() {
        TrustMaterial all = SIGSTORE.trustMaterial();
        LogKey log = all.transparencyLogs().get(0);
        TrustMaterial ended = new TrustMaterial(
                all.certificateAuthorities(),
                List.of(new LogKey(log.key(), ValidityWindow.until(SIGNED_AT), log.origin())),
                all.ctLogs(),
                all.timestampAuthorities());
        sign(WEB, image, SIGSTORE.signKeyless(image, SUBJECT, ISSUER));
        Policy policy = check(entry(keyless(us(), "rekor: {url: 'https://rekor.test'}")));

        RuleResponse late =
                only(builder(policy).trustRoot(TrustRoots.of(ended)).build().decide(create(IMAGE)));
        refused(late, "rekor log public key not valid at payload integrated time");
        assertThat(late.divergences()).containsExactly("D01");
        refused(bundled(bundle(), ended), "no matching signatures");
    }

    @Test
    void cve_2022_47633_a_registry_that_answers_otherwise_later_changes_nothing() throws RegistryException {
        sign(WEB, image, VirtualSigstore.signUnlogged(image, KEY, Map.of()));
        Registry honest = server().registry();
        Manifest evil = honest.manifest(BAD, bad, Deadline.in(java.time.Duration.ofMinutes(1)));
        AtomicInteger asked = new AtomicInteger();
        Registry lying = new Registry() {
            @Override
            public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
                boolean later = tag.equals("1") && asked.getAndIncrement() > 0;
                return later ? evil : honest.manifest(repository, tag, deadline);
            }

            @Override
            public Manifest manifest(Repository repository, Digest digest, Deadline deadline) throws RegistryException {
                return honest.manifest(repository, digest, deadline);
            }

            @Override
            public ByteBuffer blob(Repository repository, Digest digest, long size, long max, Deadline deadline)
                    throws RegistryException {
                return honest.blob(repository, digest, size, max, deadline);
            }

            @Override
            public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
                    throws RegistryException {
                return honest.referrers(repository, subject, deadline);
            }
        };
        String twice = entry(key(KEY));

        AdmissionDecision decision = builder(
                        check(twice, twice),
                        PolicyText.named("second").rule("again", twice).read())
                .registry(lying)
                .build()
                .decide(create(IMAGE));

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.answer().patch())
                .extracting(PatchOperation::toString)
                .anyMatch(operation -> operation.contains(image.text()))
                .noneMatch(operation -> operation.contains(bad.text()));
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subjectRegExp: '^nobody@', issuerRegExp: '^https://token'",
                "subjectRegExp: '^ci@', issuerRegExp: '^https://other'",
                "subjectRegExp: '^nobody@', issuer: 'https://token.ci.test'",
                "subject: 'ci@acme.test', issuerRegExp: '^https://other'"
            })
    void cve_2025_29778_expressions_count_also_without_a_subject_or_an_issuer(String who) {
        SignatureLayer layer = SIGSTORE.signKeyless(image, SUBJECT, ISSUER);

        passes(signed(keyless("subjectRegExp: '^ci@', issuerRegExp: '^https://token'", own()), layer));
        refused(signed(keyless(who, own()), layer), "mismatch: expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"content\":null}",
                "{\"content\":{}}",
                "{\"content\":{\"envelope\":null}}",
                "{\"content\":{\"envelope\":{}}}",
                "{\"content\":{\"envelope\":{\"payloadType\":\"t\",\"signatures\":[]}}}",
                "{\"content\":{\"envelope\":{\"payloadType\":\"t\",\"signatures\":[null]}}}",
                "{\"content\":{\"envelope\":{\"payloadType\":\"t\",\"signatures\":[{}]}}}",
                "{\"content\":{\"envelope\":{\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\",\"publicKey\":\"\"}]}}}",
                "{\"content\":{\"envelope\":{\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AA==\",\"publicKey\":\"AA==\"}]},"
                        + "\"hash\":{\"algorithm\":\"sha256\",\"value\":\"\"}}}",
                "[]",
                "7",
                "null"
            })
    void cve_2023_33199_a_malformed_intoto_entry_is_refused_and_breaks_nothing(String spec) {
        String body = "{\"apiVersion\":\"0.0.2\",\"kind\":\"intoto\",\"spec\":" + spec + "}";
        SignatureLayer layer = SIGSTORE.attestWithKey(statement(TYPE), KEY, AttestationEntry.INTOTO);
        String bundle = String.valueOf(layer.annotations().get(SignatureLayer.BUNDLE));
        int from = bundle.indexOf("\"body\":\"") + 8;
        String forged = bundle.substring(0, from)
                + Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8))
                + bundle.substring(bundle.indexOf('"', from));

        passes(attested(LOGGED_KEY, layer));
        refused(attested(LOGGED_KEY, layer.with(SignatureLayer.BUNDLE, forged)), "error verifying bundle: ");
    }

    @Test
    void cve_2024_53267_a_bundles_entry_must_be_of_its_own_certificate() {
        SigningKey key = SigningKey.p256();
        String one = SIGSTORE.certificateOf(key, SIGNED_AT, SIGNED_AT.plusSeconds(60));
        String renewed = SIGSTORE.certificateOf(key, SIGNED_AT, SIGNED_AT.plusSeconds(60));
        String own = new String(SIGSTORE.bundle(BundleRecipe.of(image), key, one), StandardCharsets.UTF_8);
        String swapped = own.replace(der(one), der(renewed));

        assertThat(swapped).isNotEqualTo(own);
        refused(bundled(swapped, SIGSTORE.trustMaterial()), "no matching signatures");
    }

    private static String der(String pem) {
        return pem.lines().filter(line -> !line.startsWith("-----")).reduce("", String::concat);
    }
}
