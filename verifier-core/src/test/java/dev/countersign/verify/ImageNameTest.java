package dev.countersign.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.verify.ImageName.InvalidNameException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
    private static final Digest DIGEST = new Digest("sha256:" + "a".repeat(64));

    @ParameterizedTest
    @CsvSource({
        "registry.test/shop/web:1.0, registry.test, shop/web, 1.0",
        "registry.test:5000/web, registry.test:5000, web, latest",
        "Registry.Test/web:A_b.c-d, registry.test, web, A_b.c-d",
        "localhost/web, localhost, web, latest",
        "nginx, index.docker.io, library/nginx, latest",
        "docker.io/nginx:1, index.docker.io, library/nginx, 1",
        "index.docker.io/nginx:1, index.docker.io, library/nginx, 1",
        "acme/web:1, index.docker.io, acme/web, 1"
    })
    void names_are_completed_as_registry_clients_complete_them(String image, String host, String path, String tag)
            throws Exception {
        assertThat(ImageName.parse(image)).isEqualTo(new ImageName(new Repository(host, path), tag, Optional.empty()));
    }

    @Test
    void a_digest_goes_before_a_tag() throws Exception {
        ImageName expected = new ImageName(new Repository("registry.test:5000", "web"), "", Optional.of(DIGEST));

        assertThat(ImageName.parse("registry.test:5000/web@" + DIGEST)).isEqualTo(expected);
        assertThat(ImageName.parse("registry.test:5000/web:1.0@" + DIGEST)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "/",
                "@",
                "registry.test/",
                "registry.test/web:",
                "registry.test/web:a b",
                "registry.test/web:a/b@",
                "registry.test/Web:1",
                "registry.test/web@sha256:abc",
                "registry.test/web@sha512:abc",
                "registry.test/web@",
                "registry.test/w",
                "registry.test/é",
                "registry.test/web?x"
            })
    void what_cannot_be_fetched_is_no_name(String image) {
        assertThatThrownBy(() -> ImageName.parse(image)).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void tags_and_paths_are_bounded() throws Exception {
        assertThat(ImageName.parse("registry.test/web:" + "a".repeat(128)).tag())
                .hasSize(128);
        assertThatThrownBy(() -> ImageName.parse("registry.test/web:" + "a".repeat(129)))
                .isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> ImageName.parse("registry.test/" + "a".repeat(256)))
                .isInstanceOf(InvalidNameException.class);
    }
}
