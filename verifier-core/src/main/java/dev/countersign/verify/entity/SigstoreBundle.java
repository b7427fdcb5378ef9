package dev.countersign.verify.entity;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.document.proto.ProtoJson;
import dev.countersign.document.proto.ProtoJsonException;
import dev.countersign.document.proto.ProtoMessage;
import dev.countersign.verify.entity.BundleLogEntry.InclusionProof;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A Sigstore bundle: a signature with everything that is needed to verify it (signature-verification.md 4.1). Nothing of it is
 * checked. Immutable.
 *
 * @param version which its media type states
 * @param content the signature and what it is over
 * @param signer who is said to have signed
 * @param entries of transparency logs
 * @param timestamps RFC 3161 responses, DER
 */
public record SigstoreBundle(
        BundleVersion version,
        BundleContent content,
        BundleSigner signer,
        List<BundleLogEntry> entries,
        List<byte[]> timestamps) {
    /** sigstore-go's bound on log entries (CVE-2024-45395). */
    public static final int MAX_ENTRIES = 32;

    private static final String INVALID = "validation error: ";
    private static final String NO_MATERIAL = "validation error: missing verification material";

    public SigstoreBundle {
        entries = List.copyOf(entries);
        timestamps = timestamps.stream().map(byte[]::clone).toList();
    }

    @Override
    public List<byte[]> timestamps() {
        return timestamps.stream().map(byte[]::clone).toList();
    }

    /** Looks at the body of each log entry while the bundle is read, where sigstore-go does so. */
    @FunctionalInterface
    public interface BodyReader {
        /** Refuses a body that is no entry, in Rekor's words. */
        void read(BundleLogEntry entry, BundleSigner signer) throws MalformedEntityException;
    }

    /**
     * Reads a bundle as sigstore-go does: strict protobuf JSON, then the rules of its version.
     *
     * @param json UTF-8; the caller bounds its size
     * @throws MalformedEntityException in the words of sigstore-go: {@code proto: (line 1:2): unknown field "x"}, {@code inclusion
     *     proof missing in bundle (required for bundle v0.2)}
     */
    public static SigstoreBundle parse(byte[] json, BodyReader bodies) throws MalformedEntityException {
        ProtoMessage bundle;
        try {
            bundle = ProtoJson.read(json, BundleSchema.BUNDLE);
        } catch (ProtoJsonException e) {
            throw new MalformedEntityException(e.getMessage(), e);
        }
        BundleVersion version = BundleVersion.of(bundle.text("mediaType"));
        version.requireSupported(false);
        Optional<ProtoMessage> envelope = bundle.message("dsseEnvelope");
        Optional<ProtoMessage> messageSignature = bundle.message("messageSignature");
        if (envelope.isEmpty() && messageSignature.isEmpty()) {
            throw new MalformedEntityException("invalid bundle: validation error: missing bundle content");
        }
        ProtoMessage material = bundle.message("verificationMaterial")
                .filter(SigstoreBundle::namesSigner)
                .orElseThrow(() -> new MalformedEntityException("invalid bundle: " + NO_MATERIAL));
        BundleSigner signer = signer(material);
        List<BundleLogEntry> entries = entries(material, signer, bodies);
        requireProofs(version, entries);
        if (version.isAtLeast(3) && material.message("x509CertificateChain").isPresent()) {
            throw new MalformedEntityException(
                    "verification material cannot be X.509 certificate chain (for bundle v0.3)");
        }
        version.requireSupported(true);
        return new SigstoreBundle(
                version,
                envelope.isPresent() ? envelope(envelope.get()) : messageSignature(messageSignature.orElseThrow()),
                signer,
                entries,
                timestamps(material));
    }

    private static boolean namesSigner(ProtoMessage material) {
        return material.message("publicKey").isPresent()
                || material.message("certificate").isPresent()
                || material.message("x509CertificateChain").isPresent();
    }

    private static BundleSigner signer(ProtoMessage material) {
        Optional<ProtoMessage> key = material.message("publicKey");
        if (key.isPresent()) {
            return new BundleSigner.Key(key.get().text("hint"));
        }
        Optional<byte[]> der = material.message("certificate")
                .or(() -> material.message("x509CertificateChain")
                        .flatMap(
                                chain -> chain.messages("certificates").stream().findFirst()))
                .flatMap(certificate -> certificate.bytes("rawBytes"));
        if (der.isEmpty()) {
            return new BundleSigner.Unreadable(NO_MATERIAL);
        }
        try {
            return new BundleSigner.Certificate(ParsedCertificate.parse(der.get()));
        } catch (CryptographyException e) {
            return new BundleSigner.Unreadable(INVALID + e.getMessage());
        }
    }

    private static List<BundleLogEntry> entries(ProtoMessage material, BundleSigner signer, BodyReader bodies)
            throws MalformedEntityException {
        List<ProtoMessage> stated = material.messages("tlogEntries");
        if (stated.size() > MAX_ENTRIES) {
            throw new MalformedEntityException(
                    INVALID + "too many tlog entries: " + stated.size() + " > " + MAX_ENTRIES);
        }
        List<BundleLogEntry> entries = new ArrayList<>();
        for (ProtoMessage entry : stated) {
            try {
                BundleLogEntry read = entry(entry);
                bodies.read(read, signer);
                entries.add(read);
            } catch (MalformedEntityException e) {
                throw new MalformedEntityException(INVALID + e.getMessage(), e);
            }
        }
        return entries;
    }

    private static BundleLogEntry entry(ProtoMessage entry) throws MalformedEntityException {
        Optional<byte[]> body = entry.bytes("canonicalizedBody");
        Optional<byte[]> logId = entry.message("logId").flatMap(id -> id.bytes("keyId"));
        Optional<ProtoMessage> kind = entry.message("kindVersion");
        if (body.isEmpty() || entry.number("logIndex") < 0 || logId.isEmpty() || kind.isEmpty()) {
            throw new MalformedEntityException("validation error: nil value in transaction log entry");
        }
        Optional<ProtoMessage> stated = entry.message("inclusionProof");
        Optional<InclusionProof> proof = stated.isEmpty() ? Optional.empty() : Optional.of(proof(stated.get()));
        return new BundleLogEntry(
                entry.number("logIndex"),
                HexFormat.of().formatHex(logId.get()),
                kind.get().text("kind"),
                entry.number("integratedTime"),
                entry.message("inclusionPromise").flatMap(promise -> promise.bytes("signedEntryTimestamp")),
                proof,
                body.get());
    }

    private static InclusionProof proof(ProtoMessage proof) throws MalformedEntityException {
        ProtoMessage checkpoint = proof.message("checkpoint")
                .orElseThrow(() -> new MalformedEntityException("inclusion proof missing required checkpoint"));
        String note = checkpoint.text("envelope");
        if (note.isEmpty()) {
            throw new MalformedEntityException("inclusion proof checkpoint empty");
        }
        return new InclusionProof(
                proof.number("logIndex"),
                proof.number("treeSize"),
                proof.bytes("rootHash").orElse(new byte[0]),
                proof.bytesList("hashes"),
                note);
    }

    /** One of the entries is enough, as in sigstore-go; what each must have is told when it is verified. */
    private static void requireProofs(BundleVersion version, List<BundleLogEntry> entries)
            throws MalformedEntityException {
        if (entries.isEmpty()) {
            return;
        }
        if (version.is(1)) {
            if (entries.stream().allMatch(entry -> entry.promise().isEmpty())) {
                throw new MalformedEntityException("inclusion promises missing in bundle (required for bundle v0.1)");
            }
        } else if (entries.stream().allMatch(entry -> entry.proof().isEmpty())) {
            throw new MalformedEntityException("inclusion proof missing in bundle (required for bundle v0.2)");
        }
    }

    private static BundleContent envelope(ProtoMessage envelope) {
        Optional<byte[]> payload = envelope.bytes("payload");
        return payload.isEmpty()
                ? new BundleContent.Incomplete("validation error: invalid attestation: missing valid envelope")
                : new BundleContent.Envelope(new DsseEnvelope(
                        envelope.text("payloadType"),
                        payload.get(),
                        envelope.messages("signatures").stream()
                                .map(signature -> new DsseEnvelope.Signature(
                                        signature.text("keyid"),
                                        signature.bytes("sig").orElse(new byte[0])))
                                .toList()));
    }

    private static BundleContent messageSignature(ProtoMessage stated) {
        Optional<ProtoMessage> digest = stated.message("messageDigest");
        if (digest.isEmpty()) {
            return new BundleContent.Incomplete(NO_MATERIAL);
        }
        long algorithm = digest.get().number("algorithm");
        return new BundleContent.MessageSignature(
                algorithm > 0 && algorithm < BundleSchema.HASHES.size() ? BundleSchema.HASHES.get((int) algorithm) : "",
                digest.get().bytes("digest").orElse(new byte[0]),
                stated.bytes("signature").orElse(new byte[0]));
    }

    private static List<byte[]> timestamps(ProtoMessage material) {
        return material
                .message("timestampVerificationData")
                .map(data -> data.messages("rfc3161Timestamps"))
                .orElse(List.of())
                .stream()
                .map(timestamp -> timestamp.bytes("signedTimestamp").orElse(new byte[0]))
                .toList();
    }
}
