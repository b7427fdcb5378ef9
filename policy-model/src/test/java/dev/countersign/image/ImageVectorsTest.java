package dev.countersign.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.TestVectors;
import dev.countersign.document.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions with Kyverno's answers, and what lies beyond them. */
class ImageVectorsTest {
    static List<Value.ObjectValue> references() {
        return TestVectors.read(ImageVectorsTest.class, "image-reference.jsonl");
    }

    static List<Value.ObjectValue> wildcards() {
        return TestVectors.read(ImageVectorsTest.class, "wildcard.jsonl");
    }

    static List<Value.ObjectValue> patterns() {
        return TestVectors.read(ImageVectorsTest.class, "patterns.jsonl");
    }

    @ParameterizedTest
    @MethodSource("references")
    void references_are_read_as_kyverno_reads_them(Value.ObjectValue vector) {
        Value.ObjectValue in = vector.object("in").orElseThrow();
        ReferenceDefaults defaults =
                ReferenceDefaults.of(in.text("defaultRegistry"), in.text("enableDefaultRegistryMutation"));
        try {
            ImageReference found = ImageReference.parse(in.text("image").orElseThrow(), defaults);
            assertThat(Optional.of(asObject(found))).isEqualTo(vector.object("out"));
        } catch (ImageReferenceException bad) {
            assertThat(bad).hasMessage(vector.text("error").orElse("no error"));
        }
    }

    @ParameterizedTest
    @MethodSource("wildcards")
    void wildcards_match_as_kyverno_matches_them(Value.ObjectValue vector) {
        Value.ObjectValue in = vector.object("in").orElseThrow();

        boolean matches = Wildcard.matches(
                in.text("pattern").orElseThrow(), in.text("text").orElseThrow());

        assertThat(vector.get("out")).contains(Value.of(matches));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void an_image_matches_if_one_of_the_patterns_does(Value.ObjectValue vector) {
        Value.ObjectValue in = vector.object("in").orElseThrow();
        List<String> patterns = in.list("patterns").stream()
                .map(pattern -> ((Value.StringValue) pattern).value())
                .toList();

        boolean matches = Wildcard.matchesAny(patterns, in.text("reference").orElseThrow());

        assertThat(vector.get("out")).contains(Value.of(matches));
    }

    @Test
    void hostile_patterns_and_references_take_no_long_time() {
        String longText = "a".repeat(20_000);
        Assertions.assertTimeout(Duration.ofSeconds(30), () -> {
            assertThat(Wildcard.matches("*a".repeat(500) + "b", longText)).isFalse();
            assertThat(Wildcard.matches("*?".repeat(500), longText)).isTrue();
            for (String part : List.of("a", "a/", "a-", "_", ":", "@", "a@sha256:", "[", "A", "é")) {
                String image = part.repeat(200_000);
                Assertions.assertThrows(
                        ImageReferenceException.class, () -> ImageReference.parse(image, ReferenceDefaults.KYVERNO));
            }
        });
    }

    @Test
    void a_digest_replaces_the_tag_in_the_reference() throws ImageReferenceException {
        String digest = "sha256:" + "0".repeat(64);
        ImageReference image = ImageReference.parse("ghcr.io/acme/app:v1", ReferenceDefaults.KYVERNO);

        assertThat(image.withDigest(digest).reference()).isEqualTo("ghcr.io/acme/app@" + digest);
        assertThat(image.withDigest(digest).referenceWithTag()).isEqualTo("ghcr.io/acme/app:v1");
    }

    @Test
    void a_default_registry_that_is_no_host_counts_as_absent() {
        for (String bad : List.of("", "not a host", "localhost:5000", "-a", "a..b", "10.0.0.1", "/mirror")) {
            assertThat(ReferenceDefaults.of(Optional.of(bad), Optional.empty())).isEqualTo(ReferenceDefaults.KYVERNO);
        }
    }

    private static Value.ObjectValue asObject(ImageReference found) {
        return Value.EMPTY_OBJECT
                .with("registry", Value.of(found.registry()))
                .with("path", Value.of(found.path()))
                .with("name", Value.of(found.name()))
                .with("tag", Value.of(found.tag()))
                .with("digest", Value.of(found.digest()))
                .with("reference", Value.of(found.reference()))
                .with("referenceWithTag", Value.of(found.referenceWithTag()))
                .with("string", Value.of(found.normalForm()));
    }
}
