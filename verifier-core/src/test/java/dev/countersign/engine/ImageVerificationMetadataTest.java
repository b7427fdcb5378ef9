package dev.countersign.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageVerificationMetadataTest {

    static Stream<ObjectValue> kyvernosAnswers() throws IOException {
        return Vectors.read("image-verify-metadata.jsonl").stream();
    }

    @ParameterizedTest
    @MethodSource("kyvernosAnswers")
    void metadata_behaves_as_kyvernos(ObjectValue vector) {
        ObjectValue in = vector.object("in").orElseThrow();
        Map<String, Value> answer = new LinkedHashMap<>();
        try {
            answer.put("out", answer(in));
        } catch (ImageVerificationMetadataException e) {
            answer.put("error", Value.of(e.getMessage()));
        }
        answer.put("in", in);

        assertThat(new ObjectValue(answer)).isEqualTo(vector);
    }

    private static Value answer(ObjectValue in) throws ImageVerificationMetadataException {
        if (in.get("parse").isEmpty()) {
            ImageVerificationMetadata added = added(in.list("add"));
            return in.get("merge").isPresent()
                    ? state(added.merge(added(in.list("merge"))))
                    : patch(added, in.get("hasAnnotations").equals(Optional.of(Value.of(true))));
        }
        ImageVerificationMetadata parsed =
                ImageVerificationMetadata.parse(in.text("parse").orElseThrow());
        if (in.get("image").isEmpty()) {
            return state(parsed);
        }
        String image = in.text("image").orElseThrow();
        if (in.get("policy").isEmpty()) {
            return new ObjectValue(
                    Map.of("status", Value.of(parsed.status(image)), "verified", Value.of(parsed.isVerified(image))));
        }
        return Value.of(parsed.status(
                in.text("namespace").orElseThrow(),
                in.text("policy").orElseThrow(),
                in.text("rule").orElseThrow(),
                image));
    }

    private static ImageVerificationMetadata added(List<Value> items) {
        ImageVerificationMetadataBuilder builder = new ImageVerificationMetadataBuilder();
        for (Value item : items) {
            ObjectValue object = (ObjectValue) item;
            String image = object.text("image").orElseThrow();
            String status = object.text("status").orElseThrow();
            object.text("policy")
                    .ifPresentOrElse(
                            policy -> builder.add(
                                    object.text("namespace").orElseThrow(),
                                    policy,
                                    object.text("rule").orElseThrow(),
                                    image,
                                    status),
                            () -> builder.add(image, status));
        }
        return builder.build();
    }

    private static Value state(ImageVerificationMetadata metadata) {
        return metadata.toValue().with("empty", Value.of(metadata.isEmpty()));
    }

    private static Value patch(ImageVerificationMetadata metadata, boolean hasAnnotations) {
        return new Value.ListValue(metadata.annotationPatches(hasAnnotations).stream()
                .<Value>map(operation -> new ObjectValue(Map.of(
                        "op", Value.of(operation.op()),
                        "path", Value.of(operation.path()),
                        "value", operation.value())))
                .toList());
    }

    @Test
    void a_failure_stays_when_a_later_entry_of_the_rule_skips_the_image() {
        ImageVerificationMetadataBuilder builder = new ImageVerificationMetadataBuilder();

        assertThat(builder.record("", "p", "r", "a", "fail")).isFalse();
        assertThat(builder.record("", "p", "r", "a", "skip")).isTrue();
        assertThat(builder.record("", "p", "r", "a", "pass")).isTrue();
        assertThat(builder.record("", "p", "r", "a", "fail")).isFalse();

        assertThat(builder.build().status("", "p", "r", "a")).isEqualTo("fail");
        assertThat(builder.build().status("a")).isEqualTo("fail");
    }

    @Test
    void a_pass_gives_way_to_whatever_comes_later() {
        ImageVerificationMetadataBuilder builder = new ImageVerificationMetadataBuilder();
        builder.record("", "p", "r", "a", "pass");
        builder.record("", "p", "r", "a", "skip");

        assertThat(builder.build().status("", "p", "r", "a")).isEqualTo("skip");
    }

    @Test
    void a_failure_of_one_rule_is_not_the_failure_of_another() {
        ImageVerificationMetadataBuilder builder = new ImageVerificationMetadataBuilder();
        builder.record("", "p", "r1", "a", "fail");

        assertThat(builder.record("", "p", "r2", "a", "pass")).isFalse();
        assertThat(builder.build().policies())
                .isEqualTo(Map.of("/p", Map.of("r1", Map.of("a", "fail"), "r2", Map.of("a", "pass"))));
        assertThat(builder.build().images()).isEqualTo(Map.of("a", "pass"));
    }

    @Test
    void nothing_known_is_a_failure() {
        assertThat(ImageVerificationMetadata.EMPTY.status("a")).isEqualTo("fail");
        assertThat(ImageVerificationMetadata.EMPTY.status("", "p", "r", "a")).isEqualTo("fail");
        assertThat(ImageVerificationMetadata.EMPTY.isEmpty()).isTrue();
    }

    @Test
    void an_annotation_beyond_the_bounds_is_an_error() {
        assertThatExceptionOfType(ImageVerificationMetadataException.class)
                .isThrownBy(() -> ImageVerificationMetadata.parse("{\"a\":\"" + "x".repeat(1 << 20) + "\"}"));
        assertThatExceptionOfType(ImageVerificationMetadataException.class)
                .isThrownBy(() -> ImageVerificationMetadata.parse("[".repeat(200_000)));
    }
}
