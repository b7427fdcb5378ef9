package dev.countersign.cli;

import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.trust.source.TufMirror;
import dev.countersign.trust.source.TufRepository;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a source of trust, the same for every command. Nothing is trusted, and nobody asked, without one. */
final class TrustOptions {
    /** For messages. */
    static final String NAMES = "--trusted-root, --trust-directory, --tuf-mirror or --cosign-environment";

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Map<String, String> environment;

    @Option(names = "--trusted-root", paramLabel = "FILE", description = "Trust: a trusted_root.json.")
    @Nullable
    Path trustedRoot;

    @Option(
            names = "--trust-directory",
            paramLabel = "DIR",
            description = "Trust: a folder of PEM files, fulcio*, rekor*, ctfe*, tsa*.")
    @Nullable
    Path directory;

    @Option(
            names = "--tuf-mirror",
            paramLabel = "URL|DIR",
            description = "Trust: what a TUF repository publishes; needs --tuf-root.")
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
            description = "Trust: what cosign would trust under the environment variables SIGSTORE_* and TUF_*.")
    boolean cosignEnvironment;

    TrustOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * What was chosen.
     *
     * @param option for messages; empty for an argument
     */
    record Chosen(String option, TrustRoot root) {

        /** What it holds, read now, so that what is broken is told before anything is evaluated. */
        TrustSnapshot read() throws InputException {
            try {
                return root.snapshot();
            } catch (TrustRootException e) {
                throw new InputException((option.isEmpty() ? "" : option + ": ") + e.getMessage());
            }
        }
    }

    /** The names of the sources that are given. */
    List<String> given() {
        List<String> given = new ArrayList<>();
        if (trustedRoot != null) {
            given.add("--trusted-root");
        }
        if (directory != null) {
            given.add("--trust-directory");
        }
        if (tufMirror != null) {
            given.add("--tuf-mirror");
        }
        if (cosignEnvironment) {
            given.add("--cosign-environment");
        }
        return given;
    }

    /** Refuses several sources, and what belongs to one that is not given. */
    static void requireOne(List<String> given) throws InputException {
        if (given.size() > 1) {
            throw new InputException("name one source of trust, not several: " + String.join(", ", given)
                    + "; a trusted_root.json can hold what several do");
        }
    }

    /** The one source that is given; absent where none is. */
    Optional<Chosen> chosen() throws InputException {
        List<String> given = given();
        requireOne(given);
        if (tufMirror == null && (tufRoot != null || tufCache != null)) {
            throw new InputException("--tuf-root and --tuf-cache go with --tuf-mirror");
        }
        if (given.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Chosen(given.get(0), root()));
    }

    private TrustRoot root() throws InputException {
        if (trustedRoot != null) {
            return TrustRoots.trustedRootJson(trustedRoot);
        }
        if (directory != null) {
            return TrustRoots.pemDirectory(directory, Refresh.whenAsked());
        }
        return tufMirror == null
                ? TrustRoots.cosignEnvironment(environment, http(), Refresh.whenAsked())
                : TrustRoots.tuf(repository(tufMirror), Refresh.whenAsked());
    }

    private TufRepository repository(String address) throws InputException {
        if (tufRoot == null) {
            throw new InputException("--tuf-mirror needs --tuf-root FILE: the root.json that is trusted at first");
        }
        try {
            boolean http = address.startsWith("https://") || address.startsWith("http://");
            if (!http && address.matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
                throw new InputException(
                        "--tuf-mirror: " + address + " is neither an address of http or https nor a directory");
            }
            TufMirror mirror = http ? mirror(address) : TufMirror.directory(Path.of(address));
            TufRepository repository = TufRepository.of(mirror, tufRoot);
            return tufCache == null ? repository : repository.withCache(tufCache);
        } catch (IllegalArgumentException e) {
            throw new InputException("--tuf-mirror: " + e.getMessage());
        }
    }

    /**
     * The mirror at an address.
     *
     * @throws IllegalArgumentException where it is no address
     */
    static TufMirror mirror(String address) {
        return TufMirror.http(URI.create(address), http());
    }

    private static HttpClient http() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }
}
