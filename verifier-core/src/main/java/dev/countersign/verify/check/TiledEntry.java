package dev.countersign.verify.check;

import dev.countersign.crypto.VerificationKey;
import dev.countersign.verify.entity.BundleContent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a Rekor version 2 log must hold of a signature: an entry hashedrekord 0.0.2, in canonical JSON (RFC 8785). It is made of the signature
 * at hand, so that the log's proof binds the two; the body that a bundle brings is not looked at. Stateless and thread-safe.
 */
final class TiledEntry {
    private TiledEntry() {}

    /**
     * The entry's hash as a leaf.
     *
     * @param key that made the signature
     * @param verifier the member that holds the certificate or key: {@code "x509Certificate":{"rawBytes":"…"}}
     * @throws CheckFailure the log takes no such keys
     */
    static byte[] leafHash(BundleContent content, VerificationKey key, String verifier) throws CheckFailure {
        KeyAlgorithm algorithm = KeyAlgorithm.of(key)
                .orElseThrow(() -> CheckFailure.of(
                        "UNSUPPORTED_KEY",
                        "getting algorithm details from bundle key: unsupported public key type",
                        "a key of kind " + key.kind(),
                        "ECDSA over P-256, P-384 or P-521, RSA of 2048, 3072 or 4096 bits, or Ed25519",
                        "Sign with another kind of key."));
        byte[] digest = content instanceof BundleContent.Envelope envelope
                ? algorithm.hash().digest(envelope.envelope().signedBytes())
                : content instanceof BundleContent.MessageSignature message ? message.digest() : new byte[0];
        String json = "{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":{\"hashedRekordV002\":{\"data\":{"
                + "\"algorithm\":\"" + algorithm.hashName() + "\",\"digest\":\"" + base64(digest)
                + "\"},\"signature\":{\"content\":\"" + base64(content.signature())
                + "\",\"verifier\":{\"keyDetails\":\""
                + algorithm.name() + "\"," + verifier + "}}}}}";
        return MerkleInclusion.leafHash(json.getBytes(StandardCharsets.UTF_8));
    }

    /** A certificate or key as the entry's verifier. */
    static String verifier(boolean isCertificate, byte[] der) {
        return (isCertificate ? "\"x509Certificate\"" : "\"publicKey\"") + ":{\"rawBytes\":\"" + base64(der) + "\"}";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
