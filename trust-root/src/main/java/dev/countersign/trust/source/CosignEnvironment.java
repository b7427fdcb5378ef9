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
                path(FILES.getOrDefault(kind, "")).ifPresent(path -> files.add(new PemFiles.PemFile(kind, path)));
            }
            if (files.isEmpty()) {
                return tuf();
            }
            TrustRoot named =
                    new RefreshedTrustRoot(new PemFiles("cosign's environment", () -> List.copyOf(files)), refresh);
            return complete(files) ? named : TrustRoots.override(tuf(), named);
        } catch (TrustRootException e) {
            String message = String.valueOf(e.getMessage());
            return () -> {
                throw new TrustRootException(message, e);
            };
        }
    }

    /** cosign asks for no timestamp authority on its own. */
    private static boolean complete(List<PemFiles.PemFile> files) {
        return List.of(PemKind.FULCIO, PemKind.REKOR, PemKind.CTFE).stream()
                .allMatch(kind -> files.stream().anyMatch(file -> file.kind() == kind));
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
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new TrustRootException("the variable " + MIRROR + " holds no address: " + e.getMessage(), e);
        }
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
