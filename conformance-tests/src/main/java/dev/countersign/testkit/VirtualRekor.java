package dev.countersign.testkit;

import dev.countersign.crypto.Pem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** A Rekor log that takes whatever it is asked to, as version 1 or version 2. Thread-safe. */
final class VirtualRekor {
    private final SigningKey key = SigningKey.p256();
    private final AtomicLong entries = new AtomicLong(100);

    SigningKey key() {
        return key;
    }

    /** The annotation for a hashedrekord entry of that signature, by a key or certificate as PEM. */
    String bundle(byte[] payload, byte[] signature, String verifier, Instant at) {
        String body = Texts.base64("{\"apiVersion\":\"0.0.1\",\"kind\":\"hashedrekord\",\"spec\":{\"data\":{\"hash\":"
                + "{\"algorithm\":\"sha256\",\"value\":\"" + Texts.hex(Texts.sha256(payload))
                + "\"}},\"signature\":{\"content\":\"" + Texts.base64(signature)
                + "\",\"publicKey\":{\"content\":\"" + Texts.base64(verifier) + "\"}}}}");
        return promised(body, at);
    }

    /** The annotation for a dsse entry of an envelope, by a key or certificate as PEM. */
    String dsse(byte[] envelope, byte[] statement, byte[] signature, String verifier, Instant at) {
        return promised(
                Texts.base64(
                        "{\"apiVersion\":\"0.0.1\",\"kind\":\"dsse\",\"spec\":{\"envelopeHash\":" + sha256(envelope)
                                + ",\"payloadHash\":" + sha256(statement) + ",\"signatures\":[{\"signature\":\""
                                + Texts.base64(signature) + "\",\"verifier\":\"" + Texts.base64(verifier) + "\"}]}}"),
                at);
    }

    /** The annotation for an intoto entry of version 0.0.2. */
    String intoto(byte[] envelope, byte[] statement, byte[] signature, String verifier, Instant at) {
        return promised(
                Texts.base64("{\"apiVersion\":\"0.0.2\",\"kind\":\"intoto\",\"spec\":{\"content\":{\"envelope\":{"
                        + "\"payloadType\":\"" + AttestationEnvelope.IN_TOTO + "\",\"signatures\":[{\"publicKey\":\""
                        + Texts.base64(verifier) + "\",\"sig\":\"" + Texts.base64(Texts.base64(signature))
                        + "\"}]},\"hash\":" + sha256(envelope) + ",\"payloadHash\":" + sha256(statement) + "}}}"),
                at);
    }

    private static String sha256(byte[] bytes) {
        return "{\"algorithm\":\"sha256\",\"value\":\"" + Texts.hex(Texts.sha256(bytes)) + "\"}";
    }

    /** The annotation for an entry with that body, in base64. */
    private String promised(String body, Instant at) {
        long time = at.getEpochSecond();
        long index = entries.getAndIncrement();
        String log = Texts.hex(Texts.sha256(key.spki()));
        String promised = "{\"body\":\"" + body + "\",\"integratedTime\":" + time + ",\"logID\":\"" + log
                + "\",\"logIndex\":" + index + "}";
        byte[] promise = key.sign(promised.getBytes(StandardCharsets.UTF_8));
        return "{\"SignedEntryTimestamp\":\"" + Texts.base64(promise) + "\",\"Payload\":" + promised + "}";
    }

    /** A signature to be logged: over a payload in an envelope, or over a digest; by a certificate in DER, or by the key alone. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves the package
    record Logged(
            boolean isMessage, byte[] payload, byte[] digest, byte[] signature, SigningKey key, byte[] certificate) {}

    /** An entry of a bundle: the only one of its tree. */
    String entry(Logged logged, BundleRecipe.Log kind, long time) {
        boolean inTiles = kind == BundleRecipe.Log.TILED;
        boolean tiled = inTiles || kind == BundleRecipe.Log.TILED_IN_NUMBERED;
        byte[] body = (tiled ? tiledBody(logged) : numberedBody(logged)).getBytes(StandardCharsets.UTF_8);
        byte[] leaf = Texts.sha256(concat(new byte[1], body));
        String log = Texts.base64(Texts.sha256(key.spki()));
        long index = tiled ? 0 : entries.getAndIncrement();
        String note = (inTiles ? "rekor.test" : "rekor.test - 1") + "\n1\n" + Texts.base64(leaf) + "\n";
        byte[] hint = Arrays.copyOf(Texts.sha256(key.spki()), 4);
        String checkpoint = note + "\n\u2014 rekor.test "
                + Texts.base64(concat(hint, key.sign(note.getBytes(StandardCharsets.UTF_8)))) + "\n";
        String promised = "{\"body\":\"" + Texts.base64(body) + "\",\"integratedTime\":" + time + ",\"logID\":\""
                + Texts.hex(Texts.sha256(key.spki())) + "\",\"logIndex\":" + index + "}";
        String promise = kind == BundleRecipe.Log.NUMBERED
                ? ",\"inclusionPromise\":{\"signedEntryTimestamp\":\""
                        + Texts.base64(key.sign(promised.getBytes(StandardCharsets.UTF_8))) + "\"}"
                : "";
        String type = tiled ? "hashedrekord" : logged.isMessage() ? "hashedrekord" : "dsse";
        return "{\"logIndex\":\"" + index + "\",\"logId\":{\"keyId\":\"" + log + "\"},\"kindVersion\":{\"kind\":\""
                + type
                + "\",\"version\":\"" + (tiled ? "0.0.2" : "0.0.1") + "\"},\"integratedTime\":\"" + (tiled ? 0 : time)
                + "\""
                + promise + ",\"inclusionProof\":{\"logIndex\":\"0\",\"treeSize\":\"1\",\"rootHash\":\""
                + Texts.base64(leaf)
                + "\",\"checkpoint\":{\"envelope\":" + Texts.json(checkpoint) + "}},\"canonicalizedBody\":\""
                + Texts.base64(body) + "\"}";
    }

    private static String numberedBody(Logged logged) {
        String verifier = Texts.base64(
                logged.certificate().length == 0
                        ? logged.key().publicKey()
                        : Pem.encode("CERTIFICATE", logged.certificate()));
        String signature = Texts.base64(logged.signature());
        return logged.isMessage()
                ? "{\"apiVersion\":\"0.0.1\",\"kind\":\"hashedrekord\",\"spec\":{\"data\":{\"hash\":{\"algorithm\":\"sha256\","
                        + "\"value\":\"" + Texts.hex(logged.digest()) + "\"}},\"signature\":{\"content\":\"" + signature
                        + "\",\"publicKey\":{\"content\":\"" + verifier + "\"}}}}"
                : "{\"apiVersion\":\"0.0.1\",\"kind\":\"dsse\",\"spec\":{\"envelopeHash\":{\"algorithm\":\"sha256\",\"value\":\""
                        + "0".repeat(64) + "\"},\"payloadHash\":{\"algorithm\":\"sha256\",\"value\":\""
                        + Texts.hex(Texts.sha256(logged.payload())) + "\"},\"signatures\":[{\"signature\":\""
                        + signature
                        + "\",\"verifier\":\"" + verifier + "\"}]}}";
    }

    private static String tiledBody(Logged logged) {
        String verifier = logged.certificate().length == 0
                ? "\"publicKey\":{\"rawBytes\":\"" + Texts.base64(logged.key().spki()) + "\"}"
                : "\"x509Certificate\":{\"rawBytes\":\"" + Texts.base64(logged.certificate()) + "\"}";
        return "{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":{\"hashedRekordV002\":{\"data\":{\"algorithm\":"
                + "\"SHA2_256\",\"digest\":\"" + Texts.base64(logged.digest()) + "\"},\"signature\":{\"content\":\""
                + Texts.base64(logged.signature()) + "\",\"verifier\":{\"keyDetails\":\"PKIX_ECDSA_P256_SHA_256\","
                + verifier
                + "}}}}}";
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
