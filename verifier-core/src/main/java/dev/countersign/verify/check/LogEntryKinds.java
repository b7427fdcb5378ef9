package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.expression.value.SemanticVersion;
import dev.countersign.expression.value.ValueFormatException;
import dev.countersign.verify.entity.JsonValue;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.MalformedEntityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the specs of the entry kinds, each as Rekor's type of that kind and version does: names in their exact case, the last of
 * several counts, values of another JSON type are skipped; then the schema's rules. Thread-safe.
 */
final class LogEntryKinds {
    private static final String ONLY_SHA256 = "sha256";
    private static final Pattern BASE64 =
            Pattern.compile("(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?+");

    private LogEntryKinds() {}

    static LogEntry read(
            String kind, String version, JsonValue spec, Cryptography cryptography, Optional<LoggedSignature> about)
            throws MalformedEntityException {
        String type = kind + " " + version;
        if (!List.of("hashedrekord 0.0.1", "rekord 0.0.1", "dsse 0.0.1", "intoto 0.0.1", "intoto 0.0.2")
                .contains(type)) {
            throw new MalformedEntityException(
                    kind + " implementation for version '" + version + "' not found: " + whyUnknown(version));
        }
        if (!(spec instanceof JsonObject fields)) {
            throw new MalformedEntityException("unsupported input type " + goType(spec) + " for DecodeEntry");
        }
        return switch (type) {
            case "hashedrekord 0.0.1" -> hashedrekord(version, fields, cryptography, about);
            case "rekord 0.0.1" -> rekord(version, fields);
            case "dsse 0.0.1" -> dsse(version, fields);
            case "intoto 0.0.1" -> intoto001(version, fields);
            default -> intoto002(version, fields);
        };
    }

    private static String whyUnknown(String version) {
        try {
            SemanticVersion.parse(version);
            return "unable to locate entry for version " + version;
        } catch (ValueFormatException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String goType(JsonValue value) {
        return switch (value.goName()) {
            case "null" -> "<nil>";
            case "array" -> "[]interface {}";
            case "number" -> "json.Number";
            default -> value.goName();
        };
    }

    private static LogEntry hashedrekord(
            String version, JsonObject spec, Cryptography cryptography, Optional<LoggedSignature> about)
            throws MalformedEntityException {
        Optional<JsonObject> signature = spec.object("signature");
        Optional<JsonObject> publicKey = signature.flatMap(fields -> fields.object("publicKey"));
        byte[] content = bytes(signature, "content", "signature content");
        byte[] key = bytes(publicKey, "content", "public key content");
        Optional<JsonObject> hash = spec.object("data").flatMap(data -> data.object("hash"));
        SchemaErrors errors = new SchemaErrors();
        if (hash.isEmpty()) {
            errors.required("data");
        } else {
            SchemaErrors data = new SchemaErrors();
            data.below("data.hash", hashErrors(hash.get(), "data.hash", "sha256 sha384 sha512"));
            errors.below("data", data);
        }
        if (signature.isEmpty()) {
            errors.required("signature");
        }
        refuse(errors);
        if (publicKey.isEmpty()) {
            throw new MalformedEntityException("missing public key");
        }
        String algorithm = hash.flatMap(it -> it.text("algorithm")).orElse("");
        String value = hash.flatMap(it -> it.text("value")).orElse("");
        Optional<ProvenSignature> proven =
                LogEntryKey.parse(LogEntry.utf8(key), about).verify(cryptography, content, algorithm, value);
        return new LogEntry(
                "hashedrekord",
                version,
                Optional.of(encoded(content)),
                1,
                LogEntry.utf8(key),
                algorithm,
                value,
                proven,
                Optional.empty());
    }

    private static LogEntry rekord(String version, JsonObject spec) throws MalformedEntityException {
        Optional<JsonObject> signature = spec.object("signature");
        Optional<JsonObject> publicKey = signature.flatMap(fields -> fields.object("publicKey"));
        byte[] content = bytes(signature, "content", "signature content");
        byte[] key = bytes(publicKey, "content", "signature publicKey content");
        Optional<JsonObject> data = spec.object("data");
        Optional<JsonObject> hash = data.flatMap(fields -> fields.object("hash"));
        bytes(data, "content", "data content");
        SchemaErrors errors = new SchemaErrors();
        if (data.isEmpty()) {
            errors.required("data");
        } else if (hash.isPresent()) {
            SchemaErrors level = new SchemaErrors();
            level.below("data.hash", hashErrors(hash.get(), "data.hash", ONLY_SHA256));
            errors.below("data", level);
        }
        if (signature.isEmpty()) {
            errors.required("signature");
        } else {
            errors.below("signature", rekordSignatureErrors(signature.get(), content, publicKey, key));
        }
        refuse(errors);
        String value = hash.flatMap(it -> it.text("value")).orElse("");
        if (!LogEntryKey.isHex(value, 64)) {
            throw new MalformedEntityException("invalid value for hash");
        }
        String algorithm = hash.flatMap(it -> it.text("algorithm")).orElse("");
        return new LogEntry("rekord", version, Optional.of(encoded(content)), 1, LogEntry.utf8(key), algorithm, value);
    }

    private static SchemaErrors rekordSignatureErrors(
            JsonObject signature, byte[] content, Optional<JsonObject> publicKey, byte[] key) {
        SchemaErrors errors = new SchemaErrors();
        if (content.length == 0) {
            errors.required("signature.content");
        }
        Optional<String> format = signature.text("format");
        if (format.isEmpty()) {
            errors.required("signature.format");
        } else if (!List.of("pgp", "minisign", "x509", "ssh").contains(format.get())) {
            errors.enumeration("signature.format", "pgp minisign x509 ssh");
        }
        if (publicKey.isEmpty()) {
            errors.required("signature.publicKey");
        } else if (key.length == 0) {
            SchemaErrors level = new SchemaErrors();
            level.required("signature.publicKey.content");
            errors.below("signature.publicKey", level);
        }
        return errors;
    }

    private static LogEntry dsse(String version, JsonObject spec) throws MalformedEntityException {
        if (spec.object("proposedContent").isPresent()) {
            throw new MalformedEntityException("entry with proposedContent: a log stores none");
        }
        List<JsonObject> signatures = objects(spec.array("signatures").orElse(List.of()));
        List<byte[]> keys = new ArrayList<>();
        for (JsonObject signature : signatures) {
            keys.add(bytes(Optional.of(signature), "verifier", "signature verifier"));
        }
        SchemaErrors errors = new SchemaErrors();
        for (String field : List.of("envelopeHash", "payloadHash")) {
            spec.object(field).ifPresent(hash -> errors.below(field, hashErrors(hash, field, ONLY_SHA256)));
        }
        for (int i = 0; i < signatures.size(); i++) {
            SchemaErrors level = new SchemaErrors();
            Optional<String> text = signatures.get(i).text("signature");
            if (text.isEmpty()) {
                level.required("signature");
            } else if (text.get().isEmpty() || !BASE64.matcher(text.get()).matches()) {
                level.message("signature in body should match '^(?:[A-Za-z0-9+\\/]{4})*(?:[A-Za-z0-9+\\/]{2}==|"
                        + "[A-Za-z0-9+\\/]{3}=|[A-Za-z0-9+\\/]{4})$'");
            }
            if (keys.get(i).length == 0) {
                level.required("verifier");
            }
            errors.below("signatures." + i, level);
        }
        refuse(errors);
        Optional<JsonObject> hash = spec.object("envelopeHash");
        if (hash.isEmpty() || spec.object("payloadHash").isEmpty() || signatures.isEmpty()) {
            throw new MalformedEntityException(
                    "either proposedContent or envelopeHash, payloadHash, and signatures must be present");
        }
        return new LogEntry(
                        "dsse",
                        version,
                        signatures.get(0).text("signature"),
                        signatures.size(),
                        LogEntry.utf8(keys.get(0)),
                        hash.get().text("algorithm").orElse(""),
                        hash.get().text("value").orElse(""))
                .overPayload(spec.object("payloadHash").flatMap(stated -> stated.text("value")));
    }

    private static LogEntry intoto001(String version, JsonObject spec) throws MalformedEntityException {
        Optional<JsonObject> content = spec.object("content");
        byte[] key = bytes(Optional.of(spec), "publicKey", "public key");
        SchemaErrors errors = new SchemaErrors();
        if (content.isEmpty()) {
            errors.required("content");
        } else {
            errors.below("content", contentHashErrors(content.get()));
        }
        if (key.length == 0) {
            errors.required("publicKey");
        }
        refuse(errors);
        LogEntryKey.parse(LogEntry.utf8(key), Optional.empty());
        if (!content.flatMap(it -> it.text("envelope")).orElse("").isEmpty()) {
            throw new MalformedEntityException("entry with an envelope: a log stores none");
        }
        JsonObject hash = content.flatMap(it -> it.object("hash"))
                .orElseThrow(() -> new MalformedEntityException("missing hash value for envelope"));
        return new LogEntry(
                "intoto",
                version,
                Optional.empty(),
                0,
                LogEntry.utf8(key),
                hash.text("algorithm").orElse(""),
                hash.text("value").orElse(""));
    }

    private static LogEntry intoto002(String version, JsonObject spec) throws MalformedEntityException {
        Optional<JsonObject> content = spec.object("content");
        Optional<JsonObject> envelope = content.flatMap(it -> it.object("envelope"));
        byte[] payload = bytes(envelope, "payload", "payload");
        List<JsonObject> signatures =
                objects(envelope.flatMap(it -> it.array("signatures")).orElse(List.of()));
        List<byte[]> texts = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        for (JsonObject signature : signatures) {
            texts.add(bytes(Optional.of(signature), "sig", "signature"));
            keys.add(bytes(Optional.of(signature), "publicKey", "public key"));
        }
        SchemaErrors level = new SchemaErrors();
        if (envelope.flatMap(it -> it.text("payloadType")).isEmpty()) {
            level.required("content.envelope.payloadType");
        }
        if (signatures.isEmpty()) {
            level.required("content.envelope.signatures");
        }
        for (int i = 0; i < signatures.size(); i++) {
            SchemaErrors item = new SchemaErrors();
            if (signatures.get(i).text("publicKey").isEmpty()) {
                item.required("publicKey");
            }
            if (signatures.get(i).text("sig").isEmpty()) {
                item.required("sig");
            }
            level.below("content.envelope.signatures." + i, item);
        }
        SchemaErrors inContent = new SchemaErrors();
        inContent.below("content.envelope", level);
        content.ifPresent(it -> addContentHashErrors(it, inContent));
        SchemaErrors errors = new SchemaErrors();
        errors.below("content", inContent);
        refuse(errors);
        if (payload.length > 0) {
            throw new MalformedEntityException("entry with a payload: a log stores none");
        }
        JsonObject hash = content.flatMap(it -> it.object("hash"))
                .orElseThrow(() -> new MalformedEntityException("missing hash value for envelope"));
        return new LogEntry(
                        "intoto",
                        version,
                        Optional.of(encoded(texts.get(0))),
                        signatures.size(),
                        LogEntry.utf8(keys.get(0)),
                        hash.text("algorithm").orElse(""),
                        hash.text("value").orElse(""))
                .overPayload(content.flatMap(it -> it.object("payloadHash")).flatMap(stated -> stated.text("value")));
    }

    private static SchemaErrors contentHashErrors(JsonObject content) {
        SchemaErrors errors = new SchemaErrors();
        addContentHashErrors(content, errors);
        return errors;
    }

    private static void addContentHashErrors(JsonObject content, SchemaErrors errors) {
        for (String field : List.of("hash", "payloadHash")) {
            String path = "content." + field;
            content.object(field).ifPresent(hash -> errors.below(path, hashErrors(hash, path, ONLY_SHA256)));
        }
    }

    private static SchemaErrors hashErrors(JsonObject hash, String path, String algorithms) {
        SchemaErrors errors = new SchemaErrors();
        Optional<String> algorithm = hash.text("algorithm");
        if (algorithm.isEmpty()) {
            errors.required(path + ".algorithm");
        } else if (!List.of(algorithms.split(" ")).contains(algorithm.get())) {
            errors.enumeration(path + ".algorithm", algorithms);
        }
        if (hash.text("value").isEmpty()) {
            errors.required(path + ".value");
        }
        return errors;
    }

    private static void refuse(SchemaErrors errors) throws MalformedEntityException {
        if (!errors.isEmpty()) {
            throw new MalformedEntityException(errors.toString());
        }
    }

    /** Only objects count among the elements. */
    private static List<JsonObject> objects(List<JsonValue> values) {
        return values.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    /** A field in base64; empty where it is absent. */
    private static byte[] bytes(Optional<JsonObject> object, String field, String what)
            throws MalformedEntityException {
        try {
            return StandardBase64.octets(
                    object.flatMap(fields -> fields.text(field)).orElse(""));
        } catch (CryptographyException e) {
            throw new MalformedEntityException("failed parsing base64 data for " + what + ": " + e.getMessage(), e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
