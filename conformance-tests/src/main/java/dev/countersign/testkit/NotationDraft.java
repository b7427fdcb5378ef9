package dev.countersign.testkit;

import dev.countersign.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A notation signature before it is made. Each method changes it and returns it; whatever is changed is signed all the same. */
public final class NotationDraft {
    /** The media type of JWS envelopes. */
    public static final String JWS = "application/jose+json";

    /** The media type of COSE envelopes. */
    public static final String COSE = "application/cose";

    private static final String SCHEME = "io.cncf.notary.signingScheme";
    private static final String TIME = "io.cncf.notary.signingTime";
    private static final String AUTHENTIC_TIME = "io.cncf.notary.authenticSigningTime";
    private static final String EXPIRY = "io.cncf.notary.expiry";

    private final SigningKey key;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> critical = new ArrayList<>(List.of(SCHEME));
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private List<byte[]> chain;
    private Instant signingTime;
    private Optional<Instant> expiry = Optional.empty();
    private String scheme = "notary.x509";
    private String contentType = "application/vnd.cncf.notary.payload.v1+json";
    private String mediaType;
    private Digest manifest;
    private long size;
    private Optional<String> jwsAlgorithm = Optional.empty();

    NotationDraft(SigningKey key, List<byte[]> chain, Instant moment, String mediaType, Digest manifest, long size) {
        this.key = key;
        this.chain = List.copyOf(chain);
        this.signingTime = moment;
        this.mediaType = mediaType;
        this.manifest = manifest;
        this.size = size;
    }

    /** Names another target in the payload. */
    public NotationDraft target(Digest otherManifest, String otherMediaType, long otherSize) {
        manifest = otherManifest;
        mediaType = otherMediaType;
        size = otherSize;
        return this;
    }

    /** Adds what notation calls user metadata. */
    public NotationDraft metadata(String name, String value) {
        metadata.put(name, value);
        return this;
    }

    /** Brings another chain. */
    public NotationDraft chain(List<byte[]> other) {
        chain = List.copyOf(other);
        return this;
    }

    /** Claims another signing time. */
    public NotationDraft signedAt(Instant moment) {
        signingTime = moment;
        return this;
    }

    /** Counts only until then. */
    public NotationDraft expires(Instant moment) {
        expiry = Optional.of(moment);
        critical.add(EXPIRY);
        return this;
    }

    /** States another scheme; under {@code notary.x509.signingAuthority} the time is an authentic one. */
    public NotationDraft scheme(String other) {
        scheme = other;
        if (isAuthority()) {
            critical.add(AUTHENTIC_TIME);
        }
        return this;
    }

    /** Says that the payload is of another type. */
    public NotationDraft contentType(String other) {
        contentType = other;
        return this;
    }

    /** Adds a signed text. */
    public NotationDraft header(String name, String value, boolean isCritical) {
        headers.put(name, value);
        if (isCritical) {
            critical.add(name);
        }
        return this;
    }

    /** Marks as critical, whether or not it is there. */
    public NotationDraft critical(String name) {
        critical.add(name);
        return this;
    }

    /** Takes the mark of a critical header away. */
    public NotationDraft uncritical(String name) {
        critical.remove(name);
        return this;
    }

    /** Names another algorithm in the header of a JWS; the signature stays what it is. */
    public NotationDraft algorithm(String jwsName) {
        jwsAlgorithm = Optional.of(jwsName);
        return this;
    }

    /** The payload. */
    public byte[] payload() {
        String annotations = metadata.isEmpty()
                ? ""
                : ",\"annotations\":{"
                        + metadata.entrySet().stream()
                                .map(entry -> Texts.json(entry.getKey()) + ":" + Texts.json(entry.getValue()))
                                .collect(Collectors.joining(","))
                        + "}";
        return ("{\"targetArtifact\":{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + manifest.text()
                        + "\",\"size\":" + size + annotations + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The envelope, of that media type. */
    public byte[] sign(String envelopeType) {
        return envelopeType.equals(COSE) ? cose() : jws();
    }

    private boolean isAuthority() {
        return scheme.equals("notary.x509.signingAuthority");
    }

    private byte[] jws() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("alg", Texts.json(jwsAlgorithm.orElse(key.jwsAlgorithm())));
        header.put("cty", Texts.json(contentType));
        header.put(SCHEME, Texts.json(scheme));
        header.put(isAuthority() ? AUTHENTIC_TIME : TIME, Texts.json(signingTime.toString()));
        expiry.ifPresent(moment -> header.put(EXPIRY, Texts.json(moment.toString())));
        headers.forEach((name, value) -> header.put(name, Texts.json(value)));
        if (!critical.isEmpty()) {
            header.put("crit", "[" + critical.stream().map(Texts::json).collect(Collectors.joining(",")) + "]");
        }
        String protectedHeader = url(object(header).getBytes(StandardCharsets.UTF_8));
        String content = url(payload());
        byte[] signature = key.signPlain((protectedHeader + "." + content).getBytes(StandardCharsets.US_ASCII));
        String certificates = chain.stream()
                .map(certificate -> "\"" + Texts.base64(certificate) + "\"")
                .collect(Collectors.joining(","));
        return ("{\"payload\":\"" + content + "\",\"protected\":\"" + protectedHeader + "\",\"header\":{\"x5c\":["
                        + certificates + "],\"io.cncf.notary.signingAgent\":\"virtual\"},\"signature\":\""
                        + url(signature) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> Texts.json(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] cose() {
        CborWriter header = new CborWriter()
                .map(4 + (critical.isEmpty() ? 0 : 1) + (expiry.isPresent() ? 1 : 0) + headers.size())
                .integer(1)
                .integer(key.coseAlgorithm())
                .integer(3)
                .text(contentType)
                .text(SCHEME)
                .text(scheme)
                .text(isAuthority() ? AUTHENTIC_TIME : TIME)
                .tag(1)
                .integer(signingTime.getEpochSecond());
        expiry.ifPresent(moment -> header.text(EXPIRY).tag(1).integer(moment.getEpochSecond()));
        headers.forEach((name, value) -> header.text(name).text(value));
        if (!critical.isEmpty()) {
            header.integer(2).array(critical.size());
            critical.forEach(header::text);
        }
        byte[] protectedHeader = header.toBytes();
        byte[] signed = new CborWriter()
                .array(4)
                .text("Signature1")
                .bytes(protectedHeader)
                .bytes(new byte[0])
                .bytes(payload())
                .toBytes();
        CborWriter certificates = new CborWriter();
        certificates.map(1).integer(33).array(chain.size());
        chain.forEach(certificates::bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new CborWriter().tag(18).array(4).bytes(protectedHeader).toBytes());
        out.writeBytes(certificates.toBytes());
        out.writeBytes(
                new CborWriter().bytes(payload()).bytes(key.signPlain(signed)).toBytes());
        return out.toByteArray();
    }
}
