package dev.countersign.engine.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacedPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/shop",
                "/api/v1/namespaces/shop/pods",
                "/apis/apps/v1/namespaces/shop/deployments/d?limit=1",
                "//api//v1/./namespaces/lab/../shop/pods",
                "/api/v1/namespaces/sh%6fp/pods",
            })
    void a_path_below_the_namespace_may_be_called(String path) {
        assertThat(NamespacedPath.refusal(path, "shop")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/api/v1/pods",
                "/metrics/namespaces/shop",
                "api/v1/namespaces/shop",
                "/api/v1/namespaces/lab/pods",
                "/api/v1/namespaces/shop/../../pods",
                "/api/v1/namespaces/shop/%2e%2e/lab/pods",
                "/api/v1/namespaces/shop%2F..%2Flab",
                "/api/v1/namespaces/shopping",
                "/api/namespaces/shop",
            })
    void any_other_path_may_not(String path) {
        assertThat(NamespacedPath.refusal(path, "shop")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"%41%zz, %41%zz", "%4, %4", "%41, A", "a+b, a+b"})
    void a_text_with_a_broken_escape_stays_as_it_is(String text, String expected) {
        assertThat(NamespacedPath.unescaped(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'', .", "a/.., .", "../a/../.., ../..", "/.., /", "/a//b/./c/.., /a/b"})
    void paths_are_cleaned_as_in_go(String path, String expected) {
        assertThat(NamespacedPath.cleaned(path)).isEqualTo(expected);
    }
}
