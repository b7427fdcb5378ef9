package dev.countersign.verify.check;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.Pem;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.verify.entity.BundleContent;
import dev.countersign.verify.entity.BundleSigner;
import dev.countersign.verify.entity.SigstoreBundle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks that a log entry is about the very signature, signer and payload of a bundle, as sigstore-go does; of several signatures in an
 * entry the first counts. Stateless and thread-safe.
 */
final class BundleBinding {
    private static final String REMEDY = "The entry belongs to another signature: sign and log the image again.";

    private BundleBinding() {}

    /** Checks an entry of a Rekor version 1 log. */
    static void verify(LogEntry entry, ReadBundle read, Optional<VerificationKey> key) throws CheckFailure {
        SigstoreBundle bundle = read.bundle();
        byte[] logged = signature(entry);
        if (logged.length == 0 || !Arrays.equals(logged, bundle.content().signature())) {
            throw CheckFailure.of(
                    "LOG_ENTRY_OF_OTHER_SIGNATURE",
                    "transparency log signature does not match",
                    HexFormat.of().formatHex(logged),
                    HexFormat.of().formatHex(bundle.content().signature()),
                    REMEDY);
        }
        if (!isBySigner(entry, bundle.signer(), key)) {
            throw CheckFailure.of(
                    "LOG_ENTRY_OF_OTHER_KEY",
                    "transparency log certificate does not match",
                    entry.key(),
                    "the certificate of the bundle, or the key of the policy",
                    "The entry was made for another key or certificate: add that key to the policy, or sign again.");
        }
        if (bundle.content() instanceof BundleContent.MessageSignature message) {
            requireDigest(entry, message);
        } else if (bundle.content() instanceof BundleContent.Envelope envelope) {
            requirePayload(entry, envelope.envelope().payload());
        }
    }

    /** The leaf that a Rekor version 2 log must hold of a bundle. */
    static byte[] tiledLeaf(SigstoreBundle bundle, Optional<VerificationKey> key) throws CheckFailure {
        if (bundle.signer() instanceof BundleSigner.Certificate holder) {
            return TiledEntry.leafHash(
                    bundle.content(),
                    BundleSignature.keyOf(holder.certificate()),
                    TiledEntry.verifier(true, holder.certificate().der()));
        }
        VerificationKey known = key.orElseThrow(BundleSignature::unknownKey);
        return TiledEntry.leafHash(bundle.content(), known, TiledEntry.verifier(false, known.spki()));
    }

    private static byte[] signature(LogEntry entry) {
        byte[] octets = entry.signature().flatMap(StandardBase64::decode).orElse(new byte[0]);
        return entry.kind().equals("intoto") // which holds the base64 of the base64
                ? StandardBase64.decode(new String(octets, StandardCharsets.ISO_8859_1))
                        .orElse(new byte[0])
                : octets;
    }

    private static boolean isBySigner(LogEntry entry, BundleSigner signer, Optional<VerificationKey> key) {
        Optional<byte[]> der =
                Pem.next(entry.key()).map(decoded -> decoded.block().bytes());
        if (der.isEmpty()) {
            return false;
        }
        if (signer instanceof BundleSigner.Certificate holder) {
            return Arrays.equals(der.get(), holder.certificate().der());
        }
        if (key.isEmpty() || isCertificate(der.get())) {
            return false;
        }
        try {
            return VerificationKey.fromSpki(der.get()).equals(key.get());
        } catch (CryptographyException e) {
            return false;
        }
    }

    private static boolean isCertificate(byte[] der) {
        try {
            return ParsedCertificate.parse(der).version() > 0;
        } catch (CryptographyException e) {
            return false;
        }
    }

    private static void requireDigest(LogEntry entry, BundleContent.MessageSignature message) throws CheckFailure {
        if (!entry.kind().equals("hashedrekord")) {
            throw otherPayload(
                    "transparency log entry is not a hashedrekord or missing digest",
                    entry.kind(),
                    "an entry of kind hashedrekord");
        }
        if (!entry.hashAlgorithm().equals(policyName(message.algorithm()))) {
            throw otherPayload(
                    "transparency log hashedrekord entry digest algorithm mismatch: " + message.algorithm() + " != "
                            + entry.hashAlgorithm(),
                    entry.hashAlgorithm(),
                    message.algorithm());
        }
        String digest = HexFormat.of().formatHex(message.digest());
        if (!entry.hash().toLowerCase(Locale.ROOT).equals(digest)) {
            throw otherPayload(
                    "transparency log hashedrekord entry digest " + entry.hash() + " does not match artifact " + digest,
                    entry.hash(),
                    digest);
        }
    }

    private static String policyName(String algorithm) {
        return algorithm.startsWith("SHA2_") ? "sha" + algorithm.substring("SHA2_".length()) : "unsupported";
    }

    private static void requirePayload(LogEntry entry, byte[] payload) throws CheckFailure {
        if (entry.payloadHash().isEmpty()) {
            throw otherPayload(
                    "transparency log rekor v1 entry is not a dsse_v001 or intoto_v002 entry",
                    entry.kind(),
                    "an entry of kind dsse or intoto");
        }
        String logged = entry.payloadHash().get().toLowerCase(Locale.ROOT);
        String own = HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(payload));
        if (!logged.equals(own)) {
            throw otherPayload(
                    "transparency log dsse/intoto entry payload hash " + logged
                            + " does not match envelope payload hash " + own,
                    logged,
                    own);
        }
    }

    private static CheckFailure otherPayload(String message, String found, String expected) {
        return CheckFailure.of("LOG_ENTRY_OF_OTHER_PAYLOAD", message, found, expected, REMEDY);
    }
}
