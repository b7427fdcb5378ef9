package dev.countersign.policy.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GlobPatternTest {
    private static final String IMAGE = "registry.example/shop/web@sha256:" + "0".repeat(64);

    private static boolean selects(String glob) {
        return GlobPattern.of(glob).matches(IMAGE);
    }

    @Test
    void one_star_stays_within_a_segment_and_two_do_not() {
        assertThat(selects("**")).isTrue();
        assertThat(selects("registry.example/**")).isTrue();
        assertThat(selects("registry.example/*/*")).isTrue();
        assertThat(selects("registry.example/*")).isFalse();
        assertThat(selects("*web*")).isFalse();
        assertThat(selects("**web**")).isTrue();
    }

    @Test
    void the_whole_name_counts_as_it_is_with_its_digest() {
        assertThat(selects("registry.example/shop/web")).isFalse();
        assertThat(selects("registry.example/shop/web:*")).isFalse();
        assertThat(selects("registry.example/shop/web@*")).isTrue();
        assertThat(selects("registryXexample/**")).isFalse();
    }

    @Test
    void short_globs_mean_docker_hub() {
        assertThat(GlobPattern.of("*").matches("index.docker.io/library/nginx@sha256:0"))
                .isTrue();
        assertThat(GlobPattern.of("*/*").matches("index.docker.io/acme/web@sha256:0"))
                .isTrue();
        assertThat(selects("*")).isFalse();
    }

    @Test
    void classes_are_finished_only_up_to_the_second_run_of_stars() {
        assertThat(GlobPattern.error("**[")).contains("syntax error in pattern");
        assertThat(GlobPattern.error("a*[")).contains("invalid glob \"a*[\"");
        assertThat(GlobPattern.error("[*")).contains("syntax error in pattern");
        assertThat(GlobPattern.error("[*]*[")).contains("invalid glob \"[*]*[\"");
    }

    @Test
    void what_is_no_glob_is_told_in_policy_controllers_words() {
        assertThat(GlobPattern.error("a/[")).contains("syntax error in pattern");
        assertThat(GlobPattern.error("a\\")).contains("syntax error in pattern");
        assertThat(GlobPattern.error("a/[a-z]*")).contains("invalid glob \"a/[a-z]*\"");
        assertThat(GlobPattern.error("a".repeat(GlobPattern.MAX_LENGTH + 1))).isPresent();
        assertThat(GlobPattern.error("a_b/**")).isEmpty();
        assertThatThrownBy(() -> GlobPattern.of("{a,b}")).isInstanceOf(IllegalArgumentException.class);
    }
}
