package dev.countersign.verify.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.Pem;
import dev.countersign.document.JsonText;
import dev.countersign.policy.Policy;
import dev.countersign.policy.check.lint.LintRule;
import dev.countersign.policy.check.lint.Linter;
import dev.countersign.policy.check.lint.Lints;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.verify.check.TestSigner;
import dev.countersign.verify.check.TestTimestampChain;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and certificates that stand in policies. */
class TrustLintsTest {
    private static final String KEY = TestSigner.publicKey(7);
    private static final String OTHER_KEY = TestSigner.publicKey(8);
    private static final TestTimestampChain OLD = new TestTimestampChain("old", 51);
    private static final TestTimestampChain NEW = new TestTimestampChain("new", 61);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no key",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "https://keys.example/cosign.pub",
                "env://KEY"
            })
    void text_that_is_no_key_is_told(String publicKeys) {
        assertThat(foundWith(keys(publicKeys, ""))).containsExactly("UNUSABLE_KEY keys.publicKeys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s://shop/key", "awskms:///alias/key", "{{ keys.data.key }}"})
    void a_key_that_only_the_engine_can_know_is_not_judged(String publicKeys) {
        assertThat(foundWith(keys(publicKeys, ""))).isEmpty();
    }

    @Test
    void a_good_key_is_clean() {
        assertThat(foundWith(keys(KEY, ", signatureAlgorithm: sha384"))).isEmpty();
    }

    @Test
    void each_of_several_keys_is_looked_at() {
        String broken = KEY.replace("MFkw", "MFkx");

        assertThat(foundWith(keys(KEY + broken, ""))).containsExactly("UNUSABLE_KEY keys.publicKeys");
        assertThat(foundWith(keys(KEY + OTHER_KEY, ""))).isEmpty();
    }

    @Test
    void a_hash_that_does_not_fit_the_key_is_told() throws NoSuchAlgorithmException {
        assertThat(foundWith(keys(rsa(2048), ", signatureAlgorithm: sha224")))
                .containsExactly("UNUSABLE_KEY keys.publicKeys");
        assertThat(foundWith(keys(KEY, ", signatureAlgorithm: sha224"))).isEmpty();
    }

    @Test
    void a_hash_that_does_not_exist_is_told() {
        assertThat(foundWith(keys(KEY, ", signatureAlgorithm: md5")))
                .containsExactly("UNUSABLE_KEY keys.signatureAlgorithm");
    }

    @Test
    void a_short_rsa_key_is_told() throws NoSuchAlgorithmException {
        assertThat(foundWith(keys(rsa(1024), ""))).containsExactly("WEAK_KEY keys.publicKeys");
        assertThat(foundWith(keys(rsa(2048), ""))).isEmpty();
    }

    @Test
    void a_certificate_that_cannot_be_read_is_told() {
        assertThat(foundWith("certificates: {cert: " + JsonText.string(KEY) + "}"))
                .containsExactly("UNUSABLE_CERTIFICATE certificates.cert");
        assertThat(foundWith("certificates: {certChain: none}"))
                .containsExactly("UNUSABLE_CERTIFICATE certificates.certChain");
        assertThat(foundWith("certificates: {cert: " + JsonText.string(pem(OLD.signer)) + "}"))
                .isEmpty();
    }

    @Test
    void trust_that_cannot_be_read_is_told() {
        assertThat(foundWith("keyless: {subject: s, issuer: i, roots: none, rekor: {url: u, pubkey: none},"
                        + " ctlog: {pubkey: none, tsaCertChain: none}}"))
                .containsExactly(
                        "UNUSABLE_TRUST keyless.roots",
                        "UNUSABLE_TRUST keyless.rekor.pubkey",
                        "UNUSABLE_TRUST keyless.ctlog.pubkey",
                        "UNUSABLE_TRUST keyless.ctlog.tsaCertChain");
        assertThat(foundWith("keyless: {subject: s, issuer: i, roots: " + JsonText.string(pem(OLD.root))
                        + ", rekor: {url: u, pubkey: " + JsonText.string(KEY) + "}}"))
                .isEmpty();
    }

    @Test
    void several_timestamp_signers_are_refused_by_kyverno() {
        String keyless = "keyless: {subject: s, issuer: i, roots: " + JsonText.string(pem(OLD.root))
                + ", ctlog: {tsaCertChain: %s}}";

        assertThat(foundWith(String.format(keyless, JsonText.string(pem(OLD.root, OLD.signer, NEW.root, NEW.signer)))))
                .containsExactly("SEVERAL_TIMESTAMP_SIGNERS keyless.ctlog.tsaCertChain");
        assertThat(foundWith(String.format(keyless, JsonText.string(pem(OLD.root, OLD.signer)))))
                .isEmpty();
    }

    @Test
    void no_code_stands_for_two_lints() {
        assertThat(new Linter(Stream.concat(Lints.all().stream(), TrustLints.all().stream())
                                .toList())
                        .rules())
                .extracting(LintRule::code)
                .doesNotHaveDuplicates();
    }

    private static String keys(String publicKeys, String more) {
        return "keys: {publicKeys: " + JsonText.string(publicKeys) + more + "}";
    }

    private static List<String> foundWith(String attestor) {
        String text = """
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: check}
                spec:
                  rules:
                    - name: verify
                      match: {any: [{resources: {kinds: [Pod]}}]}
                      verifyImages:
                        - imageReferences: ["*"]
                          attestors:
                            - entries:
                                - ATTESTOR
                """.replace("ATTESTOR", attestor);
        Policy policy = PolicyReader.read("policy.yaml", text.getBytes(StandardCharsets.UTF_8))
                .policies()
                .get(0);
        String place = "spec.rules[0].verifyImages[0].attestors[0].entries[0].";
        return new Linter(TrustLints.all())
                .lint(policy).stream()
                        .map(issue -> issue.code() + " " + issue.path().replace(place, ""))
                        .toList();
    }

    private static String pem(ParsedCertificate... certificates) {
        return Arrays.stream(certificates)
                .map(certificate -> Pem.encode("CERTIFICATE", certificate.der()))
                .collect(Collectors.joining());
    }

    private static String rsa(int bits) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return Pem.encode("PUBLIC KEY", generator.generateKeyPair().getPublic().getEncoded());
    }
}
