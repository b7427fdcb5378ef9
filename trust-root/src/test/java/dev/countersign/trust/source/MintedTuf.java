package dev.countersign.trust.source;

import dev.countersign.crypto.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** TUF repositories with keys of their own. Immutable; each publication is a map of files. */
public final class MintedTuf {
    private static final int ED25519_KEY_BYTES = 32;

    private final KeyPair rootKey;
    private final KeyPair onlineKey;

    private MintedTuf(KeyPair rootKey, KeyPair onlineKey) {
        this.rootKey = rootKey;
        this.onlineKey = onlineKey;
    }

    public static MintedTuf create() {
        return new MintedTuf(key(), key());
    }

    /** The same root key, with another key for timestamp, snapshot and targets. */
    MintedTuf withOtherOnlineKey() {
        return new MintedTuf(rootKey, key());
    }

    private static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** root.json of a version. */
    public byte[] root(int version, Instant expires) {
        String online = "{\"keyids\":[\"" + id(onlineKey) + "\"],\"threshold\":1}";
        String signed = "{\"_type\":\"root\",\"consistent_snapshot\":true,\"expires\":\"" + expires + "\",\"keys\":{"
                + List.of(rootKey, onlineKey).stream()
                        .sorted((a, b) -> id(a).compareTo(id(b)))
                        .map(key -> "\"" + id(key) + "\":{\"keytype\":\"ed25519\",\"keyval\":{\"public\":\""
                                + HexFormat.of().formatHex(raw(key)) + "\"},\"scheme\":\"ed25519\"}")
                        .collect(Collectors.joining(","))
                + "},\"roles\":{\"root\":{\"keyids\":[\"" + id(rootKey) + "\"],\"threshold\":1},\"snapshot\":" + online
                + ",\"targets\":" + online + ",\"timestamp\":" + online + "},\"spec_version\":\"1.0.31\",\"version\":"
                + version + "}";
        return signed(signed, rootKey);
    }

    /** All files but root.json, of a version that expires. */
    public Map<String, byte[]> files(int version, Instant expires, Map<String, byte[]> targets) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        String end = "\"expires\":\"" + expires + "\",";
        String spec = "\"spec_version\":\"1.0.31\",";
        files.put(
                "timestamp.json",
                signed(
                        "{\"_type\":\"timestamp\"," + end + "\"meta\":{\"snapshot.json\":{\"version\":" + version
                                + "}}," + spec + "\"version\":" + version + "}",
                        onlineKey));
        files.put(
                version + ".snapshot.json",
                signed(
                        "{\"_type\":\"snapshot\"," + end + "\"meta\":{\"targets.json\":{\"version\":" + version + "}},"
                                + spec + "\"version\":" + version + "}",
                        onlineKey));
        String described = new TreeMap<>(targets)
                .entrySet().stream()
                        .map(target -> "\"" + target.getKey() + "\":{\"hashes\":{\"sha256\":\""
                                + sha256(target.getValue()) + "\"},\"length\":" + target.getValue().length + "}")
                        .collect(Collectors.joining(","));
        files.put(
                version + ".targets.json",
                signed(
                        "{\"_type\":\"targets\"," + end + spec + "\"targets\":{" + described + "},\"version\":"
                                + version + "}",
                        onlineKey));
        targets.forEach((name, bytes) -> files.put("targets/" + sha256(bytes) + "." + name, bytes));
        return files;
    }

    private static byte[] signed(String signed, KeyPair key) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key.getPrivate());
            signer.update(signed.getBytes(StandardCharsets.UTF_8));
            return ("{\"signatures\":[{\"keyid\":\"" + id(key) + "\",\"sig\":\""
                            + HexFormat.of().formatHex(signer.sign()) + "\"}],\"signed\":" + signed + "}")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] raw(KeyPair key) {
        byte[] spki = key.getPublic().getEncoded();
        return Arrays.copyOfRange(spki, spki.length - ED25519_KEY_BYTES, spki.length);
    }

    private static String id(KeyPair key) {
        return sha256(raw(key));
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(bytes));
    }
}
