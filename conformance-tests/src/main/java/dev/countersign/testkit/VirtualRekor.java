package dev.countersign.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A Rekor v1 log that promises whatever it is asked to. Thread-safe. */
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
}
