package dev.countersign.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One registry host that a server in the process plays. Thread-safe. */
final class ServedHost {
    private final Optional<Path> folder;
    private final ConcurrentHashMap<String, ServedRepository> repositories = new ConcurrentHashMap<>();
    private volatile boolean referrers;
    private volatile Optional<Login> login;

    private ServedHost(Optional<Path> folder, boolean referrers, Optional<Login> login) {
        this.folder = folder;
        this.referrers = referrers;
        this.login = login;
    }

    static ServedHost empty() {
        return new ServedHost(Optional.empty(), true, Optional.empty());
    }

    static ServedHost of(Path folder) throws IOException {
        Path auth = folder.resolve("auth.json");
        Optional<Login> login =
                Files.exists(auth) ? Login.of(new ObjectMapper().readTree(auth.toFile())) : Optional.empty();
        return new ServedHost(Optional.of(folder), !Files.exists(folder.resolve("no-referrers")), login);
    }

    /** A repository that is there. */
    Optional<ServedRepository> repository(String path) throws IOException {
        ServedRepository have = repositories.get(path);
        if (have != null) {
            return Optional.of(have);
        }
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Path place = folder.get().resolve(path).normalize();
        if (!place.startsWith(folder.get()) || !Files.isRegularFile(place.resolve("index.json"))) {
            return Optional.empty();
        }
        ServedRepository read = ServedRepository.of(place);
        ServedRepository raced = repositories.putIfAbsent(path, read);
        return Optional.of(raced == null ? read : raced);
    }

    /** A repository that is there or begins now. */
    ServedRepository begun(String path) throws IOException {
        Optional<ServedRepository> have = repository(path);
        return have.isPresent() ? have.get() : repositories.computeIfAbsent(path, p -> ServedRepository.empty());
    }

    boolean hasReferrers() {
        return referrers;
    }

    void hasNoReferrers() {
        referrers = false;
    }

    Optional<Login> login() {
        return login;
    }

    void asksFor(Login wanted) {
        login = Optional.of(wanted);
    }
}
