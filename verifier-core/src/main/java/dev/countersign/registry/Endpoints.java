package dev.countersign.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Asks each registry host once how it is reached and what login it wants, as the Go registry client does, at {@code /v2/}. */
final class Endpoints {
    private static final int MAX_HOSTS = 1000;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final HttpTransport transport;
    private final Predicate<String> plainHttpHosts;
    private final Cache<String, Endpoint> known;

    Endpoints(HttpTransport transport, Predicate<String> plainHttpHosts, LongSupplier nanoTime) {
        this.transport = transport;
        this.plainHttpHosts = plainHttpHosts;
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_HOSTS)
                .expireAfterWrite(KEPT)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    Endpoint of(String host, Deadline deadline) throws RegistryException {
        Failures.check(deadline, host);
        Endpoint have = known.getIfPresent(host);
        if (have != null) {
            return have;
        }
        Endpoint found = ping(host, deadline);
        known.put(host, found);
        return found;
    }

    /** Remembers that this host wants a login after all. */
    void learn(Endpoint endpoint) {
        known.put(endpoint.host(), endpoint);
    }

    private Endpoint ping(String host, Deadline deadline) throws RegistryException {
        List<String> schemes = plainHttpHosts.test(host) ? List.of("https", "http") : RequestTarget.schemes(host);
        List<RegistryException> failures = new ArrayList<>();
        for (String scheme : schemes) {
            String url = scheme + "://" + host + "/v2/";
            try {
                URI uri = URI.create(url);
                HttpTransport.Response answer =
                        transport.get(new HttpTransport.Request(uri, Map.of(), ErrorBody.MAX_BYTES), deadline);
                return switch (answer.status()) {
                    case 200 -> new Endpoint(scheme, host, Optional.empty());
                    case 401 -> new Endpoint(scheme, host, Challenge.of(answer));
                    default -> throw notFoundIsNoAnswer(Failures.answered(url, answer.status(), answer.body()));
                };
            } catch (IllegalArgumentException e) {
                throw Failures.unreachable(url, Failures.lookup(host));
            } catch (IOException e) {
                failures.add(ConnectionFailure.of(url, URI.create(url), e));
            }
        }
        RegistryException last = failures.get(failures.size() - 1);
        if (failures.size() == 1) {
            throw last;
        }
        String all =
                String.join("; ", failures.stream().map(Throwable::getMessage).toList());
        throw new RegistryException(last.kind(), all, last);
    }

    /** A host without a registry says nothing about what the registry holds. */
    static RegistryException notFoundIsNoAnswer(RegistryException e) {
        if (e.kind() != RegistryException.Kind.NOT_FOUND) {
            return e;
        }
        String message = e.getMessage() == null ? "" : e.getMessage();
        return new RegistryException(RegistryException.Kind.ANSWERED, e.status().orElse(0), message);
    }
}
