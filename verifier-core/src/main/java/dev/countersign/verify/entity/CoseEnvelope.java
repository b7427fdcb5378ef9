package dev.countersign.verify.entity;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.verify.entity.CborValue.CborArray;
import dev.countersign.verify.entity.CborValue.CborBytes;
import dev.countersign.verify.entity.CborValue.CborFloat;
import dev.countersign.verify.entity.CborValue.CborInteger;
import dev.countersign.verify.entity.CborValue.CborMap;
import dev.countersign.verify.entity.CborValue.CborSimple;
import dev.countersign.verify.entity.CborValue.CborTag;
import dev.countersign.verify.entity.CborValue.CborText;
import dev.countersign.verify.entity.NotationSignature.Attribute;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Notary Project signature as tagged COSE_Sign1 (RFC 9052 4.2). Immutable.
 *
 * @param rawHeader the protected header, encoded, as it is signed
 * @param header the protected header
 * @param unprotected what nothing signs
 * @param payload the signed bytes; absent where the envelope holds none
 * @param signature never empty
 * @param foundAt repository and digest of the manifest that holds it
 */
@SuppressWarnings("ArrayRecordComponent") // never leave the record uncopied
public record CoseEnvelope(
        byte[] rawHeader,
        CborMap header,
        CborMap unprotected,
        Optional<byte[]> payload,
        byte[] signature,
        String foundAt)
        implements NotationEnvelope {
    private static final int TAG_18 = 0xd2;
    private static final int ARRAY_OF_4 = 0x84;
    private static final int MAP = 5;
    private static final long ALGORITHM = 1;
    private static final long CRITICAL = 2;
    private static final long CONTENT_TYPE = 3;
    private static final long CHAIN = 33;
    private static final long DATE_TIME = 1;

    public CoseEnvelope {
        rawHeader = rawHeader.clone();
        payload = payload.map(byte[]::clone);
        signature = signature.clone();
    }

    @Override
    public byte[] rawHeader() {
        return rawHeader.clone();
    }

    @Override
    public Optional<byte[]> payload() {
        return payload.map(byte[]::clone);
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    static CoseEnvelope parse(byte[] bytes, String foundAt) throws MalformedEntityException {
        if (bytes.length < 2 || (bytes[0] & 0xff) != TAG_18 || (bytes[1] & 0xff) != ARRAY_OF_4) {
            throw new MalformedEntityException("cbor: invalid COSE_Sign1_Tagged object");
        }
        // The head says that these are four, and nothing within them but the protected header may hold tags.
        List<CborValue> parts = ((CborArray) Cbor.decode(Arrays.copyOfRange(bytes, 1, bytes.length), false)).items();
        Optional<byte[]> payload = byteString(parts.get(2));
        byte[] signature = byteString(parts.get(3)).orElse(new byte[0]);
        if (signature.length == 0) {
            throw new MalformedEntityException("empty signature");
        }
        byte[] raw;
        CborMap header;
        try {
            raw = byteString(parts.get(0))
                    .orElseThrow(() -> new MalformedEntityException("cbor: nil protected header"));
            header = header(raw);
            CoseHeaders.check(header, true);
        } catch (MalformedEntityException e) {
            throw new MalformedEntityException("cbor: invalid protected header: " + e.getMessage(), e);
        }
        CborMap unprotected;
        try {
            if (!(parts.get(1) instanceof CborMap map)) {
                throw new MalformedEntityException("cbor: unprotected header: require map type");
            }
            unprotected = map;
            CoseHeaders.check(unprotected, false);
        } catch (MalformedEntityException e) {
            throw new MalformedEntityException("cbor: invalid unprotected header: " + e.getMessage(), e);
        }
        CoseHeaders.checkVectors(header, unprotected);
        return new CoseEnvelope(raw, header, unprotected, payload, signature, foundAt);
    }

    private static CborMap header(byte[] raw) throws MalformedEntityException {
        if (raw.length == 0) {
            return new CborMap(List.of());
        }
        if ((raw[0] & 0xff) >> 5 != MAP) {
            throw new MalformedEntityException("cbor: protected header: require map type");
        }
        return (CborMap) Cbor.decode(raw, true);
    }

    private static Optional<byte[]> byteString(CborValue value) throws MalformedEntityException {
        if (value instanceof CborBytes bytes) {
            return Optional.of(bytes.value());
        }
        if (value instanceof CborSimple simple && simple.value() == CborSimple.NULL) {
            return Optional.empty();
        }
        throw new MalformedEntityException("cbor: require bstr type");
    }

    /** The bytes that the signature is over (RFC 9052 4.4); the payload must be there. */
    public byte[] signedBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ARRAY_OF_4);
        byte[] context = "Signature1".getBytes(StandardCharsets.US_ASCII);
        out.write(0x60 | context.length);
        out.writeBytes(context);
        Cbor.writeBytes(out, rawHeader);
        Cbor.writeBytes(out, new byte[0]);
        Cbor.writeBytes(out, payload.orElse(new byte[0]));
        return out.toByteArray();
    }

    /**
     * The algorithm's number in the protected header.
     *
     * @throws MalformedEntityException {@code algorithm not found}, or a name instead of a number
     */
    public long algorithm() throws MalformedEntityException {
        CborValue algorithm =
                header.get(ALGORITHM).orElseThrow(() -> new MalformedEntityException("algorithm not found"));
        if (algorithm instanceof CborInteger number) {
            return number.value();
        }
        throw new MalformedEntityException(
                algorithm instanceof CborText text ? "Algorithm(\"" + text.value() + "\")" : "invalid algorithm");
    }

    @Override
    public int certificateCount() {
        return unprotected.get(CHAIN).orElse(null) instanceof CborArray array
                ? array.items().size()
                : 0;
    }

    @Override
    public ParsedCertificate leaf() throws MalformedEntityException {
        if (!(certificates().get(0) instanceof CborBytes bytes)) {
            throw new MalformedEntityException("COSE envelope malformed leaf certificate");
        }
        return NotationEnvelope.leaf(bytes.value());
    }

    private List<CborValue> certificates() throws MalformedEntityException {
        if (unprotected.get(CHAIN).orElse(null) instanceof CborArray array
                && !array.items().isEmpty()) {
            return array.items();
        }
        throw new MalformedEntityException("certificate chain is not present");
    }

    @Override
    public NotationSignature content() throws MalformedEntityException {
        CborValue type =
                header.get(CONTENT_TYPE).orElseThrow(() -> new MalformedEntityException("missing content type"));
        if (!(type instanceof CborText contentType)) {
            throw new MalformedEntityException("content type should be of 'tstr' type");
        }
        List<CborValue> critical = critical();
        long number = algorithm();
        NotationAlgorithm algorithm = NotationAlgorithm.ofCose(number)
                .orElseThrow(() -> new MalformedEntityException("signature algorithm not supported: " + number));
        String scheme = scheme();
        String timeHeader =
                switch (scheme) {
                    case NotationSignature.X509 -> NotationSignature.SIGNING_TIME_HEADER;
                    case NotationSignature.SIGNING_AUTHORITY -> NotationSignature.AUTHENTIC_TIME_HEADER;
                    default -> throw new MalformedEntityException("unsupported signingScheme: " + scheme);
                };
        GoMoment signingTime = moment(timeHeader, "invalid signingTime: ");
        Optional<GoMoment> expiry = header.get(NotationSignature.EXPIRY_HEADER).isPresent()
                ? Optional.of(moment(NotationSignature.EXPIRY_HEADER, "invalid expiry: "))
                : Optional.empty();
        return new NotationSignature(
                payload.orElse(new byte[0]),
                contentType.value(),
                algorithm,
                scheme,
                Optional.of(signingTime),
                expiry.filter(moment -> !moment.isZero()),
                attributes(critical),
                chain(),
                foundAt);
    }

    private String scheme() throws MalformedEntityException {
        if (header.get(NotationSignature.SIGNING_SCHEME_HEADER).orElse(null) instanceof CborText text) {
            return text.value();
        }
        throw new MalformedEntityException("invalid signingScheme");
    }

    private List<CborValue> critical() throws MalformedEntityException {
        Set<String> wanted = new LinkedHashSet<>();
        wanted.add(NotationSignature.SIGNING_SCHEME_HEADER);
        if (scheme().equals(NotationSignature.SIGNING_AUTHORITY)) {
            wanted.add(NotationSignature.AUTHENTIC_TIME_HEADER);
        }
        if (header.get(NotationSignature.EXPIRY_HEADER).isPresent()) {
            wanted.add(NotationSignature.EXPIRY_HEADER);
        }
        List<CborValue> labels =
                header.get(CRITICAL).orElse(null) instanceof CborArray array ? array.items() : List.of();
        for (CborValue label : labels) {
            if (label instanceof CborText text) {
                wanted.remove(text.value());
            }
        }
        if (!wanted.isEmpty()) {
            throw new MalformedEntityException(
                    "these required headers are not marked as critical: [" + String.join(" ", wanted) + "]");
        }
        return labels;
    }

    private Map<String, Attribute> attributes(List<CborValue> critical) {
        Map<String, Attribute> attributes = new HashMap<>();
        for (CborValue.CborEntry entry : header.entries()) {
            if (entry.key() instanceof CborText name && !isOwn(name.value())) {
                Optional<String> text =
                        entry.value() instanceof CborText found ? Optional.of(found.value()) : Optional.empty();
                attributes.put(name.value(), new Attribute(critical.contains(name), text));
            }
        }
        return attributes;
    }

    private static boolean isOwn(String name) {
        return switch (name) {
            case NotationSignature.EXPIRY_HEADER,
                    NotationSignature.SIGNING_SCHEME_HEADER,
                    NotationSignature.SIGNING_TIME_HEADER,
                    NotationSignature.AUTHENTIC_TIME_HEADER -> true;
            default -> false;
        };
    }

    private List<ParsedCertificate> chain() throws MalformedEntityException {
        List<byte[]> encoded = new ArrayList<>();
        for (CborValue certificate : certificates()) {
            if (!(certificate instanceof CborBytes bytes)) {
                throw new MalformedEntityException("certificate chain is not present");
            }
            encoded.add(bytes.value());
        }
        return NotationEnvelope.chain(encoded);
    }

    private GoMoment moment(String name, String prefix) throws MalformedEntityException {
        CborValue value = header.get(name).orElse(new CborSimple(CborSimple.NULL));
        if (value instanceof CborSimple simple && simple.isNothing()) {
            throw new MalformedEntityException(prefix + "protected header \"" + name + "\" is missing");
        }
        if (value instanceof CborTag tag && tag.number() == DATE_TIME) {
            if (tag.content() instanceof CborInteger seconds) {
                return GoMoment.utc(clamped(seconds.value()));
            }
            if (tag.content() instanceof CborFloat seconds) {
                return GoMoment.utc(clamped((long) Math.floor(seconds.value())));
            }
        }
        throw new MalformedEntityException(prefix
                + (value instanceof CborTag tag && tag.number() == 0
                        ? "only Tag `1` Datetime CBOR object is supported"
                        : "invalid timeValue type"));
    }

    /** Java's calendar ends before 64 bits of seconds do. */
    private static Instant clamped(long seconds) {
        return Instant.ofEpochSecond(
                Math.max(Instant.MIN.getEpochSecond(), Math.min(Instant.MAX.getEpochSecond(), seconds)));
    }
}
