package dev.countersign.verify.entity;

import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What Go's JWT library reads of a JWS before it checks the signature, in its words. Stateless and thread-safe. */
public final class JwsTokens {
    /** The algorithms that the library has, most of which notation forbids afterwards. */
    private static final Set<String> METHODS = Set.of(
            "none", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
            "ES512", "EdDSA");

    private JwsTokens() {}

    /**
     * What is signed, and how.
     *
     * @param algorithm as the protected header names it
     * @param signed the bytes that the signature is over
     * @param encodedSignature as stored
     */
    @SuppressWarnings("ArrayRecordComponent") // made for one check, and handed on without a copy
    public record Token(String algorithm, byte[] signed, String encodedSignature) {
        /** The signature's octets. */
        public byte[] signature() throws MalformedEntityException {
            return RawUrlBase64.octets(encodedSignature);
        }
    }

    /**
     * Reads the parts of a JWS.
     *
     * @throws MalformedEntityException in the words of Go's JWT library: {@code signing method (alg) is unavailable.}
     */
    public static Token read(JwsEnvelope envelope) throws MalformedEntityException {
        String signed = envelope.protectedHeader() + "." + envelope.payload();
        if ((signed + envelope.signature()).chars().filter(c -> c == '.').count() != 1) {
            throw new MalformedEntityException("token contains an invalid number of segments");
        }
        JsonValue header = GoJson.unmarshal(RawUrlBase64.octets(envelope.protectedHeader()));
        if (!(header instanceof JsonObject) && !(header instanceof JsonNull)) {
            throw new MalformedEntityException(
                    "json: cannot unmarshal " + header.goName() + " into Go value of type map[string]interface {}");
        }
        JsonValue claims = GoJson.decodeFirst(RawUrlBase64.octets(envelope.payload()));
        if (!(claims instanceof JsonObject) && !(claims instanceof JsonNull)) {
            throw new MalformedEntityException(
                    "json: cannot unmarshal " + claims.goName() + " into Go value of type jwt.MapClaims");
        }
        JsonValue algorithm =
                header instanceof JsonObject object ? object.get("alg").orElse(new JsonNull()) : new JsonNull();
        if (!(algorithm instanceof JsonString name)) {
            throw new MalformedEntityException("signing method (alg) is unspecified.");
        }
        if (!METHODS.contains(name.value())) {
            throw new MalformedEntityException("signing method (alg) is unavailable.");
        }
        return new Token(name.value(), signed.getBytes(StandardCharsets.UTF_8), envelope.signature());
    }
}
