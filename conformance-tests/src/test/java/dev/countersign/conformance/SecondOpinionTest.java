package dev.countersign.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.registry.Digest;
import dev.countersign.testkit.BundleRecipe;
import dev.countersign.testkit.BundleRecipe.Log;
import dev.countersign.testkit.SigningKey;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.trust.TrustRootException;
import dev.sigstore.trustroot.SigstoreConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Countersign and sigstore-java agree about bundles but for what {@code docs/second-opinion.md} lists. */
class SecondOpinionTest {
    private static final Instant SIGNED_AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final VirtualSigstore SIGSTORE = VirtualSigstore.at(SIGNED_AT);
    private static final Digest IMAGE = new Digest("sha256:" + "ab".repeat(32));
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (made|public|corpus) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern SUBJECT = Pattern.compile("\"subject\"\\s*:\\s*\\{[^}]*(sha256:[0-9a-f]{64})");
    private static final Pattern BUNDLE =
            Pattern.compile("\"mediaType\"\\s*:\\s*\"application/vnd\\.dev\\.sigstore\\.bundle");
    private static final Pattern LAYER = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final int MAX_MANIFEST_BYTES = 1 << 16;

    private static Set<String> listed(String source) throws IOException {
        Set<String> rows = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(CorpusLocation.module().resolve("../docs/second-opinion.md")));
        while (row.find()) {
            if (row.group(1).equals(source)) {
                rows.add(row.group(2).strip() + " | " + row.group(3).strip());
            }
        }
        return rows;
    }

    private static byte[] keyless(BundleRecipe recipe) {
        return SIGSTORE.bundleKeyless(recipe, "dev@virtual.test", "https://issuer.test");
    }

    private static Map<String, byte[]> made() {
        Map<String, byte[]> made = new LinkedHashMap<>();
        BundleRecipe envelope = BundleRecipe.of(IMAGE);
        for (Log log : Log.values()) {
            BundleRecipe recipe = envelope.logged(log);
            for (long late : new long[] {4, 86_400}) {
                String when = late == 4 ? "" : " late";
                BundleRecipe stamped = recipe.stamped(SIGSTORE.timestamps(), SIGNED_AT.plusSeconds(late));
                made.put(log + " envelope stamped" + when, keyless(stamped));
                if (late > 4) { // in time, sigstore-java's answer hangs on the order of the token's certificates, which
                    // is by chance
                    made.put(log + " message stamped" + when, keyless(stamped.asMessage()));
                }
            }
            made.put(log + " envelope", keyless(recipe));
            made.put(log + " message", keyless(recipe.asMessage()));
        }
        made.put("not ASCII", keyless(envelope.attesting("https://example.test/é", "{}")));
        SigningKey key = SigningKey.p256();
        made.put("key", SIGSTORE.bundleWithKey(envelope, key));
        SigningKey larger = SigningKey.p384();
        made.put(
                "P-384",
                SIGSTORE.bundle(envelope, larger, SIGSTORE.certify(larger, "dev@virtual.test", "https://issuer.test")));
        return made;
    }

    @Test
    void bundles_that_are_made_here() throws IOException, TrustRootException, SigstoreConfigurationException {
        SecondOpinion opinion = new SecondOpinion(SIGSTORE.trustedRootJson().getBytes(StandardCharsets.UTF_8));
        Set<String> differences = new TreeSet<>();
        made().forEach((name, bundle) -> opinion.difference(bundle, IMAGE.text())
                .ifPresent(difference -> differences.add(name + " | " + difference)));

        assertThat(opinion.isVerifiedByUs(keyless(BundleRecipe.of(IMAGE)), IMAGE.text()))
                .isTrue();
        assertThat(differences).isEqualTo(listed("made"));
    }

    @Test
    void bundles_of_public_deployments() throws IOException, TrustRootException, SigstoreConfigurationException {
        SecondOpinion good = new SecondOpinion(resource("public-good.root.json"));
        SecondOpinion scaffolding = new SecondOpinion(resource("scaffolding.root.json"));
        Set<String> differences = new TreeSet<>();
        Map<String, String> digests = Map.of(
                "sigstore.js-provenance",
                "sha512:46d4e2f74c4877316640000a6fdf8a8b59f1e0847667973e9859f774dd31b8f1e0937813b777fb66a2ac67d50540fe34640966eee9fc2ccca387082b4c85cd3c",
                "dsse",
                "sha512:bbfd372fc9beeb777fe35d05bb10c0c70a9733d366a75fed7dd18866c7391de3ee7e88ba74dd47abf3e15c845e547fcf0e5c3da80854c751554224d3a6d4e55f",
                "dsse-2sigs",
                "sha512:bbfd372fc9beeb777fe35d05bb10c0c70a9733d366a75fed7dd18866c7391de3ee7e88ba74dd47abf3e15c845e547fcf0e5c3da80854c751554224d3a6d4e55f",
                "othername",
                "sha256:bc103b4a84971ef6459b294a2b98568a2bfb72cded09d4acd1e16366a401f95b");
        for (Map.Entry<String, String> bundle : digests.entrySet()) {
            byte[] json = resource(bundle.getKey() + ".sigstore.json");
            SecondOpinion opinion = bundle.getKey().equals("othername") ? scaffolding : good;
            opinion.difference(json, bundle.getValue())
                    .ifPresent(difference -> differences.add(bundle.getKey() + " | " + difference));
        }

        assertThat(differences).isEqualTo(listed("public"));
    }

    /** By each trusted root; differences of one kind are one. Without trusted roots at hand, as in the excerpt, there is nothing to ask. */
    @Test
    void bundles_of_the_corpus() throws IOException, TrustRootException, SigstoreConfigurationException {
        Path corpus = CorpusLocation.find();
        List<SecondOpinion> opinions = new ArrayList<>();
        for (String root : List.of("trust/acme/trusted_root.json", "trust/forge/acme/trusted_root.json")) {
            if (Files.exists(corpus.resolve(root))) {
                opinions.add(new SecondOpinion(Files.readAllBytes(corpus.resolve(root))));
            }
        }
        Map<String, Integer> differences = new TreeMap<>();
        int asked = 0;
        for (Path manifest : opinions.isEmpty() ? List.<Path>of() : manifests(corpus.resolve("registry"))) {
            String text = Files.readString(manifest, StandardCharsets.ISO_8859_1);
            Matcher subject = SUBJECT.matcher(text);
            Matcher layer = LAYER.matcher(text);
            boolean refers = BUNDLE.matcher(text).find() && subject.find();
            while (refers && layer.find()) {
                Path blob = manifest.resolveSibling(layer.group(1));
                if (Files.exists(blob)
                        && BUNDLE.matcher(Files.readString(blob, StandardCharsets.ISO_8859_1))
                                .find()) {
                    asked++;
                    for (SecondOpinion opinion : opinions) {
                        opinion.difference(Files.readAllBytes(blob), subject.group(1))
                                .ifPresent(found -> differences.merge(found.replace(" / ", " | "), 1, Integer::sum));
                    }
                }
            }
        }

        System.getLogger(SecondOpinionTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        asked + " bundles by " + opinions.size() + " trusted roots: " + differences);
        if (!opinions.isEmpty()) {
            assertThat(asked).isPositive();
            assertThat(differences.keySet()).isEqualTo(listed("corpus"));
        }
    }

    private static List<Path> manifests(Path registry) throws IOException {
        try (Stream<Path> files = Files.walk(registry)) {
            return files.filter(file -> file.toString().contains("/blobs/sha256/")
                            && file.toFile().length() < MAX_MANIFEST_BYTES)
                    .sorted()
                    .toList();
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SecondOpinionTest.class.getResourceAsStream("/sigstore-go/" + name))) {
            return in.readAllBytes();
        }
    }
}
