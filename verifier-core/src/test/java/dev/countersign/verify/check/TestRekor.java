package dev.countersign.verify.check;

import dev.countersign.crypto.Pem;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.RekorBundle;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** A Rekor log. */
record TestRekor(TestKey key) {
    static final long TIME = TestCertificate.START.getEpochSecond() + 5;

    LogKey trusted() {
        return trusted(ValidityWindow.ALWAYS);
    }

    LogKey trusted(ValidityWindow window) {
        return new LogKey(key.key, window, new Origin("the test"));
    }

    RekorBundle promise(String json) {
        return promise(json, TIME, 42, key.key.id());
    }

    RekorBundle promise(String json, long time, long index, String logId) {
        String body = base64(json.getBytes(StandardCharsets.UTF_8));
        String signed = "{\"body\":\"" + body + "\",\"integratedTime\":" + time + ",\"logID\":\"" + logId
                + "\",\"logIndex\":" + index + "}";
        return new RekorBundle(
                key.sign(signed.getBytes(StandardCharsets.UTF_8)), new JsonString(body), time, index, logId);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String pem(TestKey key) {
        return Pem.encode("PUBLIC KEY", key.key.spki());
    }

    static String hashedrekord(byte[] signature, String pem, String algorithm, String hash) {
        return entry(
                "hashedrekord",
                "0.0.1",
                "{\"data\":{\"hash\":{\"algorithm\":\"" + algorithm + "\",\"value\":\"" + hash
                        + "\"}},\"signature\":{\"content\":\"" + base64(signature) + "\",\"publicKey\":{\"content\":\""
                        + base64(pem.getBytes(StandardCharsets.UTF_8)) + "\"}}}");
    }

    static String entry(String kind, String version, String spec) {
        return "{\"apiVersion\":\"" + version + "\",\"kind\":\"" + kind + "\",\"spec\":" + spec + "}";
    }
}
