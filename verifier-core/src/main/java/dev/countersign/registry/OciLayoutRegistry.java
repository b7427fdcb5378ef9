package dev.countersign.registry;

import dev.countersign.registry.RegistryException.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Registries that lie in folders as OCI image layouts, read without any network. {@code HOST/shop/web/} is the layout of the
 * repository {@code shop/web}: its {@code index.json} lists every manifest that the repository serves, the annotation {@code
 * org.opencontainers.image.ref.name} is the tag, an entry without it is served by digest only.
 *
 * <p>A host whose folder holds a file {@code no-referrers} has no referrers API: its referrers are listed by the tag {@code
 * sha256-<hex>}. One that holds {@code auth.json} asks for a login. A host without a folder fails as a name that nobody knows.
 *
 * <p>A layout's index is read at the first use and kept; manifests and blobs are read and hashed each time. Thread-safe.
 */
public final class OciLayoutRegistry implements Registry {
    private final Optional<Path> tree;
    private final Map<String, LayoutHost> given;
    private final ConcurrentHashMap<String, LayoutHost> found = new ConcurrentHashMap<>();

    /** Files have no login, and nobody on the way. */
    @Override
    public Registry reachedBy(RegistryAccess access) {
        return this;
    }

    private OciLayoutRegistry(Optional<Path> tree, Map<String, LayoutHost> given) {
        this.tree = tree;
        this.given = Map.copyOf(given);
    }

    /**
     * A tree of hosts: {@code DIR/<host>/<repository…>/}.
     *
     * @throws RegistryException {@link Kind#CORRUPT} when there is no such folder, it cannot be read, or it is a layout itself
     */
    public static OciLayoutRegistry open(Path tree) throws RegistryException {
        return new OciLayoutRegistry(Optional.of(checked(tree, "a folder for each host")), Map.of());
    }

    /**
     * One tree of repositories for each host: {@code DIR/<repository…>/}.
     *
     * @param byHost by the host's name, with its port where it has one
     * @throws RegistryException as {@link #open(Path)}
     */
    public static OciLayoutRegistry open(Map<String, Path> byHost) throws RegistryException {
        Map<String, LayoutHost> hosts = new HashMap<>();
        for (Map.Entry<String, Path> entry : byHost.entrySet()) {
            if (!RequestTarget.isHost(entry.getKey())) {
                throw Failures.corrupt("\"" + Failures.printable(entry.getKey()) + "\" is not the name of a host");
            }
            Path folder = checked(entry.getValue(), "a folder for each repository");
            hosts.put(RequestTarget.hostOf(entry.getKey()), new LayoutHost(folder));
        }
        return new OciLayoutRegistry(Optional.empty(), hosts);
    }

    private static Path checked(Path folder, String expected) throws RegistryException {
        Path place = folder.toAbsolutePath().normalize();
        if (!Files.exists(place)) {
            throw Failures.corrupt(folder + ": there is no such folder");
        }
        if (!Files.isDirectory(place) || !Files.isReadable(place) || !Files.isExecutable(place)) {
            throw Failures.corrupt(folder + ": this is not a folder that can be read");
        }
        if (Files.exists(place.resolve(OciLayout.INDEX_FILE)) || Files.exists(place.resolve(OciLayout.MARKER_FILE))) {
            throw Failures.corrupt(folder + ": this is one OCI layout, but " + expected + " is expected in it");
        }
        return place;
    }

    @Override
    public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
        RequestTarget target = RequestTarget.of(repository);
        String url = target.url("manifests", target.checkTag(tag));
        OciLayout layout = layout(target, url, deadline);
        Digest digest =
                layout.tag(tag).orElseThrow(() -> Failures.answered(url, 404, "MANIFEST_UNKNOWN", "Unknown manifest"));
        return manifest(target, layout, digest, url);
    }

    @Override
    public Manifest manifest(Repository repository, Digest digest, Deadline deadline) throws RegistryException {
        RequestTarget target = RequestTarget.of(repository);
        String url = target.url("manifests", digest.text());
        return manifest(target, layout(target, url, deadline), digest, url);
    }

    private static Manifest manifest(RequestTarget target, OciLayout layout, Digest digest, String url)
            throws RegistryException {
        if (!layout.lists(digest)) {
            throw Failures.answered(url, 404, "MANIFEST_UNKNOWN", "Unknown manifest");
        }
        ByteBuffer bytes = layout.bytes(digest, MAX_MANIFEST_BYTES)
                .orElseThrow(() -> Failures.answered(url, 404, "MANIFEST_UNKNOWN", "Unknown manifest"));
        return Hashing.manifest(target, digest, layout.mediaType(digest), bytes);
    }

    @Override
    public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline)
            throws RegistryException {
        RequestTarget target = RequestTarget.of(repository);
        Hashing.checkSize(size, maxBytes);
        String url = target.url("blobs", digest.text());
        LayoutHost host = host(target, url, deadline);
        Optional<OciLayout> layout = host.layout(target.path());
        Optional<Long> length = layout.isPresent() ? layout.get().size(digest) : Optional.empty();
        if (layout.isEmpty() || length.isEmpty()) {
            throw Failures.answered(url, 404, "BLOB_UNKNOWN", "Unknown blob");
        }
        if (length.get() != size) {
            throw Failures.wrongLength(url, length.get(), size);
        }
        ByteBuffer bytes = layout.get()
                .bytes(digest, size)
                .orElseThrow(() -> Failures.answered(url, 404, "BLOB_UNKNOWN", "Unknown blob"));
        return Hashing.blob(digest, size, bytes);
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
            throws RegistryException {
        RequestTarget target = RequestTarget.of(repository);
        String url = target.url("referrers", subject.text());
        LayoutHost host = host(target, url, deadline);
        Optional<OciLayout> layout = host.layout(target.path());
        if (layout.isEmpty()) {
            return List.of();
        }
        List<Descriptor> all = host.hasReferrers()
                ? layout.get().referrers(subject)
                : fallback(target, layout.get(), RequestTarget.fallbackTag(subject));
        if (all.size() > MAX_REFERRERS) {
            throw Failures.tooManyReferrers(url, all.size());
        }
        return all;
    }

    private static List<Descriptor> fallback(RequestTarget target, OciLayout layout, String tag)
            throws RegistryException {
        Optional<Digest> digest = layout.tag(tag);
        if (digest.isEmpty()) {
            return List.of();
        }
        String url = target.url("manifests", tag);
        try {
            return IndexReader.descriptors(
                    manifest(target, layout, digest.get(), url).bytes());
        } catch (IndexReader.MalformedException e) {
            throw new RegistryException(Kind.CORRUPT, "GET " + url + ": " + e.getMessage(), e);
        }
    }

    private OciLayout layout(RequestTarget target, String url, Deadline deadline) throws RegistryException {
        return host(target, url, deadline)
                .layout(target.path())
                .orElseThrow(() -> Failures.answered(url, 404, "NAME_UNKNOWN", "Unknown name"));
    }

    private LayoutHost host(RequestTarget target, String url, Deadline deadline) throws RegistryException {
        Failures.check(deadline, target.host());
        LayoutHost host = lookUp(target.host());
        host.checkAnonymous(target, url);
        return host;
    }

    private LayoutHost lookUp(String name) throws RegistryException {
        LayoutHost have = given.containsKey(name) ? given.get(name) : found.get(name);
        if (have != null) {
            return have;
        }
        if (tree.isPresent()) {
            try {
                Path folder = tree.get().resolve(name).normalize();
                if (tree.get().equals(folder.getParent()) && Files.isDirectory(folder)) {
                    return found.computeIfAbsent(name, n -> new LayoutHost(folder));
                }
            } catch (InvalidPathException e) {
                throw Failures.noSuchHost(name);
            }
        }
        throw Failures.noSuchHost(name);
    }
}
