package dev.countersign.verify.attestor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.document.Value;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.verify.check.TestSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySourceTest {
    private static final String PEM = TestSigner.publicKey(7);

    private static KeySource of(String publicKeys) {
        return of(publicKeys, "", Optional.empty());
    }

    private static KeySource of(String publicKeys, String kms, Optional<AttestorIdentity.SecretReference> secret) {
        return KeySource.of(
                new AttestorIdentity.Keys(
                        publicKeys, Optional.empty(), kms, secret, Optional.empty(), Optional.empty()),
                HashAlgorithm.SHA256);
    }

    @Test
    void a_key_in_the_policy_may_have_blanks_around_it_and_nothing_before_it() {
        assertThat(of(PEM)).isInstanceOf(KeySource.Known.class);
        assertThat(of("\n  " + PEM + "\n")).isEqualTo(of(PEM));
        assertThat(of("# a comment\n" + PEM)).isInstanceOf(KeySource.Broken.class);
        assertThat(of(PEM.replace("PUBLIC", "RSA PUBLIC"))).isInstanceOf(KeySource.Broken.class);
    }

    @ParameterizedTest
    @CsvSource({
        "file:///etc/key, 'loading URL: unrecognized scheme: file://'",
        "env://KEY, 'loading URL: env var $KEY not found'",
        "/etc/hostname, 'open /etc/hostname: no such file or directory'",
        "cosign.pub, 'open cosign.pub: no such file or directory'"
    })
    void what_a_policy_names_is_never_read(String reference, String cause) {
        assertThat(of(reference)).isInstanceOfSatisfying(KeySource.Broken.class, broken -> {
            assertThat(broken.message()).isEqualTo("failed to load public key from " + reference + ": " + cause);
            assertThat(broken.unreachable()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://keys.test/a.pub", "http://keys.test/a.pub"})
    void an_address_is_never_fetched_and_counts_as_unreachable(String reference) {
        assertThat(of(reference))
                .isInstanceOfSatisfying(KeySource.Broken.class, broken -> assertThat(broken.unreachable())
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"awskms://a", "azurekms://a", "gcpkms://a", "hashivault://a", "gitlab://a", "pkcs11:a"})
    void a_key_management_system_is_told_apart(String reference) {
        assertThat(of(reference)).isEqualTo(new KeySource.InKeyManagement(reference, HashAlgorithm.SHA256));
        assertThat(of("", reference, Optional.empty()))
                .isEqualTo(new KeySource.InKeyManagement(reference, HashAlgorithm.SHA256));
    }

    @Test
    void a_secret_is_named_by_address_or_by_reference() {
        KeySource expected = new KeySource.InSecret("k8s://ops/keys", "ops", "keys", HashAlgorithm.SHA256);

        assertThat(of("k8s://ops/keys")).isEqualTo(expected);
        assertThat(of("", "", Optional.of(new AttestorIdentity.SecretReference("keys", "ops"))))
                .isEqualTo(expected);
        for (String odd : new String[] {"k8s://ops", "k8s://ops/", "k8s:///keys", "k8s://ops/keys/more", "k8s://"}) {
            assertThat(of(odd)).isInstanceOf(KeySource.Broken.class);
        }
    }

    @Test
    void the_secrets_key_is_the_key() {
        assertThat(read(secret(base64(PEM)))).isEqualTo(of(PEM));
    }

    @Test
    void a_secret_that_is_missing_or_holds_no_key_is_broken_and_an_unreachable_cluster_is_unreachable() {
        for (ClusterReader cluster : new ClusterReader[] {
            ClusterReader.empty(),
            secret("?"),
            secret(base64("no key")),
            secret(""),
            (kind, namespace, name) -> Optional.of(Value.EMPTY_OBJECT)
        }) {
            assertThat(read(cluster))
                    .isInstanceOfSatisfying(KeySource.Broken.class, broken -> assertThat(broken.unreachable())
                            .isFalse());
        }
        KeySource unreachable = read((kind, namespace, name) -> {
            throw new ClusterException("it does not answer", new IOException());
        });
        assertThat(unreachable)
                .isInstanceOfSatisfying(KeySource.Broken.class, broken -> assertThat(broken.unreachable())
                        .isTrue());
    }

    private static KeySource read(ClusterReader cluster) {
        return new KeySource.InSecret("k8s://ops/keys", "ops", "keys", HashAlgorithm.SHA256).read(cluster);
    }

    private static ClusterReader secret(String field) {
        return (kind, namespace, name) -> kind == ClusterReader.Kind.SECRET && namespace.equals("ops")
                ? Optional.of(new Value.ObjectValue(
                        Map.of("data", new Value.ObjectValue(Map.of("cosign.pub", Value.of(field))))))
                : Optional.empty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_long_name_is_told_as_linux_tells_it_and_shortened_for_people() {
        String reference = "a".repeat(300);

        assertThat(of(reference)).isInstanceOfSatisfying(KeySource.Broken.class, broken -> {
            assertThat(broken.message()).endsWith("file name too long");
            assertThat(broken.reason().found()).hasSize(61);
        });
    }
}
