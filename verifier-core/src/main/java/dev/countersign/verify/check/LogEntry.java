package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.document.GoText;
import dev.countersign.verify.entity.GoJson;
import dev.countersign.verify.entity.JsonValue;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.JsonValue.Member;
import dev.countersign.verify.entity.MalformedEntityException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an entry of a Rekor log says: a signature by a key over a hash. The kinds are hashedrekord, rekord, dsse and intoto.
 * Immutable.
 *
 * @param kind {@code hashedrekord}
 * @param apiVersion {@code 0.0.1}
 * @param signature the signature in base64 where this kind holds one and it is the only one; empty where the kind holds none
 * @param signatures how many signatures the entry holds
 * @param key the key or certificate, PEM as a rule
 * @param hashAlgorithm {@code sha256}
 * @param hash the hash in hexadecimal, as written
 * @param proven the entry's signature where reading it meant verifying it
 * @param payloadHash the hash of an envelope's payload in hexadecimal, as written; absent where the kind holds none
 */
public record LogEntry(
        String kind,
        String apiVersion,
        Optional<String> signature,
        int signatures,
        String key,
        String hashAlgorithm,
        String hash,
        Optional<ProvenSignature> proven,
        Optional<String> payloadHash) {
    /** The longest body, in characters of base64. */
    public static final int MAX_BODY = 4 * 1024 * 1024;

    private static final Set<String> KNOWN_ELSEWHERE =
            Set.of("ProposedEntry", "alpine", "cose", "helm", "jar", "rfc3161", "rpm", "tuf");

    LogEntry(
            String kind,
            String apiVersion,
            Optional<String> signature,
            int signatures,
            String key,
            String hashAlgorithm,
            String hash) {
        this(kind, apiVersion, signature, signatures, key, hashAlgorithm, hash, Optional.empty(), Optional.empty());
    }

    /** The same entry with the hash of an envelope's payload. */
    LogEntry overPayload(Optional<String> stated) {
        return new LogEntry(kind, apiVersion, signature, signatures, key, hashAlgorithm, hash, proven, stated);
    }

    /**
     * Reads an entry's body as Rekor's own types do. A hashedrekord entry's signature is verified by its key and hash.
     *
     * @param body base64 of the JSON
     * @param about the signature at hand, whose key or certificate the entry as a rule repeats and need not be read again
     * @throws MalformedEntityException in the words of Rekor's types: {@code kind in body is required}, {@code verifying
     *     signature: …}
     */
    public static LogEntry parse(String body, Cryptography cryptography, Optional<LoggedSignature> about)
            throws MalformedEntityException {
        if (body.length() > MAX_BODY) {
            throw new MalformedEntityException("entry of " + body.length() + " characters, at most " + MAX_BODY);
        }
        return parse(decoded(body), cryptography, about);
    }

    /** As {@link #parse(String, Cryptography, Optional)}, of the JSON itself, which the caller bounds. */
    static LogEntry parse(byte[] json, Cryptography cryptography, Optional<LoggedSignature> about)
            throws MalformedEntityException {
        JsonValue value = GoJson.decodeFirst(json);
        if (!(value instanceof JsonObject object)) {
            if (value instanceof JsonNull) {
                throw new MalformedEntityException("kind in body is required");
            }
            throw new MalformedEntityException("json: cannot unmarshal " + value.goName()
                    + " into Go value of type struct { Kind string \"json:\\\"kind\\\"\" }");
        }
        String kind = text(object, "kind").orElse("");
        if (kind.isEmpty()) {
            throw new MalformedEntityException("kind in body is required");
        }
        boolean readable = Set.of("hashedrekord", "rekord", "dsse", "intoto").contains(kind);
        if (!readable && !KNOWN_ELSEWHERE.contains(kind)) {
            throw new MalformedEntityException("invalid kind value: " + GoText.quote(kind));
        }
        Optional<String> version = versionOf(object);
        if (!readable) {
            throw new MalformedEntityException("could not unmarshal entry for kind '" + kind + "'");
        }
        String stated = version.orElseThrow(() -> new MalformedEntityException("api version cannot be nil"));
        return LogEntryKinds.read(kind, stated, specOf(object), cryptography, about);
    }

    /** Go's streaming decoder: a text that ends within a group is an early end. */
    private static byte[] decoded(String body) throws MalformedEntityException {
        try {
            return StandardBase64.octets(body);
        } catch (CryptographyException e) {
            String text = body.replace("\n", "").replace("\r", "");
            int rest = text.length() % 4;
            if (rest > 0 && e.getMessage() != null && e.getMessage().endsWith(" " + (body.length() - rest))) {
                throw new MalformedEntityException("unexpected EOF", e);
            }
            throw new MalformedEntityException(String.valueOf(e.getMessage()), e);
        }
    }

    private static JsonValue specOf(JsonObject object) {
        JsonValue spec = new JsonNull();
        for (Member member : object.members()) {
            if (member.is("spec")) {
                spec = member.value();
            }
        }
        return spec;
    }

    /** The version, which Go reads into a pointer: a null empties it. */
    private static Optional<String> versionOf(JsonObject object) throws MalformedEntityException {
        Optional<String> stated = text(object, "apiVersion");
        List<JsonValue> all = object.fields("apiVersion");
        return all.isEmpty() || all.get(all.size() - 1) instanceof JsonNull ? Optional.empty() : stated;
    }

    /** A text of a Go struct: the name in any case, the last of several, null leaves it as it is. */
    private static Optional<String> text(JsonObject object, String name) throws MalformedEntityException {
        Optional<String> text = Optional.empty();
        for (Member member : object.members()) {
            if (!member.is(name)) {
                continue;
            }
            if (member.value() instanceof JsonString string) {
                text = Optional.of(string.value());
            } else if (!(member.value() instanceof JsonNull)) {
                throw new MalformedEntityException("json: cannot unmarshal "
                        + member.value().goName() + " into Go struct field ." + name + " of type string");
            }
        }
        return text;
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
