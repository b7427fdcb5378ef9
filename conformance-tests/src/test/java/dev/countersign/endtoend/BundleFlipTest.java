package dev.countersign.endtoend;

import static dev.countersign.endtoend.Pods.create;
import static dev.countersign.endtoend.PolicyText.check;
import static dev.countersign.endtoend.PolicyText.entry;
import static dev.countersign.endtoend.PolicyText.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.engine.ImageVerificationEngine;
import dev.countersign.engine.RuleStatus;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.BundleRecipe;
import dev.countersign.testkit.BundleRecipe.Log;
import dev.countersign.testkit.VirtualBundle;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.trust.source.TrustRoots;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Changes every value of a good bundle byte by byte, each by itself and with digests that fit, as somebody can who writes to the registry.
 * Nothing verifies then but what the tests list with its reason.
 */
class BundleFlipTest extends EndToEnd {
    private static final Repository WEB = new Repository(HOST, "shop/web");
    private static final String IMAGE = WEB + ":1";
    private static final String KEYLESS =
            "{keyless: {subject: ci@acme.test, issuer: 'https://token.ci.test', rekor: {url: 'https://rekor.test',"
                    + " pubkey: " + quoted(SIGSTORE.rekorKey()) + "}}}";
    private static final Pattern TEXT =
            Pattern.compile("\"(\\w+)\":\"((?:[^\"\\\\]++|\\\\.)++)\"|\"([A-Za-z0-9+/]{43}=)\"");
    /** Whose name stands before the signature of a checkpoint is checked in a tiled log only, which is tested by itself. */
    private static final String SIGNED_BY = "\u2014 rekor.test ";

    private static final Pattern BASE64 = Pattern.compile("(?:[A-Za-z0-9+/]{4}){4,}+(?:[A-Za-z0-9+/=]{4})?");

    private final Digest image = VirtualSigstore.pushImage(server(), WEB, "1");
    private final Digest pushed = push();
    private byte[] served = {};

    private Digest push() {
        VirtualBundle.push(server(), WEB, image, bundle(BundleRecipe.of(image)));
        try {
            Registry registry = server().registry();
            Deadline deadline = Deadline.in(Duration.ofMinutes(1));
            return Digest.parse(registry.referrers(WEB, image, deadline).get(0).digest())
                    .orElseThrow();
        } catch (RegistryException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bundle(BundleRecipe recipe) {
        return SIGSTORE.bundleKeyless(recipe, "ci@acme.test", "https://token.ci.test");
    }

    /** Serves a bundle under a manifest with the digest and size that fit it. */
    private final class Serving implements Registry {
        private final Deadline deadline = Deadline.in(Duration.ofMinutes(5));
        private final Registry honest = server().registry();
        private final Manifest web;
        private final Manifest referrer;
        private final List<Descriptor> referrers;

        Serving() throws RegistryException {
            web = honest.manifest(WEB, image, deadline);
            referrer = honest.manifest(WEB, pushed, deadline);
            referrers = honest.referrers(WEB, image, deadline);
        }

        @Override
        public Manifest manifest(Repository repository, String tag, Deadline until) {
            return web;
        }

        @Override
        public Manifest manifest(Repository repository, Digest digest, Deadline until) {
            if (digest.equals(image)) {
                return web;
            }
            String text = StandardCharsets.UTF_8.decode(referrer.bytes()).toString();
            byte[] fitting = text.replaceFirst(
                            "(\"layers\":\\[\\{\"mediaType\":\"[^\"]*\",\"size\":)\\d+(,\"digest\":\")[^\"]*",
                            "$1" + served.length + "$2" + digestOf(served))
                    .getBytes(StandardCharsets.UTF_8);
            return new Manifest(referrer.mediaType(), digest, ByteBuffer.wrap(fitting));
        }

        @Override
        public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline until) {
            return ByteBuffer.wrap(served);
        }

        @Override
        public List<Descriptor> referrers(Repository repository, Digest subject, Deadline until) {
            return referrers;
        }
    }

    private static String digestOf(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of the members in which a change goes unnoticed. */
    private List<String> unnoticed(byte[] good) throws RegistryException {
        ImageVerificationEngine engine = builder(check("type: SigstoreBundle, " + entry(KEYLESS)))
                .trustRoot(TrustRoots.of(SIGSTORE.trustMaterial()))
                .registry(new Serving())
                .build();
        served = good;
        assertThat(only(engine.decide(create(IMAGE))).message()).startsWith("verified image ");
        String json = new String(good, StandardCharsets.UTF_8);
        List<String> unnoticed = new ArrayList<>();
        int values = 0;
        Matcher text = TEXT.matcher(json);
        while (text.find()) {
            boolean isHash = text.group(3) != null;
            int group = isHash ? 3 : 2;
            boolean isOfProof = json.startsWith("inclusionProof\":{", text.start() - 17);
            String name = isHash ? "hashes" : (isOfProof ? "proof's " : "") + text.group(1);
            String value = String.valueOf(text.group(group));
            values++;
            for (String changed : changes(value)) {
                served = (json.substring(0, text.start(group)) + changed + json.substring(text.end(group)))
                        .getBytes(StandardCharsets.UTF_8);
                if (only(engine.decide(create(IMAGE))).status() == RuleStatus.PASS && !unnoticed.contains(name)) {
                    unnoticed.add(name);
                }
            }
        }
        assertThat(values).isGreaterThan(10);
        return unnoticed;
    }

    /** A text with one character changed, or base64 of octets with one bit changed. */
    private static List<String> changes(String value) {
        List<String> changes = new ArrayList<>();
        boolean isBase64 = BASE64.matcher(value).matches();
        byte[] octets = isBase64 ? Base64.getDecoder().decode(value) : value.getBytes(StandardCharsets.UTF_8);
        int step = octets.length > 300 ? 7 : octets.length > 80 ? 3 : 1;
        int line = value.indexOf(SIGNED_BY);
        int name = line < 0 ? octets.length : value.substring(0, line).getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < octets.length; i += step) {
            if (i >= name && i < name + SIGNED_BY.getBytes(StandardCharsets.UTF_8).length) {
                continue;
            }
            byte[] changed = octets.clone();
            changed[i] ^= (byte) (isBase64 && i % 2 == 0 ? 0x80 : 0x01);
            String text = isBase64
                    ? Base64.getEncoder().encodeToString(changed)
                    : new String(changed, StandardCharsets.UTF_8);
            if (line < 0 || !isSameNote(value, text)) {
                changes.add(text);
            }
        }
        return changes;
    }

    /**
     * Whether only bits of the signature's last base64 digit differ that stand for nothing, as Go reads them: a note of the same octets.
     * Both are JSON, so that their last line break is an escape.
     */
    private static boolean isSameNote(String note, String changed) {
        String end = "\\u000a";
        int signature = note.lastIndexOf(' ') + 1;
        return note.endsWith(end)
                && changed.endsWith(end)
                && changed.startsWith(note.substring(0, signature))
                && Arrays.equals(octets(note, signature), octets(changed, signature));
    }

    private static byte[] octets(String note, int signature) {
        try {
            return Base64.getDecoder().decode(note.substring(signature, note.length() - "\\u000a".length()));
        } catch (IllegalArgumentException e) {
            return note.getBytes(StandardCharsets.UTF_8);
        }
    }

    @Test
    void every_byte_of_a_bundle_with_promise_and_proof_counts() throws RegistryException {
        // The media type names the bundle's version and nothing that is proven; the entry's kind is what its body says.
        assertThat(unnoticed(bundle(BundleRecipe.of(image)))).isSubsetOf("mediaType", "kind", "version");
    }

    @Test
    void every_byte_of_a_bundle_of_a_tiled_log_counts() throws RegistryException {
        BundleRecipe recipe =
                BundleRecipe.of(image).logged(Log.TILED).stamped(SIGSTORE.timestamps(), SIGNED_AT.plusSeconds(4));

        // Besides: index, size and root of the tree are the checkpoint's and the entry's own; the entry is made anew
        // from the
        // signature, whatever the body says; timestamps have a test of their own, which lists what they leave
        // uncovered.
        assertThat(unnoticed(bundle(recipe)))
                .isSubsetOf(
                        "mediaType",
                        "kind",
                        "version",
                        "proof's logIndex",
                        "treeSize",
                        "rootHash",
                        "canonicalizedBody",
                        "signedTimestamp");
    }
}
