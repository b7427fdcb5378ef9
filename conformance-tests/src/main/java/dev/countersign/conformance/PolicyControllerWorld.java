package dev.countersign.conformance;

import dev.countersign.document.Value.ObjectValue;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registries;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryAccess;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.InProcessRegistry;
import dev.countersign.testkit.Login;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.trust.source.TufMirror;
import dev.countersign.trust.source.TufRepository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What the cases of policy-controller share. Thread-safe. */
final class PolicyControllerWorld {
    private final Path corpus;
    private final Map<String, Path> mirrors;
    private final String hanging;
    private final Registry registry;

    PolicyControllerWorld(Path corpus, Map<String, Path> mirrors, String hanging) {
        this.corpus = corpus;
        this.mirrors = mirrors;
        this.hanging = hanging;
        this.registry = new CorpusWorld(corpus).registry(List.of());
    }

    /** The mirror at an address; one that holds nothing where the world has none. */
    TufMirror mirror(String address) {
        Path folder = mirrors.get(address);
        return folder == null ? TufMirror.inMemory(address, Map.of()) : TufMirror.directory(folder);
    }

    /** The trust root of the process. */
    TrustRoot process(Optional<String> root) {
        return root.map(file -> TrustRoots.tuf(
                        TufRepository.of(
                                mirror(mirrors.entrySet().stream()
                                        .filter(entry -> corpus.resolve(file).startsWith(entry.getValue()))
                                        .map(Map.Entry::getKey)
                                        .findFirst()
                                        .orElse("")),
                                corpus.resolve(file)),
                        Refresh.whenAsked()))
                .orElseGet(TrustRoot::none);
    }

    /** The registries; those of these hosts ask for a login. */
    Registry registry(ObjectValue logins) {
        if (logins.members().isEmpty()) {
            return new Hanging(registry, hanging);
        }
        try (InProcessRegistry served = InProcessRegistry.serving(corpus.resolve("registry"))) {
            logins.members()
                    .keySet()
                    .forEach(host -> served.login(
                            host,
                            Login.basic(
                                    CaseFolder.texts(logins, host).get(0),
                                    CaseFolder.texts(logins, host).get(1))));
            return Registries.http()
                    .transport(served.transport())
                    .pause(duration -> {})
                    .build();
        } catch (IOException e) {
            throw new CorpusException("cannot serve the registries", e);
        }
    }

    /** A registry of which one host never answers. */
    private record Hanging(Registry registry, String host) implements Registry {
        private Registry at(Repository repository, Deadline deadline) throws RegistryException {
            if (!repository.host().equals(host)) {
                return registry;
            }
            while (!deadline.passed()) {
                LockSupport.parkNanos(1_000_000);
            }
            throw new RegistryException(RegistryException.Kind.TIMEOUT, 0, "context deadline exceeded");
        }

        @Override
        public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
            return at(repository, deadline).manifest(repository, tag, deadline);
        }

        @Override
        public Manifest manifest(Repository repository, Digest digest, Deadline deadline) throws RegistryException {
            return at(repository, deadline).manifest(repository, digest, deadline);
        }

        @Override
        public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline)
                throws RegistryException {
            return at(repository, deadline).blob(repository, digest, size, maxBytes, deadline);
        }

        @Override
        public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
                throws RegistryException {
            return at(repository, deadline).referrers(repository, subject, deadline);
        }

        @Override
        public Registry reachedBy(RegistryAccess access) throws RegistryException {
            return new Hanging(registry.reachedBy(access), host);
        }
    }
}
