package dev.countersign.trust.source;

import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.NoteKeyId;
import dev.countersign.trust.Origin;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.ValidityWindow;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a {@code TransparencyLogInstance}: an item of {@code tlogs} or {@code ctlogs}. */
final class LogInstance {
    static final List<String> FIELDS =
            List.of("baseUrl", "hashAlgorithm", "publicKey", "logId", "checkpointKeyId", "operator");

    /** {@code HashAlgorithm.SHA2_256}. */
    private static final Set<String> SHA_256 = Set.of("SHA2_256", "1");

    private static final int SHORT_ID_BYTES = 4;
    private static final String ID_EXPECTED = "base64 of the SHA-256 of the log's key";

    private LogInstance() {}

    static LogKey read(ProtoMessage log, String source) throws TrustRootException {
        String baseUrl = log.text("baseUrl");
        log.text("operator");
        String hash = log.enumeration("hashAlgorithm");
        if (!SHA_256.contains(hash)) {
            throw log.defect(
                    "hashAlgorithm",
                    "the log's tree is hashed otherwise than can be checked",
                    hash.equals("0") ? "nothing" : hash,
                    "SHA2_256",
                    "State SHA2_256, if that is what the log uses; no other is supported");
        }
        ProtoMessage publicKey = log.requiredMessage("publicKey", "rawBytes", "keyDetails", "validFor");
        VerificationKey key = KeyDetails.read(publicKey);
        ValidityWindow validity = TimeRange.read(publicKey, true);
        byte[] id = log.requiredMessage("logId", "keyId").requiredBytes("keyId", ID_EXPECTED);
        check(log, "logId", id, key, baseUrl);
        ProtoMessage checkpoint = log.message("checkpointKeyId", "keyId").orElse(null);
        if (checkpoint != null) {
            check(log, "checkpointKeyId", checkpoint.requiredBytes("keyId", ID_EXPECTED), key, baseUrl);
        }
        return new LogKey(
                key,
                validity,
                new Origin(source + ", " + log.path() + (baseUrl.isEmpty() ? "" : " (" + baseUrl + ")")),
                HexFormat.of().formatHex(id),
                baseUrl);
    }

    /** An id that is not derived from the key would let one log speak in the name of another. */
    private static void check(ProtoMessage log, String field, byte[] id, VerificationKey key, String baseUrl)
            throws TrustRootException {
        byte[] ofKey = HexFormat.of().parseHex(key.id());
        if (matches(id, ofKey)) {
            return;
        }
        if (key.kind() == VerificationKey.Kind.ED25519) {
            for (String name : names(baseUrl)) {
                if (matches(id, NoteKeyId.of(name, key))) {
                    return;
                }
            }
        }
        throw log.defect(
                        field + ".keyId",
                        "the id is not that of the key",
                        HexFormat.of().formatHex(id),
                        key.id()
                                + (key.kind() == VerificationKey.Kind.ED25519
                                        ? ", or the id of a signed note by baseUrl"
                                        : ""),
                        "Correct the id, or the key if another was meant")
                .resting(TrustedRootReader.CONTRADICTION);
    }

    /** Whether an id is this hash, or its first four octets, which is how a signed note shortens it. */
    private static boolean matches(byte[] id, byte[] hash) {
        return Arrays.equals(id, hash)
                || (id.length == SHORT_ID_BYTES && Arrays.equals(id, Arrays.copyOf(hash, SHORT_ID_BYTES)));
    }

    /** The names that a log at this place may go by in its checkpoints: its host, with port, with path. */
    private static Set<String> names(String baseUrl) {
        Set<String> names = new LinkedHashSet<>();
        try {
            URI url = new URI(baseUrl);
            if (url.getHost() != null) {
                String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/+$", "");
                names.add(url.getHost());
                names.add(url.getRawAuthority());
                names.add(url.getRawAuthority() + path);
            }
        } catch (URISyntaxException e) {
            return names; // a log without a name goes by its key alone
        }
        return names;
    }
}
