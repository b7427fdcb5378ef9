package dev.countersign.trust.source;

import static dev.countersign.trust.source.TrustedRootTexts.changed;
import static dev.countersign.trust.source.TrustedRootTexts.good;
import static dev.countersign.trust.source.TrustedRootTexts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedRootDefectsTest {
    private static final String REKOR_KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEVDcRUaCEphHm0aEIum9Vzu5OJWEqg7VDlldz2MX+bpfomEmm8O4ALOzXipUpc2E+G7KEVJWZOKFRChthys9qAA==";
    private static final String REKOR_ID = "fnsdtrG1MXhBjyBcTx6TQ6vELJ4PXrJsx1dq5Wnx/ic=";
    private static final String CT_ID = "VDEZL3YM+lGCig74j9VzOHa2V5YJs7qxbGyywvrWW8c=";
    private static final String RSA_3072 =
            "MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEAvx9QXJTGuwXIgMJ2L4FhmjoSv7nDXn0WZmweTvZSVUft2fDC9FKzD/UTt1Ptvf/UnMC6Ev"
                    + "BFmuoM0NeeX3zDsmH+D4g88gSOqvzMU7MxhFjLk4xE1AVIv/CzxQnQZ8wH4w3Cf79EQrAyKh2klVeZnd+nMJUBwNNVcZ3oCajsA19w+gFo5rL+JQ3x"
                    + "TxYtFkHmZJYPfERzI1oEPk7wAdQx0bDil5c+V+Z4LMQh81OeJDVPjv1EEoKL37d0Ds6wIMVnPN6NnRfVJvQJuTqLF4kks61Kpr/gK7cBNdSancbG40"
                    + "j1TXa9skTdY6Gun9HttY6Nwx6a9/d6cGEyvlpwDneY9QtukZrvl/JWr1HNG9v7d470x0qrnmk6QdDH0Ry53zQ+FCthIa+XOwCD9+nqWznTf2SNZsEW"
                    + "Egb/X231VJg03USwn9kcvno+vcLuQFEItafo7645k/Gc7xV1ePsETBFgaqJ9zzt4hpR7kIPHgY9RHrTWekfpqY1KRiEAQyXk8WD7AgMBAAE=";
    private static final String RSA_2048 =
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAn1zYvxILGWqYD1Bb38ux1OPwQkHZmnqs2LGKhbFadpX06nQORG6H0s"
                    + "pCaIwOufqHqLfI5QnFdNP+ihmuzZ/XDqNzd/lW59ov7SYDwR4peacGs7GrEBVSztBAhICURTm7f1+gJQJb0bSLRiGohD7D9HRq"
                    + "z2a5/q4OYJEDafB9hwollEnYHpEPAVEs1C7e5AFPbd00ldi32hiYLriHIx/a0o1/cSJ7Zq2SN6xWxv4WhnVh9RYJ+X8WcFepgS"
                    + "WXs1frBnLq95kmCBLm0LSgd+M025PDZn+8jDv9OlgIyVfLhFVOu3VacBZlZLFCZVMvKKxWDbV5W5xirUQ+oZ1cac/nRwIDAQAB";

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String text) {
        return assertThatThrownBy(() -> read(text)).isInstanceOf(TrustRootException.class);
    }

    @Test
    void a_defect_has_file_line_path_and_mend() {
        assertRefused(changed("\"SHA2_256\"", "\"SHA2_512\""))
                .hasMessage("the trusted root cannot be used: root.json:6:24: error TRUSTED_ROOT_INVALID at"
                        + " tlogs[0].hashAlgorithm: the log's tree is hashed otherwise than can be checked; found SHA2_512;"
                        + " expected SHA2_256. State SHA2_256, if that is what the log uses; no other is supported.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "baseUrl":            | "baseURL":            | tlogs[0]                            | no such field
            "SHA2_256"            | "1"                   | tlogs[0].hashAlgorithm              | hashed otherwise
            "SHA2_256"            | 2                     | tlogs[0].hashAlgorithm              | hashed otherwise
            "SHA2_256"            | null                  | tlogs[0].hashAlgorithm              | found nothing
            "SHA2_256"            | 1.5                   | tlogs[0].hashAlgorithm              | another type
            "SHA2_256"            | []                    | tlogs[0].hashAlgorithm              | another type
            "https://rekor.example" | 7                   | tlogs[0].baseUrl                    | another type
            "PKIX_ECDSA_P256_SHA_256" | "PKIX_ECDSA_P384_SHA_384" | tlogs[0].publicKey.keyDetails | another kind
            "PKIX_ECDSA_P256_SHA_256" | "PKIX_ED25519_PH" | tlogs[0].publicKey.keyDetails       | not supported
            "PKIX_ECDSA_P256_SHA_256" | 4711              | tlogs[0].publicKey.keyDetails       | not supported
            "PKIX_ECDSA_P256_SHA_256" | null              | tlogs[0].publicKey.keyDetails       | found nothing
            "PKIX_RSA_PKCS1V15_2048_SHA256" | "PKIX_RSA_PKCS1V15_4096_SHA256" | ctlogs[1].publicKey.keyDetails | RSA, 2048 bits
            "PKIX_ED25519"        | "PKIX_ECDSA_P256_SHA_256" | tlogs[1].publicKey.keyDetails   | another kind
            "rawBytes": "M        | "rawBytes": "         | tlogs[0].publicKey.rawBytes         | base64
            "rawBytes": "MFk      | "rawBytes": "MFo      | tlogs[0].publicKey.rawBytes         | cannot be read
            "rawBytes": "MI       | "rawBytes": "MY       | certificateAuthorities[0].certChain.certificates[0].rawBytes | cannot be read
            "certificates":       | "certificate":        | certificateAuthorities[0].certChain | no such field
            "certChain":          | "certChain": null}, {"certChain": | certificateAuthorities[0].certChain | missing
            "organization":       | "org":                | certificateAuthorities[0].subject   | no such field
            "2024-01-01T00:00:00Z" | "2024-01-01"         | tlogs[0].publicKey.validFor.start   | no time
            "2024-01-01T00:00:00Z" | "2024-02-30T00:00:00Z" | tlogs[0].publicKey.validFor.start | no time
            "2024-01-01T00:00:00Z" | "2024-01-01T00:00:00" | tlogs[0].publicKey.validFor.start  | no time
            "2024-01-01T00:00:00Z" | "0000-01-01T00:00:00Z" | tlogs[0].publicKey.validFor.start | no time
            "2024-01-01T00:00:00Z" | 1704067200           | tlogs[0].publicKey.validFor.start   | another type
            "2024-01-01T00:00:00Z" | null                 | tlogs[0].publicKey.validFor         | no start
            "2024-01-01T00:00:00Z" | "2026-01-01T00:00:01Z" | tlogs[0].publicKey.validFor       | ends before it starts
            "tlogs": [            | "tlogs": [ null,      | tlogs[0]                            | no object
            """)
    void each_defect_names_its_place(String from, String to, String path, String message) {
        assertRefused(changed(from, to)).hasMessageContaining(path + ": ").hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "PKIX_ECDSA_P256_SHA_256" | "PKIX_ECDSA_P384_SHA_384" | D84
            "2024-01-01T00:00:00Z"    | "2026-01-01T00:00:01Z"    | D84
            "fnsdtrG1MXhBjyBcTx6TQ6vELJ4PXrJsx1dq5Wnx/ic=" | "VDEZL3YM+lGCig74j9VzOHa2V5YJs7qxbGyywvrWW8c=" | D84
            "SHA2_256"                | "SHA2_512"                | ''
            """)
    void what_contradicts_itself_carries_the_number_of_the_divergence(String from, String to, String number) {
        TrustRoot root =
                TrustRoots.refreshing("root", () -> TrustSnapshot.fixed(read(changed(from, to))), Refresh.whenAsked());

        assertThatThrownBy(() -> TrustRoots.pinned(root).snapshot())
                .isInstanceOfSatisfying(TrustRootException.class, failure -> assertThat(failure.divergence())
                        .isEqualTo(number));
    }

    @Test
    void an_id_of_another_key_is_refused() {
        assertRefused(changed(REKOR_ID, CT_ID))
                .hasMessageContaining("tlogs[0].logId.keyId: the id is not that of the key");
    }

    @Test
    void a_checkpoint_id_of_another_key_is_refused() {
        assertRefused(changed("\"logId\":", "\"checkpointKeyId\": {\"keyId\": \"" + CT_ID + "\"}, \"logId\":"))
                .hasMessageContaining("tlogs[0].checkpointKeyId.keyId: the id is not that of the key");
    }

    @Test
    void a_log_without_an_id_or_a_key_is_refused() {
        assertRefused(changed(REKOR_ID, "")).hasMessageContaining("tlogs[0].logId.keyId: the field is missing");
        assertRefused(changed(REKOR_KEY, "")).hasMessageContaining("tlogs[0].publicKey.rawBytes: the field is missing");
    }

    @Test
    void an_RSA_key_must_have_the_stated_size() {
        assertRefused(changed(RSA_2048, RSA_3072)).hasMessageContaining("RSA, 3072 bits");
    }

    @Test
    void a_field_under_both_of_its_names_stands_twice() {
        assertRefused(changed("\"baseUrl\":", "\"base_url\": \"\", \"baseUrl\":"))
                .hasMessageContaining("a field stands twice; found baseUrl");
    }

    @Test
    void a_key_that_stands_twice_is_refused() {
        assertRefused(changed("\"baseUrl\":", "\"baseUrl\": \"\", \"baseUrl\":"))
                .hasMessageContaining("root.json:5")
                .hasMessageContaining("DUPLICATE_KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.dev.sigstore.trustedroot.v0.2+json",
                "application/vnd.dev.sigstore.signingconfig.v0.2+json",
                ""
            })
    void another_media_type_is_refused(String mediaType) {
        assertRefused(changed(TrustedRootReader.MEDIA_TYPE, mediaType)).hasMessageContaining("at mediaType: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "tlogs: []", "{\"mediaType\": 1}", "{,}", "\uFEFF{}", "{} {}"})
    void what_is_no_trusted_root_is_refused(String text) {
        assertRefused(text);
    }

    @Test
    void a_list_must_be_a_list() {
        assertRefused("{\"mediaType\":\"" + TrustedRootReader.MEDIA_TYPE + "\",\"tlogs\":{}}")
                .hasMessageContaining("at tlogs: the value is of another type; found an object; expected a list");
    }

    @Test
    void JSON_with_comments_or_trailing_commas_is_refused() {
        assertRefused(changed("\"tlogs\": [", "# logs\n \"tlogs\": [")).hasMessageContaining("NOT_JSON");
        assertRefused(changed("\"timestampAuthorities\": [", "\"timestampAuthorities\": [,"))
                .hasMessageContaining("NOT_JSON");
    }

    @Test
    void nesting_without_end_is_refused() {
        assertRefused("{\"mediaType\":" + "[".repeat(100_000));
        assertRefused(changed("\"tlogs\": [", "\"tlogs\": [" + "[".repeat(50) + "]".repeat(50) + ","));
    }

    @Test
    void bytes_that_are_no_UTF_8_are_refused() {
        byte[] bytes = good().getBytes(StandardCharsets.UTF_8);
        bytes[good().indexOf("rekor.example")] = (byte) 0xff;

        assertThatThrownBy(() -> TrustRoots.trustedRootJson("root.json", bytes))
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("NOT_UTF8");
    }

    @Test
    void more_than_a_mebibyte_is_refused() {
        assertRefused(good() + " ".repeat(TrustRoots.MAX_TRUSTED_ROOT_BYTES)).hasMessageContaining("TOO_LARGE");
    }

    @Test
    void more_than_a_hundred_logs_are_refused() {
        assertRefused(changed("\"tlogs\": [", "\"tlogs\": [" + "{},".repeat(99)))
                .hasMessageContaining("tlogs: the list is too long; found 101 items; expected at most 100");
    }

    @Test
    void a_timestamp_authority_of_nothing_but_a_signer_is_refused() {
        String good = good();
        int tsa = good.indexOf("\"rawBytes\"", good.indexOf("\"timestampAuthorities\""));
        int second = good.indexOf(",", tsa);
        int end = good.indexOf("]", second);

        assertRefused(good.substring(0, good.lastIndexOf("}", second) + 1) + good.substring(end))
                .hasMessageContaining("timestampAuthorities[0].certChain: the chain has no root");
    }

    @Test
    void a_chain_without_certificates_is_refused() {
        assertRefused(changed(
                        "\"certificates\": [",
                        "\"certificates\": null}, \"operator\": \"\"}, {\"certChain\": {" + "\"certificates\": ["))
                .hasMessageContaining("certificateAuthorities[0].certChain: the chain holds no certificate");
    }
}
