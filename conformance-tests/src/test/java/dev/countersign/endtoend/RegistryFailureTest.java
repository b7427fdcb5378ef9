package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.key;
import static dev.countersign.endtoend.PolicyText.named;
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
import dev.countersign.registry.RegistryException.Kind;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.Fault;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that fail, lie, change their mind or hang. */
class RegistryFailureTest extends EndToEnd {
    private final Policy policy = check(entry(key(KEY)));

    private Registry failing(String part, Kind kind) {
        return new ScriptedRegistry(server().registry()) {
            @Override
            void asked(Repository repository, String what) throws RegistryException {
                if (what.contains(part)) {
                    throw new RegistryException(kind, 0, "it failed: " + kind);
                }
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void no_failure_to_find_signatures_ever_passes_or_counts_as_unsigned(Kind kind) {
        RuleResponse response =
                only(builder(policy).registry(failing(".sig", kind)).build().decide(create(GOOD_IMAGE)));

        assertThat(response.status()).isEqualTo(kind == Kind.UNREACHABLE ? RuleStatus.ERROR : RuleStatus.FAIL);
        Verdict verdict = response.images().get(0).verdict();
        if (kind == Kind.NOT_FOUND) {
            assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
            assertThat(response.message()).endsWith(": no signatures found");
        } else {
            assertThat(verdict).isInstanceOf(Verdict.Indeterminate.class);
            assertThat(response.message()).endsWith("it failed: " + kind);
            assertThat(((Verdict.Indeterminate) verdict).reasons())
                    .extracting(Reason::code)
                    .containsExactly("REGISTRY_" + kind);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void no_failure_to_read_a_signature_ever_passes(Kind kind) {
        RuleResponse response =
                only(builder(policy).registry(failing("blob", kind)).build().decide(create(GOOD_IMAGE)));

        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(response.message()).endsWith("no matching signatures: it failed: " + kind);
        assertThat(response.images().get(0).verdict())
                .isInstanceOf(kind == Kind.NOT_FOUND ? Verdict.Rejected.class : Verdict.Indeterminate.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_image_whose_tag_cannot_be_resolved_is_denied_with_both_answers_and_no_patch(Kind kind) {
        AdmissionDecision decision =
                builder(policy).registry(failing("1", kind)).build().decide(create(GOOD_IMAGE));

        assertThat(decision.allowed()).isFalse();
        assertThat(rules(decision.verify())).hasSize(2);
        assertThat(rules(decision.verify()).get(0).status()).isEqualTo(RuleStatus.ERROR);
        assertThat(rules(decision.verify()).get(0).message()).startsWith("failed to update digest: ");
        assertThat(decision.verify().get(0).patches()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 503})
    void no_status_of_a_real_registry_passes_or_counts_as_unsigned(int status) {
        server().faults(List.of(Fault.answering("/manifests/sha256-.*[.]sig", status, "{}")));

        AdmissionDecision decision = decide(create(GOOD_IMAGE), policy);

        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).message())
                .doesNotContain("no signatures found")
                .contains(String.valueOf(status));
        assertThat(only(decision).images().get(0).verdict()).isInstanceOf(Verdict.Indeterminate.class);
    }

    @Test
    void a_host_that_does_not_exist_is_an_error_so_that_failure_policy_decides() {
        Policy ignoring = named("check")
                .spec("failurePolicy: Ignore")
                .rule("verify", entryForNowhere())
                .read();
        Policy failing = check(entryForNowhere());

        assertThat(decide(create("nowhere.test/web:1"), failing).allowed()).isFalse();
        AdmissionDecision ignored = decide(create("nowhere.test/web:1"), ignoring);
        assertThat(ignored.allowed()).isTrue();
        assertThat(rules(ignored.verify())).extracting(RuleResponse::status).containsOnly(RuleStatus.ERROR);
        assertThat(ignored.answer().warnings()).isNotEmpty();
        assertThat(ignored.answer().patch()).extracting(PatchOperation::value).noneMatch(value -> value.toString()
                .contains("pass"));
    }

    private static String entryForNowhere() {
        return PolicyText.entryFor("nowhere.test/*", key(KEY))
                + ", mutateDigest: false, verifyDigest: false, required: false";
    }

    // the tag and the digest

    @Test
    void a_tag_is_resolved_once_whatever_the_registry_says_later() {
        Policy other = named("other")
                .rule("verify", entry(key(KEY)) + ", required: false", entry(key(KEY)))
                .read();
        AtomicInteger asked = new AtomicInteger();
        Registry moving = new ScriptedRegistry(server().registry()) {
            @Override
            public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
                return tag.equals("1") && asked.getAndIncrement() > 0
                        ? super.manifest(BAD, bad, deadline)
                        : super.manifest(repository, tag, deadline);
            }
        };

        AdmissionDecision decision =
                builder(policy, other).registry(moving).build().decide(create(GOOD_IMAGE, GOOD_IMAGE));

        assertThat(asked).hasValue(1);
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.answer().patch())
                .filteredOn(operation -> operation.op().equals("replace"))
                .extracting(operation -> operation.value().toString())
                .isNotEmpty()
                .allMatch(value -> value.contains(good.text()));
    }

    @Test
    void an_image_named_by_its_digest_is_verified_and_left_as_it_is() {
        AdmissionDecision signed = decide(create(GOOD + "@" + good), policy);
        AdmissionDecision withTag = decide(create(GOOD_IMAGE + "@" + good), policy);
        AdmissionDecision unsigned = decide(create(GOOD + "@" + bad), policy);

        assertThat(signed.allowed()).isTrue();
        assertThat(signed.verify().get(0).patches()).isEmpty();
        assertThat(withTag.allowed()).isTrue();
        assertThat(unsigned.allowed()).isFalse();
    }

    @Test
    void a_signature_of_another_image_proves_nothing() {
        sign(BAD, bad, VirtualSigstore.signUnlogged(good, KEY, Map.of()));

        RuleResponse response = only(decide(create(BAD_IMAGE), policy));

        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(response.message()).endsWith("invalid or missing digest in claim: " + good.text());
    }

    // layers

    @Test
    void a_good_signature_passes_beside_broken_ones_wherever_it_stands() {
        SignatureLayer signed = VirtualSigstore.signUnlogged(good, KEY, Map.of());
        List<SignatureLayer> broken = List.of(
                signed.without(SignatureLayer.SIGNATURE),
                signed.with(SignatureLayer.SIGNATURE, "?"),
                signed.with(SignatureLayer.SIGNATURE, ""),
                signed.with(SignatureLayer.CERTIFICATE, "no PEM"),
                signed.with(SignatureLayer.CHAIN, "no PEM"),
                signed.with(SignatureLayer.BUNDLE, "{"),
                signed.over("[]".getBytes(StandardCharsets.UTF_8)),
                VirtualSigstore.signUnlogged(good, OTHER_KEY, Map.of()));

        for (SignatureLayer other : broken) {
            sign(GOOD, good, other, signed);
            assertThat(decide(create(GOOD_IMAGE), policy).allowed()).isTrue();
            sign(GOOD, good, signed, other);
            assertThat(decide(create(GOOD_IMAGE), policy).allowed()).isTrue();
            sign(GOOD, good, other);
            assertThat(decide(create(GOOD_IMAGE), policy).allowed())
                    .as("%s", other.annotations())
                    .isFalse();
        }
    }

    @Test
    void one_layer_more_than_the_limit_refuses_even_a_good_signature() {
        SignatureLayer signed = VirtualSigstore.signUnlogged(good, KEY, Map.of());
        SignatureLayer[] layers = new SignatureLayer[1001];
        java.util.Arrays.fill(layers, signed);

        sign(GOOD, good, layers);
        RuleResponse response = only(decide(create(GOOD_IMAGE), policy));

        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(response.message()).endsWith("number of layers (1001) exceeded the limit (1000)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "null", "{\"layers\":null}", "{\"layers\":[null]}", "{\"layers\":[{\"size\":1e3}]}"})
    void a_signature_manifest_that_is_none_refuses(String manifest) {
        server().push(
                        GOOD,
                        VirtualSigstore.signatureTag(good),
                        "application/vnd.oci.image.manifest.v1+json",
                        manifest.getBytes(StandardCharsets.UTF_8));

        AdmissionDecision decision = decide(create(GOOD_IMAGE), policy);

        assertThat(decision.allowed()).isFalse();
        assertThat(only(decision).status()).isEqualTo(RuleStatus.FAIL);
    }

    @Test
    void an_unreadable_layer_beside_a_signature_by_somebody_else_leaves_the_question_open() {
        SignatureLayer ours = VirtualSigstore.signUnlogged(good, KEY, Map.of("tier", "prod"));
        SignatureLayer another = VirtualSigstore.signUnlogged(good, KEY, Map.of());
        sign(GOOD, good, ours, another);
        Digest payload = digestOf(ours.payload());
        Policy annotated = check(entry(key(KEY).replace("{keys", "{annotations: {tier: prod}, keys")));

        RuleResponse response = only(builder(annotated)
                .registry(failing("blob " + payload, Kind.THROTTLED))
                .build()
                .decide(create(GOOD_IMAGE)));

        assertThat(response.message()).endsWith("no signature matched the required annotations");
        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(response.images().get(0).verdict())
                .isInstanceOfSatisfying(Verdict.Indeterminate.class, verdict -> assertThat(verdict.reasons())
                        .extracting(Reason::code)
                        .containsExactly("ANNOTATIONS_MISMATCH", "REGISTRY_FAILED"));
    }

    private static Digest digestOf(byte[] bytes) {
        try {
            return new Digest("sha256:"
                    + java.util.HexFormat.of()
                            .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                    .digest(bytes)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    // the hint

    @Test
    void an_image_that_is_signed_in_another_format_is_told_so() {
        String referrer = "{\"schemaVersion\":2,\"artifactType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\","
                + "\"subject\":{\"digest\":\"" + bad + "\"}}";
        server().push(BAD, "application/vnd.oci.image.manifest.v1+json", referrer.getBytes(StandardCharsets.UTF_8));

        Verdict.NotVerified verdict = (Verdict.NotVerified)
                only(decide(create(BAD_IMAGE), policy)).images().get(0).verdict();

        assertThat(verdict.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("SIGNED_IN_ANOTHER_FORMAT");
            assertThat(reason.remedy()).contains("type: SigstoreBundle");
        });
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_hint_that_cannot_be_had_changes_nothing(Kind kind) {
        RuleResponse response = only(
                builder(policy).registry(failing("referrers", kind)).build().decide(create(BAD_IMAGE)));

        assertThat(response.message()).endsWith(": no signatures found");
        assertThat(response.images().get(0).verdict()).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void a_hint_is_looked_for_once_and_takes_no_time_from_the_attestors_that_follow() {
        Repository signatures = new Repository(HOST, "shop/signatures");
        sign(signatures, bad, VirtualSigstore.signUnlogged(bad, KEY, Map.of()));
        AtomicLong now = new AtomicLong();
        AtomicInteger asked = new AtomicInteger();
        Registry slow = new ScriptedRegistry(server().registry()) {
            @Override
            public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
                    throws RegistryException {
                asked.incrementAndGet();
                now.addAndGet(deadline.remaining().toNanos());
                throw new RegistryException(Kind.TIMEOUT, 0, "context deadline exceeded");
            }

            @Override
            void asked(Repository repository, String what) throws RegistryException {
                if (now.get() >= Duration.ofSeconds(10).toNanos()) {
                    throw new RegistryException(Kind.TIMEOUT, 0, "context deadline exceeded");
                }
            }
        };
        String elsewhere = key(KEY).replace("{keys", "{repository: " + signatures + ", keys");
        Policy two = check(
                "imageReferences: [\"registry.test/*\"], failureAction: Enforce, attestors: [{count: 1, entries: ["
                        + String.join(", ", key(KEY), key(OTHER_KEY), elsewhere) + "]}]");

        AdmissionDecision decision =
                builder(two).registry(slow).nanoTime(now::get).build().decide(create(BAD_IMAGE));

        assertThat(decision.allowed()).isTrue();
        assertThat(only(decision).status()).isEqualTo(RuleStatus.PASS);
        assertThat(asked).hasValue(1);
    }

    // time

    @Test
    void when_the_time_is_over_nothing_more_is_asked_and_the_image_fails() {
        AtomicLong now = new AtomicLong();
        List<Duration> left = new ArrayList<>();
        Registry hanging = new ScriptedRegistry(server().registry()) {
            @Override
            public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
                left.add(deadline.remaining());
                now.addAndGet(deadline.remaining().toNanos());
                throw new RegistryException(Kind.TIMEOUT, 0, "context deadline exceeded");
            }
        };
        Policy brief = named("check")
                .spec("webhookTimeoutSeconds: 3")
                .spec("failurePolicy: Ignore")
                .rule("verify", entry(key(KEY)))
                .read();

        AdmissionDecision decision =
                builder(brief).registry(hanging).nanoTime(now::get).build().decide(create(GOOD_IMAGE, BAD_IMAGE));

        assertThat(left).containsExactly(Duration.ofSeconds(3), Duration.ZERO);
        assertThat(decision.allowed()).isFalse();
        assertThat(rules(decision.verify()))
                .extracting(RuleResponse::status)
                .contains(RuleStatus.FAIL)
                .doesNotContain(RuleStatus.PASS);
    }

    @Test
    void the_time_of_several_policies_runs_from_the_same_moment() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
        List<Duration> left = new ArrayList<>();
        Registry slow = new ScriptedRegistry(server().registry()) {
            @Override
            void asked(Repository repository, String what) {
                now.addAndGet(Duration.ofSeconds(1).toNanos());
            }

            @Override
            public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
                left.add(deadline.remaining());
                return super.manifest(repository, tag, deadline);
            }
        };
        Policy second = named("second")
                .spec("webhookTimeoutSeconds: 20")
                .rule("verify", entry(key(KEY)))
                .read();

        builder(policy, second).registry(slow).nanoTime(now::get).build().decide(create(GOOD_IMAGE));

        assertThat(left).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(9), Duration.ofSeconds(17));
    }

    @Test
    void signatures_are_not_verified_any_more_when_the_time_is_over() {
        AtomicLong now = new AtomicLong();
        Registry slow = new ScriptedRegistry(server().registry()) {
            @Override
            void asked(Repository repository, String what) {
                if (what.startsWith("blob")) {
                    now.addAndGet(Duration.ofSeconds(10).toNanos());
                }
            }
        };

        RuleResponse response =
                only(builder(policy).registry(slow).nanoTime(now::get).build().decide(create(GOOD_IMAGE)));

        assertThat(response.status()).isEqualTo(RuleStatus.FAIL);
        assertThat(response.message()).endsWith("no matching signatures: context deadline exceeded");
    }
}
