package dev.countersign.trust.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.trust.TrustEvent;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("tuf")
class TufTrustRootTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant NEXT_YEAR = Instant.parse("2027-06-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final RepositoryServer server = new RepositoryServer();
    private final HttpClient http = HttpClient.newHttpClient();
    private final SettableClock clock = new SettableClock(NOW);
    private final RecordedEvents observer = new RecordedEvents();
    private final MintedTuf tuf = MintedTuf.create();
    private final Path folder;

    TufTrustRootTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Refresh hourly() {
        return Refresh.inBackground(HOUR, Runnable::run)
                .withClock(clock)
                .withRandom(() -> 0)
                .withObserver(observer);
    }

    private TrustRoot trusting(byte[] root) {
        return TrustRoots.tuf(TufRepository.of(TufMirror.http(server.address(), http), root), hourly());
    }

    private static byte[] trustedRoot() {
        return TrustedRootTexts.good().getBytes(StandardCharsets.UTF_8);
    }

    /** The same trust but for the authorities. */
    private static byte[] newerTrustedRoot() {
        return TrustedRootTexts.changed("\"certificateAuthorities\"", "\"timestampAuthorities\"")
                .replaceFirst(
                        "(?s)(\"timestampAuthorities\".*)\"timestampAuthorities\"", "$1\"certificateAuthorities\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, byte[]> published(int version, Instant expires, byte[] trustedRoot) {
        return tuf.files(version, expires, Map.of("trusted_root.json", trustedRoot));
    }

    private static Map<String, byte[]> repository(String name) throws Exception {
        Path directory = Path.of(
                Objects.requireNonNull(TufTrustRootTest.class.getResource(name)).toURI());
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static byte[] first(Map<String, byte[]> repository) {
        return Objects.requireNonNull(repository.get("1.root.json"));
    }

    @Test
    void a_repository_is_loaded_over_http_through_a_rotation_of_its_root() throws Exception {
        Map<String, byte[]> acme = repository("tuf-acme");
        server.serve(acme);

        TrustMaterial material = trusting(first(acme)).material();

        assertThat(material.certificateAuthorities()).isNotEmpty();
        assertThat(material.transparencyLogs()).isNotEmpty();
        assertThat(material.ctLogs()).isNotEmpty();
        assertThat(material.timestampAuthorities()).isNotEmpty();
        assertThat(material.transparencyLogs().get(0).origin().description())
                .startsWith(server.address() + "/, trusted_root.json, ");
        assertThat(server.asked).contains("2.root.json", "3.root.json", "timestamp.json", "2.snapshot.json");
    }

    @Test
    void targets_without_a_trusted_root_count_by_their_usage() throws Exception {
        Map<String, byte[]> usage = repository("tuf-usage");

        TrustMaterial material = TrustRoots.tuf(
                        TufRepository.of(TufMirror.inMemory("in memory", usage), first(usage)), hourly())
                .material();

        assertThat(material.certificateAuthorities()).singleElement().satisfies(authority -> {
            assertThat(authority.anchors()).hasSize(1);
            assertThat(authority.intermediates()).hasSize(1);
        });
        assertThat(material.transparencyLogs()).hasSize(1);
        assertThat(material.ctLogs()).hasSize(1);
        assertThat(material.timestampAuthorities()).isNotEmpty();
    }

    @Test
    void verifying_installs_no_security_provider() throws Exception {
        List<String> before =
                Arrays.stream(Security.getProviders()).map(Object::toString).toList();
        Map<String, byte[]> acme = repository("tuf-acme");
        TrustRoots.tuf(TufRepository.of(TufMirror.inMemory("in memory", acme), first(acme)), hourly())
                .material();

        assertThat(Arrays.stream(Security.getProviders()).map(Object::toString)).isEqualTo(before);
    }

    @Test
    void a_directory_is_a_mirror_without_a_network() throws Exception {
        for (Map.Entry<String, byte[]> file :
                published(1, NEXT_YEAR, trustedRoot()).entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.write(path, file.getValue());
        }

        TrustRoot root =
                TrustRoots.tuf(TufRepository.of(TufMirror.directory(folder), tuf.root(1, NEXT_YEAR)), hourly());

        assertThat(root.material().transparencyLogs()).hasSize(2);
    }

    @Test
    void a_new_version_counts_after_the_interval_and_not_before() throws Exception {
        server.serve(published(1, NEXT_YEAR, trustedRoot()));
        TrustRoot root = trusting(tuf.root(1, NEXT_YEAR));
        TrustSnapshot before = root.snapshot();
        server.serve(published(2, NEXT_YEAR, newerTrustedRoot()));

        clock.pass(HOUR.minusSeconds(1));
        assertThat(root.snapshot()).isSameAs(before);
        clock.pass(Duration.ofSeconds(1));
        TrustSnapshot after = root.snapshot();

        assertThat(after.generation()).isEqualTo(before.generation() + 1);
        assertThat(after.material()).isNotEqualTo(before.material());
        assertThat(after.problem()).isEmpty();
    }

    @Test
    void the_same_targets_in_a_new_version_are_the_same_generation_and_not_fetched_again() throws Exception {
        server.serve(published(1, NEXT_YEAR, trustedRoot()));
        TrustRoot root = trusting(tuf.root(1, NEXT_YEAR));
        TrustSnapshot before = root.snapshot();
        server.serve(published(2, NEXT_YEAR, trustedRoot()));
        server.asked.clear();
        clock.pass(HOUR);

        TrustSnapshot after = root.snapshot();

        assertThat(after.generation()).isEqualTo(before.generation());
        assertThat(after.material()).isSameAs(before.material());
        assertThat(after.loaded()).contains(NOW.plus(HOUR));
        assertThat(server.asked).contains("2.targets.json").noneMatch(path -> path.startsWith("targets/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp.json", "2.snapshot.json", "2.targets.json", "trusted_root.json"})
    void a_tampered_file_is_refused_and_the_last_good_counts_on(String tampered) throws Exception {
        server.serve(published(1, NEXT_YEAR, trustedRoot()));
        TrustRoot root = trusting(tuf.root(1, NEXT_YEAR));
        TrustSnapshot good = root.snapshot();
        Map<String, byte[]> files = published(2, NEXT_YEAR, newerTrustedRoot());
        files.replaceAll((path, bytes) -> path.endsWith(tampered) ? tamperedWith(bytes) : bytes);
        server.serve(files);
        clock.pass(HOUR);

        assertKept(root, good, "");
    }

    private static byte[] tamperedWith(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8)
                .replaceFirst("2027|2025|2024|2026", "2028")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void assertKept(TrustRoot root, TrustSnapshot good, String why) throws TrustRootException {
        observer.events.clear();
        TrustSnapshot kept = root.snapshot();
        assertThat(kept.material()).isSameAs(good.material());
        assertThat(kept.generation()).isEqualTo(good.generation());
        assertThat(kept.loaded()).isEqualTo(good.loaded());
        assertThat(kept.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains(server.address().toString(), why, "What was loaded at " + NOW + " counts on."));
        assertThat(observer.events).first().isEqualTo(new TrustEvent.KeptLastGood(server.address() + "/", kept));
    }

    @Test
    void an_older_version_is_refused_and_the_last_good_counts_on() throws Exception {
        server.serve(published(2, NEXT_YEAR, trustedRoot()));
        TrustRoot root = trusting(tuf.root(1, NEXT_YEAR));
        TrustSnapshot good = root.snapshot();
        server.serve(published(1, NEXT_YEAR, newerTrustedRoot()));
        clock.pass(HOUR);

        assertKept(root, good, "RollbackVersionException");
    }

    @Test
    void metadata_that_has_expired_is_refused() {
        server.serve(published(1, NOW, trustedRoot()));
        TrustRoot root = trusting(tuf.root(1, NEXT_YEAR));

        assertThatThrownBy(root::snapshot)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("expired");
        assertThat(observer.events).singleElement().isInstanceOf(TrustEvent.Unavailable.class);
    }

    @Test
    void a_mirror_that_serves_the_same_version_for_ever_is_noticed_when_it_expires() throws Exception {
        server.serve(published(1, NOW.plus(HOUR).plus(HOUR), trustedRoot()));
        TrustRoot root = trusting(tuf.root(1, NEXT_YEAR));
        TrustSnapshot good = root.snapshot();
        clock.pass(HOUR);
        assertThat(root.snapshot().problem()).isEmpty();
        clock.pass(HOUR);

        observer.events.clear();
        TrustSnapshot kept = root.snapshot();

        assertThat(kept.material()).isSameAs(good.material());
        assertThat(kept.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("expired at"));
        assertThat(observer.events)
                .hasSize(2)
                .last()
                .isEqualTo(new TrustEvent.Expired(
                        server.address() + "/", NOW.plus(HOUR).plus(HOUR)));
    }

    @Test
    void an_expired_root_is_refused() {
        server.serve(published(1, NEXT_YEAR, trustedRoot()));

        assertThatThrownBy(trusting(tuf.root(1, NOW.minusSeconds(1)))::snapshot).hasMessageContaining("Expired");
    }

    @Test
    void a_root_rotates_the_keys_of_the_other_roles() throws Exception {
        server.serve(published(1, NEXT_YEAR, trustedRoot()));
        TrustRoot root = trusting(tuf.root(1, NEXT_YEAR));
        root.snapshot();
        MintedTuf rotated = tuf.withOtherOnlineKey();
        Map<String, byte[]> files = rotated.files(2, NEXT_YEAR, Map.of("trusted_root.json", newerTrustedRoot()));
        server.serve(files);
        clock.pass(HOUR);
        assertThat(root.snapshot().problem()).as("before the root says so").isPresent();

        files.put("2.root.json", rotated.root(2, NEXT_YEAR));
        server.serve(files);
        clock.pass(HOUR);

        assertThat(root.snapshot().problem()).isEmpty();
        assertThat(root.snapshot().generation()).isEqualTo(2);
    }

    @Test
    void a_root_of_a_stranger_is_refused() throws Exception {
        server.serve(published(1, NEXT_YEAR, trustedRoot()));
        TrustRoot root = trusting(tuf.root(1, NEXT_YEAR));
        TrustSnapshot good = root.snapshot();
        MintedTuf stranger = MintedTuf.create();
        Map<String, byte[]> files = stranger.files(2, NEXT_YEAR, Map.of("trusted_root.json", newerTrustedRoot()));
        files.put("2.root.json", stranger.root(2, NEXT_YEAR));
        server.serve(files);
        clock.pass(HOUR);

        assertKept(root, good, "SignatureVerificationException");
    }

    @Test
    void a_trusted_root_that_cannot_be_used_leaves_the_last_good() throws Exception {
        server.serve(published(1, NEXT_YEAR, trustedRoot()));
        TrustRoot root = trusting(tuf.root(1, NEXT_YEAR));
        TrustSnapshot good = root.snapshot();
        server.serve(published(2, NEXT_YEAR, "{}".getBytes(StandardCharsets.UTF_8)));
        clock.pass(HOUR);

        assertKept(root, good, "mediaType");
    }

    @Test
    void an_update_that_fails_halfway_is_made_up_for_later() throws Exception {
        server.serve(published(1, NEXT_YEAR, trustedRoot()));
        TrustRoot root = trusting(tuf.root(1, NEXT_YEAR));
        root.snapshot();
        Map<String, byte[]> files = published(2, NEXT_YEAR, newerTrustedRoot());
        Map<String, byte[]> half = new HashMap<>(files);
        half.remove("2.targets.json");
        server.serve(half);
        clock.pass(HOUR);
        assertThat(root.snapshot().problem()).isPresent();

        server.serve(files);
        clock.pass(HOUR);

        assertThat(root.snapshot().problem()).isEmpty();
        assertThat(root.snapshot().generation()).isEqualTo(2);
    }

    @Test
    void a_cache_counts_after_a_restart_while_the_mirror_is_down() throws Exception {
        server.serve(published(3, NEXT_YEAR, trustedRoot()));
        cached().snapshot();
        server.failWith(503);

        TrustSnapshot remembered = cached().snapshot();

        assertThat(remembered.material().transparencyLogs()).hasSize(2);
        assertThat(remembered.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("status 503", "What the cache remembers counts until " + NEXT_YEAR));
    }

    private TrustRoot cached() {
        TufMirror mirror = TufMirror.http(server.address(), http);
        return TrustRoots.tuf(
                TufRepository.of(mirror, tuf.root(1, NEXT_YEAR.plus(Duration.ofDays(999))))
                        .withCache(folder.resolve("cache")),
                hourly());
    }

    @Test
    void a_cache_that_has_expired_does_not_count() throws Exception {
        server.serve(published(3, NEXT_YEAR, trustedRoot()));
        cached().snapshot();
        server.failWith(503);
        clock.pass(Duration.between(NOW, NEXT_YEAR));

        assertThatThrownBy(cached()::snapshot).hasMessageContaining("status 503");
    }

    @Test
    void a_cache_remembers_the_version_so_that_an_older_one_is_refused_after_a_restart() throws Exception {
        server.serve(published(3, NEXT_YEAR, trustedRoot()));
        cached().snapshot();
        server.serve(published(2, NEXT_YEAR, newerTrustedRoot()));

        assertThat(cached().snapshot().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("RollbackVersionException"));
    }

    @Test
    void a_cache_that_was_tampered_with_is_not_used() throws Exception {
        server.serve(published(3, NEXT_YEAR, trustedRoot()));
        cached().snapshot();
        Path targets = folder.resolve("cache/3.targets.json");
        Files.write(targets, tamperedWith(Files.readAllBytes(targets)));
        server.failWith(503);

        assertThatThrownBy(cached()::snapshot).isInstanceOf(TrustRootException.class);
    }

    @Test
    void a_mirror_that_sends_too_much_or_nested_too_deep_is_refused() {
        Map<String, byte[]> files = published(1, NEXT_YEAR, trustedRoot());
        for (byte[] hostile : List.of(
                new byte[TufSession.MAX_FILE_BYTES + 1],
                "[".repeat(50_000).getBytes(StandardCharsets.UTF_8),
                ("[".repeat(10_000) + "]".repeat(10_000)).getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8),
                "null".getBytes(StandardCharsets.UTF_8),
                "{\"signatures\":null,\"signed\":{\"_type\":\"timestamp\"}}".getBytes(StandardCharsets.UTF_8),
                new byte[0])) {
            files.put("timestamp.json", hostile);
            server.serve(files);
            assertThatThrownBy(trusting(tuf.root(1, NEXT_YEAR))::snapshot).isInstanceOf(TrustRootException.class);
        }
    }

    @Test
    void an_endless_chain_of_roots_is_refused() {
        Map<String, byte[]> files = published(1, NEXT_YEAR, trustedRoot());
        for (int i = 2; i <= TufSession.MAX_FILES + 2; i++) {
            files.put(i + ".root.json", tuf.root(i, NEXT_YEAR));
        }
        TrustRoot root = TrustRoots.tuf(
                TufRepository.of(TufMirror.inMemory("in memory", files), tuf.root(1, NEXT_YEAR)), hourly());

        assertThatThrownBy(root::snapshot).hasMessageContaining("more than " + TufSession.MAX_FILES + " files");
    }

    @Test
    void the_public_root_comes_with_the_client() throws Exception {
        assertThat(new String(SigstoreJavaTufClient.publicRoot(), StandardCharsets.UTF_8))
                .contains("\"_type\": \"root\"");
        TrustRoot root =
                TrustRoots.tuf(TufRepository.publicRoot(TufMirror.inMemory("an empty mirror", Map.of())), hourly());

        assertThatThrownBy(root::snapshot)
                .hasMessageContaining("an empty mirror")
                .hasMessageContaining("Expired");
    }
}
