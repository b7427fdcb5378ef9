package dev.countersign.trust.source;

import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** cosign's environment variables as a trust root. */
final class CosignEnvironment {
    private static final Map<PemKind, String> FILES = Map.of(
            PemKind.FULCIO, "SIGSTORE_ROOT_FILE",
            PemKind.REKOR, "SIGSTORE_REKOR_PUBLIC_KEY",
            PemKind.CTFE, "SIGSTORE_CT_LOG_PUBLIC_KEY_FILE",
            PemKind.TSA, "SIGSTORE_TSA_CERTIFICATE_FILE");

    private static final String MIRROR = "TUF_MIRROR";
    private static final String CACHE = "TUF_ROOT";
    private static final String ROOT_JSON = "TUF_ROOT_JSON";

    /** Below cosign's own cache, whose files have another layout. */
    private static final String OWN_CACHE = "countersign";

    private final Map<String, String> environment;
    private final HttpClient http;
    private final Refresh refresh;

    CosignEnvironment(Map<String, String> environment, HttpClient http, Refresh refresh) {
        this.environment = Map.copyOf(environment);
        this.http = http;
        this.refresh = refresh;
    }

    TrustRoot trustRoot() {
        try {
            List<PemFiles.PemFile> files = new ArrayList<>();
            for (PemKind kind : PemKind.values()) {
                String variable = FILES.getOrDefault(kind, "");
                path(variable).ifPresent(path -> files.add(new PemFiles.PemFile(kind, path, variable)));
            }
            TrustRoot named =
                    new RefreshedTrustRoot(new PemFiles("cosign's environment", () -> List.copyOf(files)), refresh);
            if (complete(files)) {
                return named;
            }
            return files.isEmpty() ? explained(tuf(), files) : TrustRoots.override(fileFirst(named, files), named);
        } catch (TrustRootException e) {
            String message = String.valueOf(e.getMessage());
            return () -> {
                throw new TrustRootException(message, e);
            };
        }
    }

    /** cosign asks for no timestamp authority on its own. */
    private static boolean complete(List<PemFiles.PemFile> files) {
        return missing(files).isEmpty();
    }

    /** The variables without which TUF is asked. */
    private static List<String> missing(List<PemFiles.PemFile> files) {
        return Stream.of(PemKind.FULCIO, PemKind.REKOR, PemKind.CTFE)
                .filter(kind -> files.stream().noneMatch(file -> file.kind() == kind))
                .map(kind -> FILES.getOrDefault(kind, ""))
                .toList();
    }

    /** What TUF yields; a file that cannot be used is told before a mirror that cannot. */
    private TrustRoot fileFirst(TrustRoot named, List<PemFiles.PemFile> files) throws TrustRootException {
        TrustRoot tuf = explained(tuf(), files);
        return () -> {
            named.snapshot();
            return tuf.snapshot();
        };
    }

    /** Tells why TUF is asked at all where it does not answer. */
    private static TrustRoot explained(TrustRoot tuf, List<PemFiles.PemFile> files) {
        String why = " It is asked because the environment names no file in " + String.join(", ", missing(files))
                + "; name them all to need no TUF, or another mirror in " + MIRROR + ".";
        return () -> {
            try {
                return tuf.snapshot();
            } catch (TrustRootException e) {
                throw new TrustRootException(e.getMessage() + why, e);
            }
        };
    }

    private TrustRoot tuf() throws TrustRootException {
        Optional<Path> cache = path(CACHE);
        Optional<Path> first = path(ROOT_JSON)
                .or(() -> cache.map(below -> below.resolve("root.json")).filter(Files::isRegularFile));
        URI address = text(MIRROR).isPresent() ? mirror(text(MIRROR).get()) : TufRepository.PUBLIC_SIGSTORE;
        TufMirror mirror = TufMirror.http(address, http);
        TufRepository repository =
                first.map(root -> TufRepository.of(mirror, root)).orElseGet(() -> TufRepository.publicRoot(mirror));
        if (cache.isPresent()) {
            String own = address.toString().replaceAll("[^A-Za-z0-9.]+", "-");
            repository = repository.withCache(cache.get().resolve(OWN_CACHE).resolve(own));
        }
        return TrustRoots.tuf(repository, refresh);
    }

    private static URI mirror(String text) throws TrustRootException {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new TrustRootException("the variable " + MIRROR + " holds no address: " + e.getMessage(), e);
        }
        throw new TrustRootException("the variable " + MIRROR + " holds no address of http or https: " + text
                + ". A copy of a repository in a directory is a source of its own (--tuf-mirror DIR).");
    }

    private Optional<String> text(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
    }

    private Optional<Path> path(String variable) throws TrustRootException {
        Optional<String> stated = text(variable);
        try {
            return stated.map(Path::of);
        } catch (InvalidPathException e) {
            throw new TrustRootException("the variable " + variable + " holds no path: " + e.getMessage(), e);
        }
    }
}
