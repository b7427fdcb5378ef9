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
        long time = at.getEpochSecond();
        long index = entries.getAndIncrement();
        String log = Texts.hex(Texts.sha256(key.spki()));
        String promised = "{\"body\":\"" + body + "\",\"integratedTime\":" + time + ",\"logID\":\"" + log
                + "\",\"logIndex\":" + index + "}";
        byte[] promise = key.sign(promised.getBytes(StandardCharsets.UTF_8));
        return "{\"SignedEntryTimestamp\":\"" + Texts.base64(promise) + "\",\"Payload\":" + promised + "}";
    }
}
