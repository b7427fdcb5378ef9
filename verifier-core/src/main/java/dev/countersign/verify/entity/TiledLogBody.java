package dev.countersign.verify.entity;

import dev.countersign.document.proto.ProtoJson;
import dev.countersign.document.proto.ProtoJsonException;
import dev.countersign.document.proto.ProtoMessage;
import java.util.Optional;

/**
 * The body of an entry of a Rekor version 2 log, kind hashedrekord 0.0.2 (signature-verification.md 4.3). Nothing of it is trusted: what
 * the log holds is made anew of the bundle's signature. Immutable.
 *
 * @param defect why it is no whole entry, in sigstore-go's words; empty where it is one
 */
public record TiledLogBody(String defect) {

    /** Reads a body; empty where it is no entry of that kind. */
    public static Optional<TiledLogBody> parse(byte[] body) {
        try {
            ProtoMessage entry = ProtoJson.read(body, BundleSchema.TILED_ENTRY);
            Optional<ProtoMessage> record = entry.message("spec").flatMap(spec -> spec.message("hashedRekordV002"));
            return record.isPresent() && entry.text("apiVersion").equals("0.0.2")
                    ? Optional.of(new TiledLogBody(defect(record.get())))
                    : Optional.empty();
        } catch (ProtoJsonException e) {
            return Optional.empty();
        }
    }

    private static String defect(ProtoMessage record) {
        Optional<ProtoMessage> signature = record.message("signature");
        if (signature.flatMap(stated -> stated.bytes("content")).isEmpty()) {
            return "missing signature";
        }
        Optional<ProtoMessage> verifier = signature.flatMap(stated -> stated.message("verifier"));
        if (verifier.isEmpty()) {
            return "missing verifier";
        }
        if (record.message("data").isEmpty()) {
            return "missing digest";
        }
        Optional<ProtoMessage> key = verifier.get().message("publicKey");
        Optional<ProtoMessage> certificate = verifier.get().message("x509Certificate");
        if (key.isEmpty() && certificate.isEmpty()) {
            return "missing signature public key or X.509 certificate";
        }
        return key.or(() -> certificate)
                        .flatMap(stated -> stated.bytes("rawBytes"))
                        .isEmpty()
                ? key.isPresent() ? "missing public key raw bytes" : "missing X.509 certificate raw bytes"
                : "";
    }
}
