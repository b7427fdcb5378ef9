package dev.countersign.trust.source;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading;
import dev.countersign.document.Issue;
import dev.countersign.document.JsonReading;
import dev.countersign.document.Located;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Location;
import dev.countersign.document.Value;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.ReplacedLog;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRootException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads Sigstore's {@code trusted_root.json} (protobuf message {@code dev.sigstore.trustroot.v1.TrustedRoot}) as strictly as
 * sigstore-go, and more so: an id must be that of its key, and the kind of a key must be the stated one. The first defect ends
 * the reading; a trusted root counts as a whole or not at all. Of several logs of one kind with one id the last counts.
 */
final class TrustedRootReader {
    static final int MAX_BYTES = 1 << 20;

    /** The most logs, authorities, and certificates of one chain. */
    static final int MAX_ITEMS = 100;

    /** The only media type that sigstore-go takes. */
    static final String MEDIA_TYPE = "application/vnd.dev.sigstore.trustedroot+json;version=0.1";

    private static final List<String> FIELDS =
            List.of("mediaType", "tlogs", "certificateAuthorities", "ctlogs", "timestampAuthorities");
    private static final int MAX_DEPTH = 20;
    private static final int MAX_VALUES = 100_000;
    private static final DocumentLimits LIMITS = new DocumentLimits(MAX_BYTES, MAX_DEPTH, MAX_VALUES, 1);

    private TrustedRootReader() {}

    /**
     * Reads one.
     *
     * @param source the name that errors and origins carry
     */
    static TrustMaterial read(String source, byte[] bytes) throws TrustRootException {
        Located document = parse(source, bytes);
        requireMediaType(document);
        ProtoMessage root = ProtoMessage.root(document, FIELDS);
        List<ReplacedLog> replaced = new ArrayList<>();
        return new TrustMaterial(
                authorities(root, "certificateAuthorities", source),
                logs(root, ReplacedLog.Kind.TRANSPARENCY_LOG, source, replaced),
                logs(root, ReplacedLog.Kind.CT_LOG, source, replaced),
                authorities(root, "timestampAuthorities", source),
                Map.of(),
                replaced);
    }

    /** Looked at before all else, so that a signing config or a bundle is told as such and not by its fields. */
    private static void requireMediaType(Located document) throws TrustRootException {
        Optional<Located> stated = document instanceof LocatedObject object
                ? object.get("mediaType").or(() -> object.get("media_type"))
                : Optional.empty();
        String mediaType =
                stated.isPresent() && stated.get().value() instanceof Value.StringValue text ? text.value() : "";
        if (!mediaType.equals(MEDIA_TYPE)) {
            throw Defects.defect(
                    stated.orElse(document).location(),
                    "mediaType",
                    "this is no trusted root, or of a version that cannot be read",
                    mediaType.isEmpty() ? "no media type" : mediaType,
                    MEDIA_TYPE,
                    "Use a trusted_root.json; a signing config or a bundle is something else");
        }
    }

    /** The logs of a list that count; those that a later one of the same id replaces are told beside. */
    private static List<LogKey> logs(
            ProtoMessage root, ReplacedLog.Kind kind, String source, List<ReplacedLog> replaced)
            throws TrustRootException {
        String field = kind == ReplacedLog.Kind.CT_LOG ? "ctlogs" : "tlogs";
        List<LogKey> all = new ArrayList<>();
        Map<String, LogKey> byId = new LinkedHashMap<>();
        for (ProtoMessage log : root.messages(field, MAX_ITEMS, LogInstance.FIELDS)) {
            LogKey key = LogInstance.read(log, source);
            all.add(key);
            byId.put(key.checkpointId(), key);
        }
        for (LogKey log : all) {
            LogKey counted = Objects.requireNonNull(byId.get(log.checkpointId()));
            if (!counted.equals(log)) {
                replaced.add(new ReplacedLog(kind, log, counted));
            }
        }
        return List.copyOf(byId.values());
    }

    private static List<CertificateAuthority> authorities(ProtoMessage root, String field, String source)
            throws TrustRootException {
        List<CertificateAuthority> authorities = new ArrayList<>();
        for (ProtoMessage authority : root.messages(field, MAX_ITEMS, AuthorityInstance.FIELDS)) {
            authorities.add(AuthorityInstance.read(authority, source, field.equals("timestampAuthorities")));
        }
        return authorities;
    }

    private static Located parse(String source, byte[] bytes) throws TrustRootException {
        // The located reading also takes YAML; what is no JSON must end here. Duplicates get a place below.
        JsonReading json = DocumentReader.readJson(source, bytes, LIMITS);
        if (json.value().isEmpty()) {
            refuse(json.issues());
        }
        DocumentReading reading = DocumentReader.read(source, bytes, LIMITS);
        refuse(reading.allIssues());
        List<Located> roots = reading.roots();
        if (roots.size() != 1) {
            throw Defects.defect(
                    Location.of(source), "", "this is no trusted root", "", "one JSON object", "Use another file");
        }
        return roots.get(0);
    }

    private static void refuse(List<Issue> issues) throws TrustRootException {
        if (!issues.isEmpty()) {
            throw Defects.of(issues.get(0));
        }
    }
}
