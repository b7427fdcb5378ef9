package dev.countersign.testkit;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.Pem;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole Sigstore deployment in the process, with fresh keys: a certificate authority, its CT log, a Rekor v1 log and a
 * timestamp authority. It makes
 * real signatures in cosign's own layout, and says what a policy must trust. Everything is signed at one moment, so that a test's
 * clock can stand still. Thread-safe.
 *
 * <pre>{@code
 * VirtualSigstore sigstore = VirtualSigstore.at(Instant.parse("2026-01-01T00:00:00Z"));
 * Digest image = VirtualSigstore.pushImage(registry, web, "1.0");
 * VirtualSigstore.pushSignatures(registry, web, image, sigstore.signKeyless(image, "dev@example.test", "https://issuer.test"));
 * }</pre>
 */
public final class VirtualSigstore {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String PAYLOAD = "application/vnd.dev.cosign.simplesigning.v1+json";
    private static final Origin ORIGIN = new Origin("a virtual Sigstore");

    private final Instant moment;
    private final VirtualFulcio fulcio;
    private final VirtualRekor rekor = new VirtualRekor();
    private final VirtualTimestampAuthority timestamps;

    private VirtualSigstore(Instant moment) {
        this.moment = moment;
        this.fulcio = new VirtualFulcio(moment);
        this.timestamps = VirtualTimestampAuthority.at(moment, "virtual");
    }

    /** A deployment with fresh keys. */
    public static VirtualSigstore at(Instant moment) {
        return new VirtualSigstore(moment);
    }

    /** The root certificate as PEM, for {@code roots}. */
    public String roots() {
        return fulcio.root();
    }

    /** The log's public key as PEM, for {@code rekor.pubkey}. */
    public String rekorKey() {
        return rekor.key().publicKey();
    }

    /** The CT log's public key as PEM, for {@code ctlog.pubkey}. */
    public String ctLogKey() {
        return fulcio.ctLog().publicKey();
    }

    /** The timestamp authority; signatures are stamped where a test asks for it: {@link SignatureLayer#stamped}. */
    public VirtualTimestampAuthority timestamps() {
        return timestamps;
    }

    /** All of it as a process-wide trust root, without bounds in time. */
    public TrustMaterial trustMaterial() {
        try {
            return new TrustMaterial(
                    List.of(new CertificateAuthority(
                            CertificatePem.strict(roots()), List.of(), ValidityWindow.ALWAYS, ORIGIN)),
                    List.of(new LogKey(VerificationKey.fromPem(rekorKey()), ValidityWindow.ALWAYS, ORIGIN)),
                    List.of(new LogKey(VerificationKey.fromPem(ctLogKey()), ValidityWindow.ALWAYS, ORIGIN)),
                    List.of(timestamps.authority()));
        } catch (CryptographyException e) {
            throw new IllegalStateException("what was made here can be read", e);
        }
    }

    /** The same as the text of a {@code trusted_root.json}, valid since 2000; its transparency log is at {@code https://rekor.test}. */
    public String trustedRootJson() {
        return trustedRootJson(trustMaterial());
    }

    /**
     * Trust material of virtual deployments as the text of a {@code trusted_root.json}. What states no window is valid since 2000, and a
     * transparency log that states no address is at {@code https://rekor.test}.
     */
    public static String trustedRootJson(TrustMaterial trust) {
        return TrustedRootText.of(trust);
    }

    /** A keyless signature, logged. */
    public SignatureLayer signKeyless(Digest image, String subject, String issuer) {
        return signKeyless(image, subject, issuer, Map.of(), Map.of());
    }

    /**
     * A keyless signature, logged.
     *
     * @param image what is signed
     * @param subject the name in the certificate: a URI, an email address or a host; empty: none
     * @param issuer who authenticated the signer
     * @param extensions further certificate extensions: texts by object identifier
     * @param says {@code optional} of the payload
     */
    public SignatureLayer signKeyless(
            Digest image, String subject, String issuer, Map<String, String> extensions, Map<String, String> says) {
        SigningKey key = SigningKey.p256();
        String certificate = fulcio.issue(key.pair().getPublic(), subject, issuer, extensions, moment);
        byte[] payload = SignatureLayer.payloadOf(image, says);
        byte[] signature = key.sign(payload);
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(SignatureLayer.SIGNATURE, Texts.base64(signature));
        annotations.put(SignatureLayer.CERTIFICATE, certificate);
        annotations.put(SignatureLayer.CHAIN, fulcio.root());
        annotations.put(SignatureLayer.BUNDLE, rekor.bundle(payload, signature, certificate, moment.plusSeconds(5)));
        return new SignatureLayer(payload, annotations);
    }

    /** A keyless Sigstore bundle. */
    public byte[] bundleKeyless(BundleRecipe recipe, String subject, String issuer) {
        return bundleKeyless(recipe, subject, issuer, Map.of());
    }

    /**
     * A keyless Sigstore bundle.
     *
     * @param extensions further certificate extensions: texts by object identifier
     */
    public byte[] bundleKeyless(BundleRecipe recipe, String subject, String issuer, Map<String, String> extensions) {
        SigningKey key = SigningKey.p256();
        String certificate = fulcio.issue(key.pair().getPublic(), subject, issuer, extensions, moment);
        return bundle(recipe, key, certificate);
    }

    /** A Sigstore bundle by a key. */
    public byte[] bundleWithKey(BundleRecipe recipe, SigningKey key) {
        return bundle(recipe, key, "");
    }

    /** A Sigstore bundle by the holder of a certificate, as PEM. */
    public byte[] bundle(BundleRecipe recipe, SigningKey key, String certificate) {
        byte[] der =
                Pem.next(certificate).map(decoded -> decoded.block().bytes()).orElse(new byte[0]);
        return VirtualBundle.write(
                recipe, key, der, rekor, moment.plusSeconds(5).getEpochSecond());
    }

    /** A certificate of this deployment for a key, as PEM. */
    public String certify(SigningKey key, String subject, String issuer) {
        return fulcio.issue(key.pair().getPublic(), subject, issuer, Map.of(), moment);
    }

    /**
     * A certificate of the authority for a key that a test keeps, as PEM: for {@code certificates.cert}.
     *
     * @param from the beginning of its window
     * @param until the end of its window
     */
    public String certificateOf(SigningKey key, Instant from, Instant until) {
        return fulcio.issue(key.pair().getPublic(), "dev@virtual.test", "https://issuer.test", Map.of(), from, until);
    }

    /** A signature with a key, logged. */
    public SignatureLayer signWithKey(Digest image, SigningKey key) {
        SignatureLayer layer = signUnlogged(image, key, Map.of());
        byte[] signature = Base64.getDecoder().decode(layer.annotations().get(SignatureLayer.SIGNATURE));
        return layer.with(
                SignatureLayer.BUNDLE,
                rekor.bundle(layer.payload(), signature, key.publicKey(), moment.plusSeconds(5)));
    }

    /** A signature with a key and without a log, as {@code cosign sign --tlog-upload=false} makes it. */
    public static SignatureLayer signUnlogged(Digest image, SigningKey key, Map<String, String> says) {
        byte[] payload = SignatureLayer.payloadOf(image, says);
        return new SignatureLayer(payload, Map.of(SignatureLayer.SIGNATURE, Texts.base64(key.sign(payload))));
    }

    /** How an attestation is logged. */
    public enum AttestationEntry {
        /** Kind dsse, as cosign logs today. */
        DSSE,
        /** Kind intoto 0.0.2, as it did before. */
        INTOTO
    }

    /** A keyless attestation, logged. */
    public SignatureLayer attestKeyless(byte[] statement, String subject, String issuer, AttestationEntry kind) {
        SigningKey key = SigningKey.p256();
        String certificate = fulcio.issue(key.pair().getPublic(), subject, issuer, Map.of(), moment);
        return logged(AttestationEnvelope.of(statement), key, certificate, kind)
                .with(SignatureLayer.CERTIFICATE, certificate)
                .with(SignatureLayer.CHAIN, fulcio.root());
    }

    /** An attestation with a key, logged. */
    public SignatureLayer attestWithKey(byte[] statement, SigningKey key, AttestationEntry kind) {
        return logged(AttestationEnvelope.of(statement), key, key.publicKey(), kind);
    }

    private SignatureLayer logged(
            AttestationEnvelope unsigned, SigningKey key, String verifier, AttestationEntry kind) {
        AttestationEnvelope envelope = unsigned.signedBy(key);
        byte[] json = envelope.json();
        byte[] signature = key.sign(envelope.signedBytes());
        Instant at = moment.plusSeconds(5);
        return attestation(json)
                .with(
                        SignatureLayer.BUNDLE,
                        kind == AttestationEntry.DSSE
                                ? rekor.dsse(json, envelope.statement(), signature, verifier, at)
                                : rekor.intoto(json, envelope.statement(), signature, verifier, at));
    }

    /** An attestation with a key and without a log. */
    public static SignatureLayer attestUnlogged(byte[] statement, SigningKey key) {
        return attestation(AttestationEnvelope.of(statement).signedBy(key).json());
    }

    /** The layer that holds an envelope, whatever is in it. */
    public static SignatureLayer attestation(byte[] envelope) {
        return new SignatureLayer(envelope, Map.of(SignatureLayer.SIGNATURE, ""));
    }

    /** Pushes the attestations of an image, in place of those that are there. */
    public static void pushAttestations(
            InProcessRegistry registry, Repository repository, Digest image, SignatureLayer... layers) {
        for (SignatureLayer layer : layers) {
            registry.pushBlob(repository, layer.payload());
        }
        registry.push(repository, attestationTag(image), MANIFEST, manifestOf(layers));
    }

    /** The tag under which cosign stores the attestations of an image. */
    public static String attestationTag(Digest image) {
        return "sha256-" + image.hex() + ".att";
    }

    /** Pushes a small image, whose digest is that repository's and tag's own and always the same. */
    public static Digest pushImage(InProcessRegistry registry, Repository repository, String tag) {
        byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"author\":\"" + repository + ":" + tag + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        Digest digest = registry.pushBlob(repository, config);
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                + descriptor(CONFIG, digest, config.length, Map.of()) + ",\"layers\":[]}";
        return registry.push(repository, tag, MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
    }

    /** Pushes the signatures of an image, in place of those that are there. */
    public static void pushSignatures(
            InProcessRegistry registry, Repository repository, Digest image, SignatureLayer... layers) {
        for (SignatureLayer layer : layers) {
            registry.pushBlob(repository, layer.payload());
        }
        registry.push(repository, signatureTag(image), MANIFEST, manifestOf(layers));
    }

    /**
     * Pushes signatures of an image as an OCI 1.1 referrer, behind those that are there.
     *
     * @return the referrer's digest
     */
    public static Digest pushReferrer(
            InProcessRegistry registry, Repository repository, Digest image, SignatureLayer... layers) {
        for (SignatureLayer layer : layers) {
            registry.pushBlob(repository, layer.payload());
        }
        String refers = "{\"artifactType\":\"application/vnd.dev.cosign.artifact.sig.v1+json\",\"subject\":"
                + descriptor(MANIFEST, image, 0, Map.of()) + ",";
        String manifest = refers + new String(manifestOf(layers), StandardCharsets.UTF_8).substring(1);
        return registry.push(repository, MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
    }

    /** The manifest that holds those signatures; its blobs are their payloads. */
    public static byte[] manifestOf(SignatureLayer... layers) {
        List<String> descriptors = Arrays.stream(layers)
                .map(layer -> descriptor(PAYLOAD, digest(layer.payload()), layer.payload().length, layer.annotations()))
                .toList();
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                + descriptor(CONFIG, digest(new byte[0]), 0, Map.of()) + ",\"layers\":["
                + String.join(",", descriptors) + "]}";
        return manifest.getBytes(StandardCharsets.UTF_8);
    }

    /** The tag under which cosign stores the signatures of an image. */
    public static String signatureTag(Digest image) {
        return "sha256-" + image.hex() + ".sig";
    }

    private static Digest digest(byte[] bytes) {
        return new Digest("sha256:" + Texts.hex(Texts.sha256(bytes)));
    }

    private static String descriptor(String mediaType, Digest digest, long size, Map<String, String> annotations) {
        List<String> members = annotations.entrySet().stream()
                .map(entry -> Texts.json(entry.getKey()) + ":" + Texts.json(entry.getValue()))
                .toList();
        return "{\"mediaType\":\"" + mediaType + "\",\"size\":" + size + ",\"digest\":\"" + digest.text()
                + "\",\"annotations\":{" + String.join(",", members) + "}}";
    }
}
