package dev.countersign.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The login that a registry in the process asks for. Immutable.
 *
 * @param user the user's name
 * @param password the user's password
 * @param bearer whether the registry wants a token of its token service, in place of the password itself
 * @param anonymous whether the token service gives a token to everyone
 */
public record Login(String user, String password, boolean bearer, boolean anonymous) {
    private static final String TOKEN = "token-of-the-process";

    /** A password with each request. */
    public static Login basic(String user, String password) {
        return new Login(user, password, false, false);
    }

    /** A token, which the token service gives for a password. */
    public static Login bearer(String user, String password) {
        return new Login(user, password, true, false);
    }

    /** A token, which the token service gives to everyone. */
    public static Login anonymousBearer() {
        return new Login("", "", true, true);
    }

    static Optional<Login> of(JsonNode auth) {
        JsonNode basic = auth.path("basic");
        JsonNode bearer = auth.path("bearer");
        if (basic.isObject()) {
            return Optional.of(
                    basic(basic.path("user").asText(""), basic.path("password").asText("")));
        }
        return bearer.isObject()
                ? Optional.of(new Login(
                        bearer.path("user").asText(""),
                        bearer.path("password").asText(""),
                        true,
                        bearer.path("anonymous").asBoolean(false)))
                : Optional.empty();
    }

    /** The answer to a request that may not pass, or that asks for a token; empty when it may pass. */
    Optional<Answer> gate(String host, String path, Optional<String> authorization) {
        if (bearer && path.equals("/token")) {
            boolean granted = authorization.isPresent() ? authorization.get().equals(basicHeader()) : anonymous;
            return Optional.of(granted ? token() : refused(Map.of()));
        }
        String wanted = bearer ? "Bearer " + TOKEN : basicHeader();
        if (authorization.equals(Optional.of(wanted))) {
            return Optional.empty();
        }
        String challenge = bearer
                ? "Bearer realm=\"https://" + host + "/token\",service=\"" + host + "\""
                : "Basic realm=\"" + host + "\"";
        return Optional.of(refused(Map.of("WWW-Authenticate", challenge)));
    }

    private static Answer token() {
        byte[] body = ("{\"token\":\"" + TOKEN + "\",\"expires_in\":300}").getBytes(StandardCharsets.UTF_8);
        return new Answer(200, Map.of("Content-Type", "application/json"), body);
    }

    private static Answer refused(Map<String, String> headers) {
        return Answer.error(401, "UNAUTHORIZED", "authentication required", headers);
    }

    private String basicHeader() {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
