package dev.countersign.cli;

import dev.countersign.document.Issue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.inventory.TrustFinding;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.trust.source.TufMirror;
import dev.countersign.trust.source.TufRepository;
import dev.countersign.verify.inventory.StatedTrust;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the trust comes from: the arguments that {@code trust show} and {@code trust check} share. */
final class TrustSources {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Map<String, String> environment;

    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..1",
            description =
                    "A trusted_root.json, a folder of PEM files (fulcio*, rekor*, ctfe*, tsa*), or a policy (.yaml).")
    @Nullable
    Path source;

    @Option(names = "--tuf-mirror", paramLabel = "URL|DIR", description = "A TUF repository that publishes the trust.")
    @Nullable
    String tufMirror;

    @Option(names = "--tuf-root", paramLabel = "FILE", description = "The root.json by which the mirror is trusted.")
    @Nullable
    Path tufRoot;

    @Option(names = "--tuf-cache", paramLabel = "DIR", description = "Where to remember what the mirror said last.")
    @Nullable
    Path tufCache;

    @Option(
            names = "--cosign-environment",
            description = "What cosign would trust under the environment variables SIGSTORE_* and TUF_*.")
    boolean cosignEnvironment;

    TrustSources(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * What was read.
     *
     * @param materials one of a process-wide source; of policies one an attestor
     * @param processWide whether it is a process-wide source
     * @param findings of reading policies
     * @param problem why the source says nothing newer
     */
    record Read(
            List<TrustMaterial> materials,
            boolean processWide,
            List<TrustFinding> findings,
            Optional<String> problem) {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when the arguments name no source, or two
     * @throws TrustRootException when it cannot be read
     */
    Read read() throws TrustRootException {
        Path file = source;
        long named = Stream.of(file != null, tufMirror != null, cosignEnvironment)
                .filter(given -> given)
                .count();
        if (named != 1) {
            throw new IllegalArgumentException(
                    "name one source of trust: SOURCE, --tuf-mirror or --cosign-environment");
        }
        if (tufMirror == null && (tufRoot != null || tufCache != null)) {
            throw new IllegalArgumentException("--tuf-root and --tuf-cache go with --tuf-mirror");
        }
        if (file != null && isPolicy(file)) {
            return policies(file);
        }
        TrustSnapshot snapshot = root(file).snapshot();
        return new Read(List.of(snapshot.material()), true, List.of(), snapshot.problem());
    }

    private TrustRoot root(@Nullable Path file) {
        if (file != null) {
            return Files.isDirectory(file)
                    ? TrustRoots.pemDirectory(file, Refresh.whenAsked())
                    : TrustRoots.trustedRootJson(file);
        }
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        return tufMirror == null
                ? TrustRoots.cosignEnvironment(environment, http, Refresh.whenAsked())
                : TrustRoots.tuf(repository(tufMirror, http), Refresh.whenAsked());
    }

    private TufRepository repository(String mirror, HttpClient http) {
        if (tufRoot == null) {
            throw new IllegalArgumentException(
                    "--tuf-mirror needs --tuf-root FILE: the root.json that is trusted at first");
        }
        TufMirror from = mirror.startsWith("https://") || mirror.startsWith("http://")
                ? TufMirror.http(URI.create(mirror), http)
                : TufMirror.directory(Path.of(mirror));
        TufRepository repository = TufRepository.of(from, tufRoot);
        return tufCache == null ? repository : repository.withCache(tufCache);
    }

    private static boolean isPolicy(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return !Files.isDirectory(file) && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private static Read policies(Path file) throws TrustRootException {
        PolicyReading reading = PolicyReader.read(file);
        Optional<Issue> error = reading.issues().stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .findFirst();
        if (error.isPresent()) {
            throw new TrustRootException(error.get().toString());
        }
        List<TrustMaterial> materials = new ArrayList<>();
        List<TrustFinding> findings = new ArrayList<>();
        for (Policy policy : reading.policies()) {
            StatedTrust stated = StatedTrust.of(policy);
            materials.addAll(stated.materials());
            findings.addAll(stated.findings());
        }
        return new Read(List.copyOf(materials), false, List.copyOf(findings), Optional.empty());
    }
}
