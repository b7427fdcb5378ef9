package dev.countersign.testkit;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The read-only part of the distribution protocol, without any transport. */
final class RegistryHandler {
    static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private RegistryHandler() {}

    static Answer answer(ServedHost host, String hostName, String method, String path, Optional<String> authorization)
            throws IOException {
        if (host.login().isPresent()) {
            Optional<Answer> gate = host.login().get().gate(hostName, path, authorization);
            if (gate.isPresent()) {
                return gate.get();
            }
        }
        if (path.equals("/v2") || path.equals("/v2/")) {
            return new Answer(200, Map.of("Docker-Distribution-Api-Version", "registry/2.0"), new byte[0]);
        }
        List<String> parts = path.startsWith("/v2/") ? List.of(path.substring(4).split("/", -1)) : List.of();
        if (parts.size() < 3) {
            return unknownMethod(404);
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return unknownMethod(400);
        }
        String name = String.join("/", parts.subList(0, parts.size() - 2));
        String target = parts.get(parts.size() - 1);
        Optional<ServedRepository> repository = host.repository(name);
        return switch (parts.get(parts.size() - 2)) {
            case "manifests" -> manifest(repository, target);
            case "blobs" -> blob(repository, target);
            case "referrers" -> host.hasReferrers() ? referrers(repository, target) : unknownMethod(404);
            default -> unknownMethod(404);
        };
    }

    private static Answer manifest(Optional<ServedRepository> repository, String reference) {
        if (repository.isEmpty()) {
            return Answer.error(404, "NAME_UNKNOWN", "Unknown name");
        }
        return repository
                .get()
                .manifest(reference)
                .map(m -> good(m.mediaType(), Optional.of(m.digest()), m.bytes()))
                .orElseGet(() -> Answer.error(404, "MANIFEST_UNKNOWN", "Unknown manifest"));
    }

    private static Answer blob(Optional<ServedRepository> repository, String digest) throws IOException {
        Optional<byte[]> bytes = repository.isPresent() ? repository.get().blob(digest) : Optional.empty();
        return bytes.map(b -> good("application/octet-stream", Optional.of(digest), b))
                .orElseGet(() -> Answer.error(404, "BLOB_UNKNOWN", "Unknown blob"));
    }

    private static Answer referrers(Optional<ServedRepository> repository, String subject) {
        return good(
                INDEX,
                Optional.empty(),
                repository.orElseGet(ServedRepository::empty).referrers(subject));
    }

    private static Answer good(String mediaType, Optional<String> digest, byte[] body) {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", mediaType));
        digest.ifPresent(d -> headers.put("Docker-Content-Digest", d));
        return new Answer(200, headers, body);
    }

    private static Answer unknownMethod(int status) {
        return Answer.error(status, "METHOD_UNKNOWN", "We don't understand your method + url");
    }
}
