package dev.countersign.trust.source;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value.ObjectValue;
import dev.sigstore.json.JsonParseException;
import dev.sigstore.tuf.Fetcher;
import dev.sigstore.tuf.MetaFetcher;
import dev.sigstore.tuf.SigstoreTufClient;
import dev.sigstore.tuf.TrustedMetaStore;
import dev.sigstore.tuf.TufException;
import dev.sigstore.tuf.Updater;
import dev.sigstore.tuf.model.TargetMeta.Custom;
import dev.sigstore.tuf.model.TargetMeta.SigstoreMeta;
import dev.sigstore.tuf.model.TargetMeta.TargetData;
import dev.sigstore.tuf.model.TufMeta;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * sigstore-java's TUF client over a mirror of ours. What it leaves open is closed here: an update counts as a whole or not at all, expiry
 * is checked also where nothing newer was published, the metadata is bounded JSON, and a target may go by any of its hashes.
 */
final class SigstoreJavaTufClient implements TufClient {
    /** The most targets that are read by their usage. */
    static final int MAX_TARGETS = 100;

    private final TufRepository repository;
    private final TufKeys keys = new TufKeys(Cryptography.bouncyCastle());
    private TufMemory known = new TufMemory();

    SigstoreJavaTufClient(TufRepository repository) {
        this.repository = repository;
    }

    /** The root.json of the public instance that sigstore-java carries. */
    static byte[] publicRoot() throws IOException {
        try (InputStream in = SigstoreTufClient.class
                .getClassLoader()
                .getResourceAsStream(SigstoreTufClient.PUBLIC_GOOD_ROOT_RESOURCE)) {
            if (in == null) {
                throw new FileNotFoundException("sigstore-java carries no root.json of the public instance");
            }
            return in.readAllBytes();
        }
    }

    @Override
    public Targets update(TufMirror mirror, Optional<Instant> now) throws IOException {
        TufMemory memory = known.copy();
        TufSession session = mirror instanceof TufSession bounded ? bounded : new TufSession(mirror, System::nanoTime);
        Clock clock = Clock.fixed(now.orElse(Instant.EPOCH), ZoneOffset.UTC);
        try {
            TrustedMetaStore metadata = TrustedMetaStore.newTrustedMetaStore(memory);
            updater(metadata, memory, clock, session, List.of()).updateMeta();
            Instant expires = expires(metadata);
            if (now.isPresent() && !expires.isAfter(now.get())) {
                throw new IOException("its metadata expired at " + expires);
            }
            Targets targets = targets(metadata, memory, clock, session, expires);
            known = memory;
            return targets;
        } catch (TufException e) {
            throw new IOException(
                    e.getClass().getSimpleName() + ": "
                            + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
                    e);
        } catch (JsonParseException | RuntimeException e) {
            throw new IOException("it holds something else than TUF metadata: " + e.getMessage(), e);
        }
    }

    private Updater updater(
            TrustedMetaStore metadata, TufMemory memory, Clock clock, TufSession session, List<String> names) {
        return Updater.builder()
                .setClock(clock)
                .setVerifiers(keys::verifier)
                .setTrustedMetaStore(metadata)
                .setTargetStore(memory)
                .setTrustedRootPath(this::root)
                .setMetaFetcher(MetaFetcher.newFetcher(fetcher(session.name(), session::metadata)))
                .setTargetFetcher(fetcher(session.name(), (path, most) -> target(session, names, most)))
                .build();
    }

    private String root() throws IOException {
        byte[] root = repository.root();
        TufSession check =
                new TufSession(TufMirror.inMemory("the first root.json", Map.of("root.json", root)), () -> 0);
        check.metadata("root.json", TufRepository.MAX_ROOT_BYTES);
        boolean isRoot = DocumentReader.readJson("root.json", root, TufSession.METADATA)
                .value()
                .filter(ObjectValue.class::isInstance)
                .flatMap(json -> ((ObjectValue) json).object("signed"))
                .flatMap(signed -> signed.text("_type"))
                .filter("root"::equals)
                .isPresent();
        if (!isRoot) {
            throw new IOException(
                    "the first root.json is something else: name TUF metadata whose signed._type is root");
        }
        return new String(root, StandardCharsets.UTF_8);
    }

    private interface Source {
        Optional<byte[]> fetch(String path, int most) throws IOException;
    }

    private static Fetcher fetcher(String name, Source source) {
        return new Fetcher() {
            @Override
            public String getSource() {
                return name;
            }

            @Override
            public byte @Nullable [] fetchResource(String path, int most) throws IOException {
                return source.fetch(path, most).orElse(null);
            }
        };
    }

    /** The first that there is. */
    private static Optional<byte[]> target(TufSession session, List<String> names, int most) throws IOException {
        for (String name : names) {
            Optional<byte[]> bytes = session.fetch(name, most);
            if (bytes.isPresent()) {
                return bytes;
            }
        }
        return Optional.empty();
    }

    private static Instant expires(TrustedMetaStore metadata) throws IOException, JsonParseException {
        return Stream.<TufMeta>of(
                        metadata.getRoot().getSignedMeta(),
                        metadata.getTimestamp().getSignedMeta(),
                        metadata.getSnapshot().getSignedMeta(),
                        metadata.getTargets().getSignedMeta())
                .map(role -> role.getExpiresAsDate().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private Targets targets(
            TrustedMetaStore metadata, TufMemory memory, Clock clock, TufSession session, Instant expires)
            throws IOException, JsonParseException {
        Map<String, TargetData> published =
                metadata.getTargets().getSignedMeta().getTargets();
        Map<String, PemKind> wanted = new LinkedHashMap<>();
        boolean trustedRoot = published.containsKey(repository.trustedRootTarget());
        if (!trustedRoot) {
            wanted.putAll(byUsage(published));
        }
        if (wanted.size() > MAX_TARGETS) {
            throw new IOException("it publishes more than " + MAX_TARGETS + " pieces of trust");
        }
        Set<String> names = trustedRoot ? Set.of(repository.trustedRootTarget()) : wanted.keySet();
        for (String name : names) {
            TargetData data = published.get(name);
            if (data == null || data.getLength() > TufSession.MAX_FILE_BYTES) {
                throw new IOException("its target " + name + " is larger than " + TufSession.MAX_FILE_BYTES + " bytes");
            }
            byte[] before = known.targets().get(name);
            if (before != null && isStill(before, data)) {
                memory.writeTarget(name, before);
            }
            updater(metadata, memory, clock, session, paths(name, data)).downloadTarget(name);
        }
        Map<String, Target> found = new LinkedHashMap<>();
        for (Map.Entry<String, PemKind> target : wanted.entrySet()) {
            found.put(target.getKey(), new Target(target.getValue(), memory.readTarget(target.getKey())));
        }
        return new Targets(
                trustedRoot ? Optional.of(memory.readTarget(repository.trustedRootTarget())) : Optional.empty(),
                found,
                expires);
    }

    /** By the usage that the metadata states; by cosign's names only where no target states any. */
    private static Map<String, PemKind> byUsage(Map<String, TargetData> published) {
        Map<String, PemKind> stated = new LinkedHashMap<>();
        boolean any = false;
        for (String name : new TreeSet<>(published.keySet())) {
            Optional<String> usage = Optional.ofNullable(published.get(name))
                    .flatMap(TargetData::getCustom)
                    .map(Custom::getSigstoreMeta)
                    .map(SigstoreMeta::getUsage);
            any |= usage.isPresent();
            usage.flatMap(PemKind::ofUsage).ifPresent(kind -> stated.put(name, kind));
        }
        if (!any) {
            for (String name : new TreeSet<>(published.keySet())) {
                PemKind.ofName(name).ifPresent(kind -> stated.put(name, kind));
            }
        }
        return stated;
    }

    private static boolean isStill(byte[] bytes, TargetData data) {
        String sha256 = data.getHashes().getSha256();
        String sha512 = data.getHashes().getSha512();
        return (sha256 != null || sha512 != null)
                && (sha256 == null || sha256.equals(hex(HashAlgorithm.SHA256, bytes)))
                && (sha512 == null || sha512.equals(hex(HashAlgorithm.SHA512, bytes)));
    }

    private static String hex(HashAlgorithm hash, byte[] bytes) {
        return HexFormat.of().formatHex(hash.digest(bytes));
    }

    /** A publisher may name the file by any of its hashes, or by none. */
    private List<String> paths(String name, TargetData data) {
        int slash = name.lastIndexOf('/') + 1;
        Set<String> prefixes = new LinkedHashSet<>();
        for (@Nullable
        String hash : new @Nullable String[] {
            data.getHashes().getSha512(), data.getHashes().getSha256()
        }) {
            if (hash != null) {
                prefixes.add(hash + ".");
            }
        }
        prefixes.add("");
        List<String> paths = new ArrayList<>();
        String folder = repository.targetsPath().isEmpty() ? "" : repository.targetsPath() + "/";
        for (String prefix : prefixes) {
            paths.add(folder + name.substring(0, slash) + prefix + name.substring(slash));
        }
        return paths;
    }
}
