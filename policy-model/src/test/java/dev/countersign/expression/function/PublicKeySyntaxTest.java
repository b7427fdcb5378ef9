package dev.countersign.expression.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds texts against what Go's {@code encoding/pem} and {@code crypto/x509} made of them. */
class PublicKeySyntaxTest {
    static Stream<List<String>> recorded() throws IOException {
        try (InputStream in = PublicKeySyntaxTest.class.getResourceAsStream("public-keys.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> List.of(line.split("\t", -1)));
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void a_text_is_a_public_key_exactly_where_go_reads_one(List<String> recorded) {
        String pem = recorded.get(2).replace("\\r", "\r").replace("\\n", "\n");
        assertThat(GoSyntax.isPublicKey(pem))
                .as(recorded.get(1))
                .isEqualTo(recorded.get(0).equals("read"));
    }

    @Test
    void a_text_beyond_the_bound_is_none() throws IOException {
        String pem = recorded().findFirst().orElseThrow().get(2).replace("\\n", "\n");
        assertThat(GoSyntax.isPublicKey(pem)).isTrue();
        assertThat(GoSyntax.isPublicKey(pem + " ".repeat(PublicKeySyntax.MAX_LENGTH)))
                .isFalse();
    }
}
