package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.CertificatePem;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.Pem;
import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.AttestationEnvelope;
import dev.countersign.testkit.SignatureLayer;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.testkit.VirtualSigstore.AttestationEntry;
import dev.countersign.testkit.VirtualTimestampAuthority;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Changes every part of a good signature byte by byte, each part by itself and with digests that fit, as somebody can who writes to the
 * registry. Nothing verifies then but what the tests list with its reason.
 */
class SignedEntityFlipTest extends EndToEnd {
    private static final Repository WEB = new Repository(HOST, "shop/web");
    private static final String IMAGE = WEB + ":1";
    private static final String DEV = "dev@acme.test";
    private static final String ISSUER = "https://token.ci.test";
    private static final String TYPE = "https://acme.test/review/v1";
    private static final VirtualTimestampAuthority TSA = SIGSTORE.timestamps();

    private static final String LOGGED = "rekor: {url: 'https://rekor.test', pubkey: " + quoted(SIGSTORE.rekorKey())
            + "}, ctlog: {pubkey: " + quoted(SIGSTORE.ctLogKey()) + "}";
    private static final String STAMPED = "rekor: {url: 'https://rekor.test', ignoreTlog: true}, ctlog: {pubkey: "
            + quoted(SIGSTORE.ctLogKey()) + ", tsaCertChain: ";
    private static final String LOGGED_KEY = "{keys: {publicKeys: " + quoted(KEY.publicKey()) + ", " + LOGGED + "}}";

    private final Digest image = VirtualSigstore.pushImage(server(), WEB, "1");
    private SignatureLayer served = VirtualSigstore.signUnlogged(image, KEY, Map.of());

    private static String keyless(String more) {
        return "{keyless: {subject: '" + DEV + "', issuer: '" + ISSUER + "', roots: " + quoted(SIGSTORE.roots()) + ", "
                + more + "}}";
    }

    private static Policy attested(String attestor) {
        return check("imageReferences: [\"registry.test/*\"], failureAction: Enforce, attestations: [{type: \"" + TYPE
                + "\", attestors: [{entries: [" + attestor + "]}]}]");
    }

    /** Serves one layer as the image's signature and attestation, with digests and sizes that fit it. */
    private final class Serving implements Registry {
        private final Manifest web;

        Serving() {
            try {
                web = server().registry().manifest(WEB, "1", Deadline.in(java.time.Duration.ofMinutes(1)));
            } catch (RegistryException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Manifest manifest(Repository repository, String tag, Deadline deadline) {
            if (tag.equals("1")) {
                return web;
            }
            byte[] bytes = VirtualSigstore.manifestOf(served);
            return new Manifest("application/vnd.oci.image.manifest.v1+json", digestOf(bytes), ByteBuffer.wrap(bytes));
        }

        @Override
        public Manifest manifest(Repository repository, Digest digest, Deadline deadline) {
            return web;
        }

        @Override
        public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline) {
            return ByteBuffer.wrap(served.payload());
        }

        @Override
        public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline) {
            return List.of();
        }
    }

    private static Digest digestOf(byte[] bytes) {
        try {
            return new Digest("sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The positions at which a changed bit goes unnoticed. */
    private List<Integer> unnoticed(
            Policy policy, SignatureLayer good, byte[] part, int step, Function<byte[], SignatureLayer> with) {
        ImageVerificationEngine engine = builder(policy).registry(new Serving()).build();
        served = good;
        assertThat(only(engine.decide(create(IMAGE))).message()).startsWith("verified image ");
        served = with.apply(part);
        assertThat(only(engine.decide(create(IMAGE))).status()).isEqualTo(RuleStatus.PASS);
        List<Integer> unnoticed = new ArrayList<>();
        for (int i = 0; i < part.length; i += step) {
            byte[] changed = part.clone();
            changed[i] ^= (byte) (i % 2 == 0 ? 0x01 : 0x80);
            served = with.apply(changed);
            if (only(engine.decide(create(IMAGE))).status() == RuleStatus.PASS) {
                unnoticed.add(i);
            }
        }
        return unnoticed;
    }

    private static byte[] base64(SignatureLayer layer, String annotation) {
        return Base64.getDecoder().decode(text(layer, annotation));
    }

    private static String text(SignatureLayer layer, String annotation) {
        return layer.annotations().getOrDefault(annotation, "");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The base64 text of a member of the log's annotation. */
    private static String member(SignatureLayer layer, String name) {
        String bundle = text(layer, SignatureLayer.BUNDLE);
        int from = bundle.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return bundle.substring(from, bundle.indexOf('"', from));
    }

    private static byte[] certificate(SignatureLayer layer) {
        return Pem.next(text(layer, SignatureLayer.CERTIFICATE))
                .orElseThrow()
                .block()
                .bytes();
    }

    private void everyByteOfTheEntryCounts(Policy policy, SignatureLayer layer) {
        String bundle = text(layer, SignatureLayer.BUNDLE);
        for (String name : List.of("SignedEntryTimestamp", "body")) {
            byte[] part = Base64.getDecoder().decode(member(layer, name));
            assertThat(unnoticed(
                            policy,
                            layer,
                            part,
                            part.length > 200 ? 5 : 1,
                            changed -> layer.with(
                                    SignatureLayer.BUNDLE, bundle.replace(member(layer, name), base64(changed)))))
                    .as(name)
                    .isEmpty();
        }
        int from = bundle.indexOf("\"integratedTime\"");
        byte[] rest = bundle.substring(from).getBytes(StandardCharsets.UTF_8);
        assertThat(unnoticed(
                        policy,
                        layer,
                        rest,
                        1,
                        changed -> layer.with(
                                SignatureLayer.BUNDLE,
                                bundle.substring(0, from) + new String(changed, StandardCharsets.UTF_8))))
                .as("time, log and index")
                .isEmpty();
    }

    private void everyByteOfSignatureAndPayloadCounts(Policy policy, SignatureLayer layer) {
        assertThat(unnoticed(policy, layer, layer.payload(), 1, layer::over))
                .as("payload")
                .isEmpty();
        assertThat(unnoticed(
                        policy,
                        layer,
                        base64(layer, SignatureLayer.SIGNATURE),
                        1,
                        changed -> layer.with(SignatureLayer.SIGNATURE, base64(changed))))
                .as("signature")
                .isEmpty();
    }

    @Test
    void every_byte_of_a_signature_with_a_key_counts() {
        everyByteOfSignatureAndPayloadCounts(
                check(entry(PolicyText.key(KEY))), VirtualSigstore.signUnlogged(image, KEY, Map.of("team", "core")));

        SignatureLayer logged = SIGSTORE.signWithKey(image, KEY);
        everyByteOfSignatureAndPayloadCounts(check(entry(LOGGED_KEY)), logged);
        everyByteOfTheEntryCounts(check(entry(LOGGED_KEY)), logged);
    }

    @Test
    void every_byte_of_a_keyless_signature_counts() throws CryptographyException {
        SignatureLayer layer = SIGSTORE.signKeyless(image, DEV, ISSUER);
        Policy policy = check(entry(keyless(LOGGED)));

        everyByteOfSignatureAndPayloadCounts(policy, layer);
        everyByteOfTheEntryCounts(policy, layer);
        assertThat(unnoticed(
                        policy,
                        layer,
                        certificate(layer),
                        2,
                        changed -> layer.with(SignatureLayer.CERTIFICATE, Pem.encode("CERTIFICATE", changed))))
                .as("certificate with its promise of the CT log")
                .isEmpty();
        // The chain holds the root alone, which never counts, so that only one that cannot be read is noticed.
        assertThat(CertificatePem.strict(text(layer, SignatureLayer.CHAIN))).hasSize(1);
    }

    @Test
    void without_a_log_every_byte_of_a_certificate_counts_by_its_authoritys_signature() {
        SignatureLayer layer = SIGSTORE.signKeyless(image, DEV, ISSUER)
                .without(SignatureLayer.BUNDLE)
                .stamped(TSA, SIGNED_AT.plusSeconds(3));
        Policy policy = check(entry(keyless(STAMPED + quoted(TSA.chain()) + "}")));

        assertThat(unnoticed(
                        policy,
                        layer,
                        certificate(layer),
                        2,
                        changed -> layer.with(SignatureLayer.CERTIFICATE, Pem.encode("CERTIFICATE", changed))))
                .isEmpty();
    }

    @Test
    void every_byte_of_a_timestamp_counts_but_for_certificates_that_no_chain_needs() {
        SignatureLayer unstamped = SIGSTORE.signKeyless(image, DEV, ISSUER).without(SignatureLayer.BUNDLE);
        byte[] own = TSA.stamp(base64(unstamped, SignatureLayer.SIGNATURE), SIGNED_AT.plusSeconds(3));
        Policy policy = check(entry(keyless(STAMPED + quoted(TSA.chain()) + "}")));

        assertThat(unnoticed(policy, unstamped.stamped(own), own, 3, unstamped::stamped))
                .isSubsetOf(uncovered(own));
    }

    /**
     * The token's version, list of digests and type of content, which decide nothing; the intermediate certificate, which the policy
     * states itself; and the version of the signer's part. What may change there is told one by one in the test of the check.
     */
    private static List<Integer> uncovered(byte[] stamp) {
        List<Integer> free = new ArrayList<>();
        int content = indexOf(stamp, HexFormat.of().parseHex("060b2a864886f70d0109100104"));
        addRange(free, indexOf(stamp, HexFormat.of().parseHex("02010331")) + 2, content + 13);
        byte[] intermediate = Pem.next(TSA.issuers()).orElseThrow().block().bytes();
        int certificates = indexOf(stamp, intermediate);
        addRange(free, certificates, certificates + intermediate.length);
        int signer = stamp.length - 1;
        while (!HexFormat.of()
                .formatHex(stamp, signer, Math.min(signer + 4, stamp.length))
                .equals("02010130")) {
            signer--;
        }
        free.add(signer + 2);
        return free;
    }

    private static void addRange(List<Integer> numbers, int from, int until) {
        for (int i = from; i < until; i++) {
            numbers.add(i);
        }
    }

    private static int indexOf(byte[] where, byte[] what) {
        return new String(where, StandardCharsets.ISO_8859_1).indexOf(new String(what, StandardCharsets.ISO_8859_1));
    }

    @Test
    void every_byte_of_an_attestation_counts() {
        byte[] statement = AttestationEnvelope.statement(image, TYPE, "{\"good\":true}");
        AttestationEnvelope signed = AttestationEnvelope.of(statement).signedBy(KEY);
        String json = new String(signed.json(), StandardCharsets.UTF_8);
        SignatureLayer unlogged = envelope(json);
        Policy byKey = attested(PolicyText.key(KEY));
        String signature = json.substring(json.indexOf("\"sig\":\"") + 7, json.lastIndexOf("\"}]"));

        assertThat(unnoticed(
                        byKey,
                        unlogged,
                        statement,
                        1,
                        changed -> envelope(json.replace(base64(statement), base64(changed)))))
                .as("statement")
                .isEmpty();
        assertThat(unnoticed(
                        byKey,
                        unlogged,
                        Base64.getDecoder().decode(signature),
                        1,
                        changed -> envelope(json.replace(signature, base64(changed)))))
                .as("signature")
                .isEmpty();

        for (AttestationEntry kind : AttestationEntry.values()) {
            SignatureLayer logged = SIGSTORE.attestKeyless(statement, DEV, ISSUER, kind);
            Policy policy = attested(keyless(LOGGED));
            // The entry holds the hash of the envelope, so that also what nobody signs of it counts.
            assertThat(unnoticed(policy, logged, logged.payload(), 1, logged::over))
                    .as("envelope, " + kind)
                    .isEmpty();
            everyByteOfTheEntryCounts(policy, logged);
        }
    }

    private static SignatureLayer envelope(String envelope) {
        return VirtualSigstore.attestation(envelope.getBytes(StandardCharsets.UTF_8));
    }
}
