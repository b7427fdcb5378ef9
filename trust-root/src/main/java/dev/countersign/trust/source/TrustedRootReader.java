package dev.countersign.trust.source;

import dev.countersign.document.DocumentLimits;
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

/**
 * Reads Sigstore's {@code trusted_root.json} (protobuf message {@code dev.sigstore.trustroot.v1.TrustedRoot}) as strictly as
 * sigstore-go, and more so: an id must be that of its key, and the kind of a key must be the stated one. The first defect ends
 * the reading; a trusted root counts as a whole or not at all. Of several logs of one kind with one id the last counts.
 */
final class TrustedRootReader {
    static final int MAX_BYTES = 1 << 20;

    /** The number of the divergence: what is said twice in a trusted root must agree. */
    static final String CONTRADICTION = "D84";

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
        ProtoDocument document = ProtoDocument.parse(source, bytes, LIMITS, Defects.TRUSTED_ROOT);
        requireMediaType(document);
        ProtoMessage root = document.message(FIELDS);
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
    private static void requireMediaType(ProtoDocument document) throws TrustRootException {
        String mediaType = document.mediaType();
        if (!mediaType.equals(MEDIA_TYPE)) {
            throw document.wrongMediaType(
                    MEDIA_TYPE,
                    mediaType.startsWith(SigningConfigReader.MEDIA_TYPES)
                            ? "A signing config says where to sign, not what to trust: name a trusted_root.json, and check the"
                                    + " signing config against it (countersign trust check --signing-config)"
                            : "Use a trusted_root.json; a signing config or a bundle is something else");
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
}
