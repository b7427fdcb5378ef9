package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bundles of the public Sigstore and of another deployment, as sigstore-go keeps them for its own tests. */
class PublicBundlesTest {
    private static final String JS =
            "sha512:46d4e2f74c4877316640000a6fdf8a8b59f1e0847667973e9859f774dd31b8f1e0937813b777fb66a2ac67d50540fe34640966eee9fc2ccca387082b4c85cd3c";
    private static final String TARBALL =
            "sha512:bbfd372fc9beeb777fe35d05bb10c0c70a9733d366a75fed7dd18866c7391de3ee7e88ba74dd47abf3e15c845e547fcf0e5c3da80854c751554224d3a6d4e55f";
    private static final String OTHER = "sha256:bc103b4a84971ef6459b294a2b98568a2bfb72cded09d4acd1e16366a401f95b";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static Path file(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(PublicBundlesTest.class.getResource("/sigstore-go/" + name))
                .toURI());
    }

    private int verify(String bundle, String root, String who, String issuer, String digest) throws URISyntaxException {
        return Countersign.run(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                "verify-bundle",
                "--bundle",
                file(bundle).toString(),
                "--trusted-root",
                file(root).toString(),
                "--certificate-identity",
                who,
                "--certificate-oidc-issuer",
                issuer,
                digest);
    }

    @ParameterizedTest
    @CsvSource({
        "sigstore.js-provenance, public-good,"
                + " https://github.com/sigstore/sigstore-js/.github/workflows/release.yml@refs/heads/main,"
                + " https://token.actions.githubusercontent.com, " + JS,
        "dsse, public-good, brian@dehamer.com, https://github.com/login/oauth, " + TARBALL,
        "othername, scaffolding, foo!oidc.local, http://oidc.local:8080, " + OTHER
    })
    void a_bundle_is_verified_by_its_own_trust_alone(
            String bundle, String root, String who, String issuer, String digest) throws URISyntaxException {
        String name = bundle + ".sigstore.json";
        String foreign = root.equals("public-good") ? "scaffolding" : "public-good";

        assertThat(verify(name, root + ".root.json", who, issuer, digest)).isZero();
        assertThat(verify(name, foreign + ".root.json", who, issuer, digest)).isEqualTo(1);
        assertThat(verify(name, root + ".root.json", who + "x", issuer, digest)).isEqualTo(1);
        assertThat(verify(name, root + ".root.json", who, issuer, "sha512:" + "00".repeat(64)))
                .isEqualTo(1);
    }

    @Test
    void an_envelope_with_two_signatures_is_not_verified() throws URISyntaxException {
        int status = verify(
                "dsse-2sigs.sigstore.json",
                "public-good.root.json",
                "brian@dehamer.com",
                "https://github.com/login/oauth",
                TARBALL);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("exactly one signature is required");
    }
}
