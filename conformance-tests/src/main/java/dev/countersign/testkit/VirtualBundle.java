package dev.countersign.testkit;

import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.BundleRecipe.Log;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes Sigstore bundles, version 0.3, and pushes them beside an image. Stateless and thread-safe. */
public final class VirtualBundle {
    private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    private VirtualBundle() {}

    /**
     * A bundle.
     *
     * @param certificate the signer's in DER; none where the key stands for itself
     */
    static byte[] write(BundleRecipe recipe, SigningKey key, byte[] certificate, VirtualRekor rekor, long time) {
        byte[] payload = recipe.statement().getBytes(StandardCharsets.UTF_8);
        byte[] signed = recipe.isMessage() ? new byte[0] : pae(payload);
        byte[] signature =
                recipe.isMessage() ? key.signDigest(Texts.unhex(recipe.image().hex())) : key.sign(signed);
        byte[] digest = recipe.isMessage() ? Texts.unhex(recipe.image().hex()) : Texts.sha256(signed);
        String content = recipe.isMessage()
                ? "\"messageSignature\":{\"messageDigest\":{\"algorithm\":\"SHA2_256\",\"digest\":\""
                        + Texts.base64(digest) + "\"},\"signature\":\"" + Texts.base64(signature) + "\"}"
                : "\"dsseEnvelope\":{\"payload\":\"" + Texts.base64(payload) + "\",\"payloadType\":\"" + PAYLOAD_TYPE
                        + "\",\"signatures\":[{\"sig\":\"" + Texts.base64(signature) + "\"}]}";
        VirtualRekor.Logged logged =
                new VirtualRekor.Logged(recipe.isMessage(), payload, digest, signature, key, certificate);
        String entry = recipe.log() == Log.NONE ? "" : rekor.entry(logged, recipe.log(), time);
        String signer = certificate.length == 0
                ? "\"publicKey\":{\"hint\":\"\"}"
                : "\"certificate\":{\"rawBytes\":\"" + Texts.base64(certificate) + "\"}";
        String stamps = recipe.stamp()
                .map(stamp -> ",\"timestampVerificationData\":{\"rfc3161Timestamps\":[{\"signedTimestamp\":\""
                        + Texts.base64(stamp.authority().stamp(signature, stamp.at())) + "\"}]}")
                .orElse("");
        return ("{\"mediaType\":\"" + MEDIA_TYPE + "\",\"verificationMaterial\":{" + signer + ",\"tlogEntries\":["
                        + entry + "]" + stamps + "}," + content + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pae(byte[] payload) {
        String head = "DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + payload.length);
        System.arraycopy(payload, 0, all, start.length, payload.length);
        return all;
    }

    /** Pushes a bundle as a referrer of an image, into any repository. */
    public static void push(InProcessRegistry registry, Repository repository, Digest image, byte[] bundle) {
        Digest config = registry.pushBlob(repository, "{}".getBytes(StandardCharsets.UTF_8));
        Digest blob = registry.pushBlob(repository, bundle);
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"artifactType\":\"" + MEDIA_TYPE
                + "\",\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"size\":2,\"digest\":\"" + config
                + "\"},\"layers\":[{\"mediaType\":\"" + MEDIA_TYPE + "\",\"size\":" + bundle.length + ",\"digest\":\""
                + blob + "\"}],\"subject\":{\"mediaType\":\"" + MANIFEST + "\",\"size\":1,\"digest\":\"" + image
                + "\"}}";
        registry.push(repository, MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
    }
}
