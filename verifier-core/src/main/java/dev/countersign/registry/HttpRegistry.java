package dev.countersign.registry;

import dev.countersign.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads registries by the OCI distribution specification. Built by {@link HttpRegistryBuilder}. */
final class HttpRegistry implements Registry {
    static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private static final String MANIFESTS = String.join(
            ",",
            "application/vnd.oci.image.manifest.v1+json",
            INDEX,
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");

    private final Connections connections;
    private final String userAgent;

    HttpRegistry(Connections connections, String userAgent) {
        this.connections = connections;
        this.userAgent = userAgent;
    }

    @Override
    public Registry reachedBy(RegistryAccess access) throws RegistryException {
        return new HttpRegistry(connections.reachedBy(access), userAgent);
    }

    /** An answer, and the URL that gave it after redirects. */
    private record Answer(HttpTransport.Response response, String url) {}

    @Override
    public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
        RequestTarget target = RequestTarget.of(repository);
        return tagged(target, target.checkTag(tag), MANIFESTS, deadline);
    }

    @Override
    public Manifest manifest(Repository repository, Digest digest, Deadline deadline) throws RegistryException {
        RequestTarget target = RequestTarget.of(repository);
        Answer answer = get(target, "manifests", digest.text(), MANIFESTS, MAX_MANIFEST_BYTES, deadline);
        return Hashing.manifest(target, digest, mediaType(answer), whole(answer, MAX_MANIFEST_BYTES));
    }

    @Override
    public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline)
            throws RegistryException {
        RequestTarget target = RequestTarget.of(repository);
        Hashing.checkSize(size, maxBytes);
        Answer answer = get(target, "blobs", digest.text(), "*/*", size, deadline);
        requireOk(answer);
        Optional<Long> stated = answer.response().contentLength();
        if (stated.isPresent() && stated.get() != size) {
            throw Failures.wrongLength(answer.url(), stated.get(), size);
        }
        if (answer.response().truncated()) {
            throw Failures.wrongSize(size + 1, size);
        }
        return Hashing.blob(digest, size, answer.response().body());
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
            throws RegistryException {
        RequestTarget target = RequestTarget.of(repository);
        Answer answer = get(target, "referrers", subject.text(), INDEX, MAX_MANIFEST_BYTES, deadline);
        int status = answer.response().status();
        if (status != 200 && status != 404 && status != 400 && status != 406) {
            throw failure(answer);
        }
        // Only this very content type says that the registry knows the question; everyone else answers by a tag.
        if (status == 200 && INDEX.equals(mediaType(answer))) {
            return listed(answer.url(), whole(answer, MAX_MANIFEST_BYTES));
        }
        String tag = RequestTarget.fallbackTag(subject);
        try {
            Manifest fallback = tagged(target, tag, INDEX, deadline);
            return listed(target.url("manifests", tag), fallback.bytes());
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<Descriptor> listed(String url, ByteBuffer index) throws RegistryException {
        List<Descriptor> all;
        try {
            all = IndexReader.descriptors(index);
        } catch (IndexReader.MalformedException e) {
            throw new RegistryException(Kind.CORRUPT, "GET " + url + ": " + e.getMessage(), e);
        }
        if (all.size() > MAX_REFERRERS) {
            throw Failures.tooManyReferrers(url, all.size());
        }
        return all;
    }

    private Manifest tagged(RequestTarget target, String tag, String accept, Deadline deadline)
            throws RegistryException {
        Answer answer = get(target, "manifests", tag, accept, MAX_MANIFEST_BYTES, deadline);
        ByteBuffer bytes = whole(answer, MAX_MANIFEST_BYTES);
        Digest actual = Hashing.sha256(bytes);
        Optional<Digest> stated =
                answer.response().header("docker-content-digest").flatMap(Digest::parse);
        if (stated.isPresent() && !stated.get().equals(actual)) {
            throw Failures.wrongManifest(target, actual, stated.get());
        }
        return new Manifest(mediaType(answer), actual, bytes);
    }

    private static String mediaType(Answer answer) {
        return answer.response().header("content-type").orElse("");
    }

    /** The body of a good answer, which was read to its end. */
    private static ByteBuffer whole(Answer answer, long bound) throws RegistryException {
        requireOk(answer);
        if (answer.response().truncated()) {
            throw Failures.tooLarge(answer.url(), bound);
        }
        return answer.response().body();
    }

    private static void requireOk(Answer answer) throws RegistryException {
        if (answer.response().status() != 200) {
            throw failure(answer);
        }
    }

    private static RegistryException failure(Answer answer) {
        return Failures.answered(
                answer.url(), answer.response().status(), answer.response().body());
    }

    private Answer get(
            RequestTarget target, String kind, String identifier, String accept, long maxBytes, Deadline deadline)
            throws RegistryException {
        Endpoint endpoint = connections.endpoints().of(target.host(), deadline);
        URI start;
        try {
            start = endpoint.uri(target.resource(kind, identifier));
        } catch (IllegalArgumentException e) {
            throw Failures.unreachable(target.url(kind, identifier), Failures.lookup(target.host()));
        }
        Optional<String> login = connections.tokens().authorization(endpoint, target, false, deadline);
        Answer answer = follow(start, login, accept, maxBytes, deadline);
        if (answer.response().status() != 401 || !answer.url().equals(start.toString())) {
            return answer;
        }
        // A token may have been withdrawn before its time, and some registries let everyone knock but ask at each door.
        Optional<Challenge> challenge = Challenge.of(answer.response());
        if (challenge.isEmpty()) {
            return answer;
        }
        Endpoint wanting = endpoint.challengedBy(challenge.get());
        connections.endpoints().learn(wanting);
        Optional<String> other = connections.tokens().authorization(wanting, target, login.isPresent(), deadline);
        return other.isEmpty() || other.equals(login) ? answer : follow(start, other, accept, maxBytes, deadline);
    }

    private Answer follow(URI start, Optional<String> login, String accept, long maxBytes, Deadline deadline)
            throws RegistryException {
        URI at = start;
        for (int hop = 0; hop < Redirects.MAX; hop++) {
            Map<String, String> headers = new HashMap<>();
            headers.put("Accept", accept);
            headers.put("User-Agent", userAgent);
            if (login.isPresent() && RequestTarget.sameServer(at, start)) {
                headers.put("Authorization", login.get());
            }
            String url = Redirects.shown(at);
            HttpTransport.Response response;
            try {
                response = connections.transport().get(new HttpTransport.Request(at, headers, maxBytes), deadline);
            } catch (IOException e) {
                throw ConnectionFailure.of(url, at, e);
            }
            Optional<URI> next = Redirects.next(at, response);
            if (next.isEmpty()) {
                return new Answer(response, url);
            }
            at = next.get();
        }
        throw Redirects.tooMany(at);
    }
}
