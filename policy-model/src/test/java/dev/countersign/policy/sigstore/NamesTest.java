package dev.countersign.policy.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final String ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String FORMAT =
            "kms key should be in the format awskms://[ENDPOINT]/[ID/ALIAS/ARN] (endpoint optional)";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "awskms:///arn:aws:kms:us-east-2:111122223333:key/" + ID,
                "awskms:///arn:aws-us-gov:kms:us-east-2:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
                "awskms://localhost:4566/arn:aws:kms:us-east-2:111122223333:alias/",
                "awskms://[::1]:80/arn:aws-cn:kms:us-east-2:111122223333:alias/a/b",
                "azurekms://",
                "hashivault://a/b",
                "gcpkms://x"
            })
    void keys_of_key_management_systems(String name) {
        assertThat(KeyNames.error(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "awskms:///arn:aws-iso:kms:us-east-2:111122223333:key/" + ID + "|" + FORMAT,
                "awskms:///arn:aws:kms:us_east:111122223333:alias/x|" + FORMAT,
                "awskms:///arn:aws:kms:us-east-2:111122223333:" + ID + "|" + FORMAT,
                "awskms:////x|" + FORMAT,
                "awskms:///" + ID + "|failed to parse either key or alias arn: arn: invalid prefix",
                "awskms:///alias/x|failed to parse either key or alias arn: arn: invalid prefix",
                "awskms://a/alias/x|malformed endpoint: address a: missing port in address",
                "awskms://a:b:c/alias/x|malformed endpoint: address a:b:c: too many colons in address",
                "awskms://[a/alias/x|malformed endpoint: address [a: missing port in address",
                "awskms://[a:1/alias/x|malformed endpoint: address [a:1: missing ']' in address",
                "awskms://a[:1/alias/x|malformed endpoint: address a[:1: unexpected '[' in address",
                "awskms://a]:1/alias/x|malformed endpoint: address a]:1: unexpected ']' in address"
            },
            quoteCharacter = '`')
    void names_that_are_none_are_told_in_policy_controllers_words(String name, String words) {
        assertThat(KeyNames.error(name)).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry.example/a/b", "registry.example:5000/ab", "localhost", "registry.example", "ab"})
    void repositories_and_whole_registries(String name) {
        assertThat(RepositoryName.error(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a/b|registries must be valid RFC 3986 URI authorities: a/b",
                "/a|registries must be valid RFC 3986 URI authorities: /a",
                "a.b%zz/cc|registries must be valid RFC 3986 URI authorities: a.b%zz",
                "a.b/c|repository must be between 2 and 255 characters in length: c",
                "a.b/CC|repository can only contain the characters `abcdefghijklmnopqrstuvwxyz0123456789_-./`: CC"
            },
            quoteCharacter = '"')
    void neither_is_told_in_the_clients_words(String name, String words) {
        assertThat(RepositoryName.error(name)).contains(words);
    }
}
