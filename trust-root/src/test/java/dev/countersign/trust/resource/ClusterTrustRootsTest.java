package dev.countersign.trust.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.cluster.ApiRequest;
import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.trust.TrustEvent;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.source.MintedTuf;
import dev.countersign.trust.source.RecordedEvents;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.SettableClock;
import dev.countersign.trust.source.TrustedRootTexts;
import dev.countersign.trust.source.TufMirror;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTrustRootsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String PATH = "/apis/policy.sigstore.dev/v1alpha1/trustroots/acme";
    private static final String ABSENT = "trustroots.policy.sigstore.dev \"acme\" not found";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T00:00:00Z"));
    private final RecordedEvents observer = new RecordedEvents();
    private final Api api = new Api();
    private final Map<String, byte[]> mirror = new HashMap<>();
    private final ClusterTrustRoots roots = ClusterTrustRoots.of(
            api,
            address -> {
                if (!address.equals("https://tuf.example")) {
                    throw new IllegalArgumentException("no mirror but one");
                }
                return new Mirror();
            },
            Refresh.inBackground(HOUR, Runnable::run)
                    .withClock(clock)
                    .withRandom(() -> 0)
                    .withObserver(observer));

    /** Whatever the map holds at the moment. */
    private final class Mirror implements TufMirror {
        @Override
        public String name() {
            return "https://tuf.example";
        }

        @Override
        public Optional<byte[]> fetch(String path, int most) {
            return Optional.ofNullable(mirror.get(path));
        }
    }

    /** An API server with one object, or one refusal. */
    private static final class Api implements ClusterReader {
        private final List<ApiRequest> asked = new ArrayList<>();
        private String refusal = ABSENT;
        private Value answer = Value.NULL;

        void holds(String object) {
            refusal = "";
            answer = DocumentReader.read("t", object.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS)
                    .roots()
                    .get(0)
                    .value();
        }

        void refuses(String message) {
            refusal = message;
        }

        @Override
        public Optional<ObjectValue> get(Kind kind, String namespace, String name) {
            return Optional.empty();
        }

        @Override
        public Value call(ApiRequest request) throws ClusterException {
            asked.add(request);
            if (!refusal.isEmpty()) {
                throw new ClusterException(refusal);
            }
            return answer;
        }
    }

    private static String object(String labels, String spec) {
        return "{apiVersion: policy.sigstore.dev/v1alpha1, kind: TrustRoot, metadata: {name: acme, labels: {" + labels
                + "}}, spec: " + spec + ", status: {conditions: [{type: Ready, status: 'False'}]}}";
    }

    private static String keys(String uri) {
        return "{sigstoreKeys: {certificateAuthorities: [{subject: {organization: o, commonName: c}, uri: '" + uri
                + "', certChain: '"
                + Base64.getEncoder().encodeToString(TestCertificates.ROOT.getBytes(StandardCharsets.UTF_8)) + "'}]}}";
    }

    private TrustSnapshot later(TrustRoot root) throws TrustRootException {
        clock.pass(HOUR);
        root.snapshot();
        return root.snapshot();
    }

    @Test
    void nothing_is_asked_before_trust_is_needed_and_then_the_one_object() throws Exception {
        api.holds(object("", keys("https://ca.example")));
        TrustRoot root = roots.named("acme");
        assertThat(api.asked).isEmpty();

        assertThat(root.material().certificateAuthorities()).singleElement().satisfies(authority -> {
            assertThat(authority.uri()).isEqualTo("https://ca.example");
            assertThat(authority.origin().description()).startsWith("TrustRoot acme, spec.sigstoreKeys");
        });
        root.material();
        assertThat(roots.named("acme")).isSameAs(root);
        assertThat(api.asked).containsExactly(new ApiRequest("GET", PATH, Optional.empty()));
    }

    @Test
    void a_new_generation_begins_only_with_other_trust() throws Exception {
        api.holds(object("", keys("https://ca.example")));
        TrustRoot root = roots.named("acme");
        TrustSnapshot first = root.snapshot();

        api.holds(object("team: trust", keys("https://ca.example")));
        assertThat(later(root).generation()).isEqualTo(first.generation());
        assertThat(root.material()).isSameAs(first.material());

        api.holds(object("", keys("https://other.example")));
        assertThat(later(root).generation()).isEqualTo(first.generation() + 1);
        assertThat(root.material().certificateAuthorities().get(0).uri()).isEqualTo("https://other.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trustroots.policy.sigstore.dev \"acme\" is forbidden: User \"u\" cannot get resource \"trustroots\"",
                "dial tcp: connection refused",
                "trustroots.policy.sigstore.dev \"other\" not found"
            })
    void what_was_read_last_counts_where_the_cluster_cannot_tell(String refusal) throws Exception {
        api.holds(object("", keys("https://ca.example")));
        TrustRoot root = roots.named("acme");
        TrustSnapshot first = root.snapshot();

        api.refuses(refusal);
        assertThat(later(root).material()).isSameAs(first.material());
        assertThat(root.snapshot().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains(refusal));
        assertThat(root.snapshot().generation()).isEqualTo(first.generation());
        assertThat(observer.events).last().isInstanceOf(TrustEvent.KeptLastGood.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: policy.sigstore.dev/v1alpha1, kind: TrustRoot, metadata: {name: acme}, spec: {}}",
                "{apiVersion: policy.sigstore.dev/v1, kind: TrustRoot, metadata: {name: acme}, spec: {}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: acme}}",
                "{}",
                "[]",
                "acme"
            })
    void what_was_read_last_counts_where_the_object_is_malformed(String object) throws Exception {
        api.holds(object("", keys("https://ca.example")));
        TrustRoot root = roots.named("acme");
        TrustSnapshot first = root.snapshot();

        api.holds(object);
        assertThat(later(root).material()).isSameAs(first.material());
        assertThat(root.snapshot().problem()).hasValueSatisfying(problem -> assertThat(problem)
                .startsWith("TrustRoot acme of the cluster cannot be used: "));
    }

    @Test
    void the_object_must_bear_the_name_that_was_asked_for() {
        api.holds(object("", keys("https://ca.example")).replace("name: acme", "name: other"));

        assertThatThrownBy(() -> roots.named("acme").snapshot())
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("answered with TrustRoot other");
    }

    @ParameterizedTest
    @ValueSource(strings = {ABSENT, "the server could not find the requested resource"})
    void what_is_deleted_counts_no_longer_and_its_generation_is_not_given_again(String refusal) throws Exception {
        api.holds(object("", keys("https://ca.example")));
        TrustRoot root = roots.named("acme");
        TrustSnapshot first = root.snapshot();

        api.refuses(refusal);
        clock.pass(HOUR);
        assertThatThrownBy(root::snapshot)
                .isInstanceOfSatisfying(TrustRootException.class, e -> assertThat(e.isWithdrawn())
                        .isTrue())
                .hasMessageContaining("the cluster holds no TrustRoot acme");
        assertThat(observer.events).last().isInstanceOf(TrustEvent.Unavailable.class);

        api.holds(object("", keys("https://other.example")));
        assertThat(later(root).generation()).isGreaterThan(first.generation());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../secrets/x", "a/b", "acme?x", "Acme", ".acme", "acme-", "a b", "%2e"})
    void a_name_that_is_none_asks_for_nothing(String name) {
        assertThatThrownBy(() -> roots.named(name).snapshot())
                .isInstanceOfSatisfying(TrustRootException.class, e -> assertThat(e.isWithdrawn())
                        .isTrue());
        assertThat(api.asked).isEmpty();
    }

    @Test
    void no_more_names_are_remembered_than_the_bound() throws Exception {
        api.holds(object("", keys("https://ca.example")));
        for (int i = 1; i < ClusterTrustRoots.MAX_NAMES; i++) {
            roots.named("t" + i);
        }
        assertThat(roots.named("acme").material().certificateAuthorities()).hasSize(1);
        assertThatThrownBy(() -> roots.named("one-more").snapshot())
                .hasMessageContaining("more than " + ClusterTrustRoots.MAX_NAMES);
        assertThat(roots.named("acme").material().certificateAuthorities()).hasSize(1);
        assertThat(api.asked).hasSize(1);
    }

    @Test
    void a_mirror_that_is_denied_is_told() {
        api.holds(object(
                "",
                "{remote: {mirror: 'http://elsewhere.example', root: '"
                        + Base64.getEncoder()
                                .encodeToString("{\"signatures\":[{}],\"signed\":{\"roles\":{\"root\":{}}}}"
                                        .getBytes(StandardCharsets.UTF_8))
                        + "'}}"));

        assertThatThrownBy(() -> roots.named("acme").snapshot())
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("no mirror but one");
    }

    @Test
    @Tag("tuf")
    void a_repository_that_it_names_is_asked_again_and_not_rolled_back() throws Exception {
        MintedTuf tuf = MintedTuf.create();
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        byte[] first = tuf.root(1, end);
        byte[] trusted = TrustedRootTexts.good().getBytes(StandardCharsets.UTF_8);
        byte[] other = new String(trusted, StandardCharsets.UTF_8)
                .replace("https://fulcio.example", "https://new.example")
                .getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> old = tuf.files(1, end, Map.of("trusted_root.json", trusted));
        mirror.putAll(old);
        api.holds(object(
                "",
                "{remote: {mirror: 'https://tuf.example', root: '"
                        + Base64.getEncoder().encodeToString(first) + "'}}"));
        TrustRoot root = roots.named("acme");
        TrustSnapshot before = root.snapshot();

        mirror.putAll(tuf.files(2, end, Map.of("trusted_root.json", other)));
        TrustSnapshot after = later(root);
        assertThat(after.generation()).isEqualTo(before.generation() + 1);
        assertThat(after.material()).isNotEqualTo(before.material());

        mirror.putAll(old);
        TrustSnapshot kept = later(root);
        assertThat(kept.material()).isSameAs(after.material());
        assertThat(kept.problem()).isPresent();
        assertThat(kept.loaded()).isEqualTo(after.loaded());
    }
}
