package dev.countersign.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.countersign.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Makes the {@code Authorization} of a request: nothing, a user's, or a token of the token service that the registry names
 * (distribution specification, token authentication). Tokens are kept for each scope until shortly before they expire.
 */
final class Tokens {
    private static final int MAX_TOKENS = 1000;
    private static final int MAX_TOKEN_ANSWER = 64 << 10;
    private static final long DEFAULT_SECONDS = 60;
    private static final long MAX_SECONDS = 3600;
    private static final long SAFETY_SECONDS = 5;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,32768}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Key(String host, String realm, String service, String scope) {}

    private record Token(String value, long expiresAt) {}

    private final HttpTransport transport;
    private final RegistryCredentialSource credentials;
    private final Predicate<String> plainly;
    private final LongSupplier nanoTime;
    private final Cache<Key, Token> kept;

    /** @param plainly the hosts to which a login may be sent by plain HTTP */
    Tokens(
            HttpTransport transport,
            RegistryCredentialSource credentials,
            Predicate<String> plainly,
            LongSupplier nanoTime) {
        this.transport = transport;
        this.credentials = credentials;
        this.plainly = plainly;
        this.nanoTime = nanoTime;
        this.kept = Caffeine.newBuilder()
                .maximumSize(MAX_TOKENS)
                .executor(Runnable::run)
                .build();
    }

    /**
     * The header's value for that repository; empty for a request without one.
     *
     * @param renewed whether a token that is kept was refused
     */
    Optional<String> authorization(Endpoint endpoint, RequestTarget target, boolean renewed, Deadline deadline)
            throws RegistryException {
        Optional<Challenge> challenge = endpoint.challenge();
        if (challenge.isEmpty()) {
            return Optional.empty();
        }
        Optional<RegistryCredential> credential = endpoint.insecure() && !plainly.test(endpoint.host())
                ? Optional.empty()
                : credentials.credential(new Repository(target.host(), target.path()));
        if (credential.orElse(null) instanceof RegistryCredential.Bearer bearer) {
            return Optional.of("Bearer " + checked(bearer.token(), endpoint.host()));
        }
        Optional<RegistryCredential.Basic> basic = credential.map(RegistryCredential.Basic.class::cast);
        if (challenge.get().scheme().equals("basic")) {
            return basic.map(Tokens::header);
        }
        return Optional.of("Bearer " + token(endpoint, challenge.get(), basic, target, renewed, deadline));
    }

    private String token(
            Endpoint endpoint,
            Challenge challenge,
            Optional<RegistryCredential.Basic> basic,
            RequestTarget target,
            boolean renewed,
            Deadline deadline)
            throws RegistryException {
        String pull = "repository:" + target.path() + ":pull";
        Key key = new Key(
                endpoint.host(),
                challenge.parameter("realm").orElse(""),
                challenge.parameter("service").orElse(""),
                // After a refusal the registry's own words are asked for, but never more than to pull.
                renewed
                        ? challenge
                                .parameter("scope")
                                .filter(s -> s.endsWith(":pull"))
                                .orElse(pull)
                        : pull);
        Token have = kept.getIfPresent(key);
        if (have != null && !renewed && have.expiresAt() - nanoTime.getAsLong() > 0) {
            return have.value();
        }
        URI realm = Realm.check(key.realm(), endpoint, basic.isPresent());
        Token fresh = fetch(realm, key, basic, deadline);
        kept.put(new Key(key.host(), key.realm(), key.service(), pull), fresh);
        return fresh.value();
    }

    private Token fetch(URI realm, Key key, Optional<RegistryCredential.Basic> basic, Deadline deadline)
            throws RegistryException {
        String query =
                "scope=" + encode(key.scope()) + (key.service().isEmpty() ? "" : "&service=" + encode(key.service()));
        String had = realm.getRawQuery();
        URI uri = URI.create(realm.getScheme() + "://" + realm.getRawAuthority() + realm.getRawPath() + "?"
                + (had == null || had.isEmpty() ? "" : had + "&") + query);
        String url = Redirects.shown(uri);
        HttpTransport.Response answer;
        try {
            Map<String, String> headers =
                    basic.map(b -> Map.of("Authorization", header(b))).orElse(Map.of());
            answer = transport.get(new HttpTransport.Request(uri, headers, MAX_TOKEN_ANSWER), deadline);
        } catch (IOException e) {
            throw ConnectionFailure.of(url, uri, e);
        }
        if (answer.status() != 200) {
            throw Endpoints.notFoundIsNoAnswer(Failures.answered(url, answer.status(), answer.body()));
        }
        if (answer.truncated()) {
            throw Failures.tooLarge(url, MAX_TOKEN_ANSWER);
        }
        return read(answer, url);
    }

    private Token read(HttpTransport.Response answer, String url) throws RegistryException {
        JsonNode tree;
        try {
            tree = JSON.readTree(StandardCharsets.UTF_8.decode(answer.body()).toString());
        } catch (JsonProcessingException e) {
            throw new RegistryException(Kind.ANSWERED, 200, "GET " + url + ": the token response is no JSON");
        }
        String value = tree.path("access_token").asText("");
        if (value.isEmpty()) {
            value = tree.path("token").asText("");
        }
        if (value.isEmpty()) {
            throw new RegistryException(Kind.ANSWERED, 200, "GET " + url + ": no token in bearer response");
        }
        long seconds = tree.path("expires_in").asLong(DEFAULT_SECONDS);
        long lives = Math.max(0, Math.min(seconds <= 0 ? DEFAULT_SECONDS : seconds, MAX_SECONDS) - SAFETY_SECONDS);
        return new Token(
                checked(value, url),
                nanoTime.getAsLong() + Duration.ofSeconds(lives).toNanos());
    }

    private static String checked(String token, String origin) throws RegistryException {
        if (!TOKEN.matcher(token).matches()) {
            throw new RegistryException(Kind.ANSWERED, 0, origin + ": a token that no header can carry");
        }
        return token;
    }

    private static String header(RegistryCredential.Basic basic) {
        byte[] pair = (basic.user() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
