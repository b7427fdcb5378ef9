package dev.countersign.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The folder of one registry host: a tree of layouts, each read at most once. Thread-safe. */
final class LayoutHost {
    private static final int MAX_AUTH_BYTES = 64 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ConcurrentHashMap<String, OciLayout> layouts = new ConcurrentHashMap<>();

    LayoutHost(Path folder) {
        this.folder = folder;
    }

    /** Whether it answers the referrers API. */
    boolean hasReferrers() {
        return !Files.exists(folder.resolve("no-referrers"));
    }

    /** The layout of that repository; empty when there is none. A damaged one is read anew each time. */
    Optional<OciLayout> layout(String path) throws RegistryException {
        OciLayout have = layouts.get(path);
        if (have != null) {
            return Optional.of(have);
        }
        Path place = place(path);
        if (!place.startsWith(folder) || !Files.isDirectory(place) || !OciLayout.isLayout(place)) {
            return Optional.empty();
        }
        OciLayout read = OciLayout.read(place);
        layouts.put(path, read);
        return Optional.of(read);
    }

    private Path place(String path) throws RegistryException {
        try {
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw Failures.corrupt(folder + ": " + e.getReason());
        }
    }

    /** A host that wants a login turns everyone away here, for there is none to give. */
    void checkAnonymous(RequestTarget target, String url) throws RegistryException {
        Path file = folder.resolve("auth.json");
        JsonNode auth;
        try {
            auth = JSON.readTree(StandardCharsets.UTF_8
                    .decode(LayoutFiles.read(file, MAX_AUTH_BYTES))
                    .toString());
        } catch (NoSuchFileException e) {
            return;
        } catch (JsonProcessingException e) {
            throw LayoutFiles.corrupt(file, "the file is no JSON");
        }
        if (auth.path("basic").isObject()) {
            throw Failures.answered(url, 401, "UNAUTHORIZED", "authentication required");
        }
        JsonNode bearer = auth.path("bearer");
        if (bearer.isObject() && !bearer.path("anonymous").asBoolean(false)) {
            String query =
                    "?scope=repository%3A" + target.path().replace("/", "%2F") + "%3Apull&service=" + target.host();
            throw Failures.answered(
                    "https://" + target.host() + "/token" + query, 401, "UNAUTHORIZED", "authentication required");
        }
    }
}
