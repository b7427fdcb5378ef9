package dev.countersign.verify.entity;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.document.GoText;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import dev.countersign.verify.entity.NotationSignature.Attribute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Notary Project signature as JWS in flattened JSON serialization (RFC 7515 7.2.2). Immutable.
 *
 * @param payload base64, as stored
 * @param protectedHeader base64, as stored
 * @param signature base64, as stored
 * @param certificates DER, the signer's first
 * @param foundAt repository and digest of the manifest that holds it
 */
public record JwsEnvelope(
        String payload, String protectedHeader, String signature, List<byte[]> certificates, String foundAt)
        implements NotationEnvelope {
    private static final String UNREADABLE = "jws envelope protected header can't be decoded: ";
    private static final String STRUCT = "jwsProtectedHeader.";
    private static final Set<String> OWN = Set.of(
            "alg",
            "cty",
            "crit",
            NotationSignature.EXPIRY_HEADER,
            NotationSignature.SIGNING_TIME_HEADER,
            NotationSignature.SIGNING_SCHEME_HEADER,
            NotationSignature.AUTHENTIC_TIME_HEADER);

    public JwsEnvelope {
        certificates = certificates.stream().map(byte[]::clone).toList();
    }

    static JwsEnvelope parse(byte[] bytes, String foundAt) throws MalformedEntityException {
        JsonObject root = GoFields.struct(GoJson.unmarshal(bytes), "jws.jwsEnvelope");
        String type = "jwsEnvelope.";
        JsonObject header = GoFields.object(root, "header", type + "header", "jws.jwsUnprotectedHeader");
        for (JsonValue stamp : header.fields("io.cncf.notary.timestampSignature")) {
            if (!(stamp instanceof JsonValue.JsonNull)) {
                GoFields.octets(stamp, "jwsUnprotectedHeader.header.io.cncf.notary.timestampSignature");
            }
        }
        GoFields.text(header, "io.cncf.notary.signingAgent", "jwsUnprotectedHeader.header.io.cncf.notary.signingAgent");
        return new JwsEnvelope(
                GoFields.text(root, "payload", type + "payload"),
                GoFields.text(root, "protected", type + "protected"),
                GoFields.text(root, "signature", type + "signature"),
                GoFields.octets(header, "x5c", "jwsUnprotectedHeader.header.x5c"),
                foundAt);
    }

    @Override
    public int certificateCount() {
        return certificates.size();
    }

    @Override
    public ParsedCertificate leaf() throws MalformedEntityException {
        if (certificates.isEmpty()) {
            throw new MalformedEntityException("certificate chain is not present");
        }
        return NotationEnvelope.leaf(certificates.get(0));
    }

    @Override
    public NotationSignature content() throws MalformedEntityException {
        Header header = header();
        byte[] content;
        try {
            content = RawUrlBase64.octets(payload);
        } catch (MalformedEntityException e) {
            throw new MalformedEntityException("payload error: " + e.getMessage(), e);
        }
        checkScheme(header);
        checkCritical(header);
        NotationAlgorithm algorithm = NotationAlgorithm.ofJws(header.algorithm)
                .orElseThrow(() -> new MalformedEntityException(
                        "signature algorithm " + GoText.quote(header.algorithm) + " is not supported"));
        if (RawUrlBase64.octets(signature).length == 0) {
            throw new MalformedEntityException("signature missing in jws-json envelope");
        }
        return new NotationSignature(
                content,
                header.contentType,
                algorithm,
                header.scheme,
                header.scheme.equals(NotationSignature.X509) ? header.signingTime : header.authenticTime,
                header.expiry.filter(expiry -> !expiry.isZero()),
                header.attributes,
                NotationEnvelope.chain(certificates),
                foundAt);
    }

    private record Header(
            String algorithm,
            String contentType,
            List<String> critical,
            Optional<GoMoment> expiry,
            String scheme,
            Optional<GoMoment> signingTime,
            Optional<GoMoment> authenticTime,
            Map<String, Attribute> attributes) {}

    private Header header() throws MalformedEntityException {
        try {
            JsonValue root = GoJson.unmarshal(RawUrlBase64.octets(protectedHeader));
            JsonObject fields = GoFields.struct(root, "jws.jwsProtectedHeader");
            List<String> critical = GoFields.texts(fields, "crit", STRUCT + "crit");
            Set<String> marked = new HashSet<>(critical);
            Map<String, Attribute> attributes = new HashMap<>();
            for (JsonValue.Member member : fields.members()) {
                if (!OWN.contains(member.name())) {
                    Optional<String> text =
                            member.value() instanceof JsonString found ? Optional.of(found.value()) : Optional.empty();
                    attributes.put(member.name(), new Attribute(marked.contains(member.name()), text));
                }
            }
            return new Header(
                    GoFields.text(fields, "alg", STRUCT + "alg"),
                    GoFields.text(fields, "cty", STRUCT + "cty"),
                    critical,
                    GoFields.moment(fields, NotationSignature.EXPIRY_HEADER),
                    GoFields.text(
                            fields,
                            NotationSignature.SIGNING_SCHEME_HEADER,
                            STRUCT + NotationSignature.SIGNING_SCHEME_HEADER),
                    GoFields.moment(fields, NotationSignature.SIGNING_TIME_HEADER),
                    GoFields.moment(fields, NotationSignature.AUTHENTIC_TIME_HEADER),
                    attributes);
        } catch (MalformedEntityException e) {
            throw new MalformedEntityException(UNREADABLE + e.getMessage(), e);
        }
    }

    private static void checkScheme(Header header) throws MalformedEntityException {
        switch (header.scheme) {
            case NotationSignature.X509 -> {
                if (header.authenticTime.isPresent()) {
                    throw misplaced(NotationSignature.AUTHENTIC_TIME_HEADER, "must not", NotationSignature.X509);
                }
            }
            case NotationSignature.SIGNING_AUTHORITY -> {
                if (header.signingTime.isPresent()) {
                    throw misplaced(
                            NotationSignature.SIGNING_TIME_HEADER, "must not", NotationSignature.SIGNING_AUTHORITY);
                }
                if (header.authenticTime.isEmpty()) {
                    // notation-core names the other scheme here.
                    throw misplaced(NotationSignature.AUTHENTIC_TIME_HEADER, "must", NotationSignature.X509);
                }
            }
            default -> throw new MalformedEntityException("unsupported SigningScheme: `" + header.scheme + "`");
        }
    }

    private static MalformedEntityException misplaced(String name, String verb, String scheme) {
        return new MalformedEntityException(
                "\"" + name + "\" header " + verb + " be present for " + scheme + " signing scheme");
    }

    private static void checkCritical(Header header) throws MalformedEntityException {
        if (header.critical.isEmpty()) {
            throw new MalformedEntityException("missing \"crit\" header");
        }
        Set<String> wanted = new LinkedHashSet<>();
        wanted.add(NotationSignature.SIGNING_SCHEME_HEADER);
        if (header.expiry.filter(expiry -> !expiry.isZero()).isPresent()) {
            wanted.add(NotationSignature.EXPIRY_HEADER);
        }
        if (header.scheme.equals(NotationSignature.SIGNING_AUTHORITY)) {
            wanted.add(NotationSignature.AUTHENTIC_TIME_HEADER);
        }
        for (String name : header.critical) {
            if (!wanted.remove(name) && !header.attributes.containsKey(name)) {
                throw new MalformedEntityException(GoText.quote(name) + " header is marked critical but not present");
            }
        }
        if (!wanted.isEmpty()) {
            throw new MalformedEntityException(
                    "these required headers are not marked as critical: [" + String.join(" ", wanted) + "]");
        }
    }
}
