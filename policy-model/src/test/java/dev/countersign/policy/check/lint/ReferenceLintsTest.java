package dev.countersign.policy.check.lint;

import static dev.countersign.policy.check.lint.LintedPolicy.found;
import static dev.countersign.policy.check.lint.LintedPolicy.foundFor;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns for images. */
class ReferenceLintsTest {
    private static final String AT = " at entry.imageReferences[0]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx",
                "nginx:latest",
                "registry.example/web",
                "https://registry.example/*",
                "registry.example//web*",
                "registry.example/Team/*",
                "registry.example/Web:*",
                "*/Team/web*",
                "registry.example/we b*"
            })
    void a_pattern_that_is_no_normal_form_never_matches(String pattern) {
        assertThat(foundFor("[\"" + pattern + "\"]")).containsExactly("REFERENCE_NEVER_MATCHES" + AT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*/web*",
                "registry.example/*",
                "registry.example:5000/web@*",
                "localhost/web*",
                "[::1]:5000/web*",
                "registry.example/*Tag",
                "registry.example/web?*",
                "registry.example/web@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void a_pattern_that_images_may_match_is_clean(String pattern) {
        assertThat(foundFor("[\"" + pattern + "\"]")).isEmpty();
    }

    @Test
    void a_pattern_without_its_registry_means_nothing_of_docker_io() {
        assertThat(foundFor("[\"library/nginx*\"]")).containsExactly("REFERENCE_WITHOUT_REGISTRY" + AT);
        assertThat(foundFor("[\"web:*\"]")).containsExactly("REFERENCE_WITHOUT_REGISTRY" + AT);
        assertThat(foundFor("[\"docker.io/library/nginx*\"]")).isEmpty();
    }

    @Test
    void a_registry_in_upper_case_means_no_image_in_lower_case() {
        assertThat(foundFor("[\"Registry.example/web*\"]")).containsExactly("UPPER_CASE_REGISTRY" + AT);
    }

    @Test
    void a_pattern_with_a_tag_passes_over_the_same_image_by_digest() {
        assertThat(foundFor("[\"registry.example/web:*\"]")).containsExactly("REFERENCE_BY_TAG" + AT);
        assertThat(foundFor("[\"registry.example/web:1.0\"]")).containsExactly("REFERENCE_BY_TAG" + AT);
    }

    @Test
    void a_pattern_with_a_tag_beside_one_for_digests_is_clean() {
        assertThat(foundFor("[\"registry.example/web:*\", \"registry.example/web@*\"]"))
                .isEmpty();
    }

    @Test
    void skipping_more_than_is_meant_leaves_nothing() {
        String references = "[\"registry.example/web*\"]";

        assertThat(found(references, references + "\n          skipImageReferences: [\"registry.example/*\"]"))
                .containsExactly("SKIPS_EVERYTHING at entry.skipImageReferences");
        assertThat(found(references, references + "\n          skipImageReferences: [\"registry.example/web-test*\"]"))
                .isEmpty();
    }

    @Test
    void a_variable_in_skipped_references_is_not_judged() {
        String references = "[\"registry.example/web*\"]";

        assertThat(found(references, references + "\n          skipImageReferences: [\"{{ skipped }}\"]"))
                .isEmpty();
    }
}
