package dev.countersign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.ImageExtraction.Failed;
import dev.countersign.engine.ImageExtraction.Found;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.image.ReferenceDefaults;
import dev.countersign.policy.ImageExtractor;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageExtractionTest {
    private static final FunctionContext FUNCTIONS =
            FunctionContext.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), new Random(1));

    /** Errors that begin with {@code json:} come from reading the policy. */
    static Stream<ObjectValue> kyvernosAnswers() throws IOException {
        return Vectors.read("image-extraction.jsonl").stream()
                .filter(vector -> !vector.text("error").orElse("").startsWith("json:"));
    }

    @ParameterizedTest
    @MethodSource("kyvernosAnswers")
    void images_are_found_where_kyverno_finds_them(ObjectValue vector) {
        ObjectValue in = vector.object("in").orElseThrow();
        ImageExtraction extraction = extract(in.object("resource").orElse(Value.EMPTY_OBJECT), extractors(in));

        if (extraction instanceof Failed failed && vector.get("panic").isPresent()) {
            assertThat(failed.message()).isEqualTo("an image extractor for Task states neither a path nor a value");
        } else if (extraction instanceof Failed failed) {
            assertThat(vector.text("error")).hasValue(failed.message());
        } else {
            assertThat(vector.get("out")).hasValue(byCategory(((Found) extraction).current()));
        }
    }

    private static ImageExtraction extract(ObjectValue object, Map<String, List<ImageExtractor>> extractors) {
        return ImageExtraction.of(object, extractors, ReferenceDefaults.KYVERNO, FUNCTIONS);
    }

    private static Map<String, List<ImageExtractor>> extractors(ObjectValue in) {
        ObjectValue byKind = in.object("imageExtractors").orElse(Value.EMPTY_OBJECT);
        Map<String, List<ImageExtractor>> extractors = new LinkedHashMap<>();
        byKind.members()
                .keySet()
                .forEach(kind -> extractors.put(
                        kind,
                        byKind.list(kind).stream()
                                .map(item -> item instanceof ObjectValue object ? object : Value.EMPTY_OBJECT)
                                .map(item -> new ImageExtractor(
                                        item.text("path").orElse(""),
                                        item.text("value").orElse(""),
                                        item.text("name").orElse(""),
                                        item.text("key").orElse(""),
                                        item.text("jmesPath").orElse("")))
                                .toList()));
        return extractors;
    }

    private static ObjectValue byCategory(List<ExtractedImage> images) {
        Map<String, Value> categories = new LinkedHashMap<>();
        for (ExtractedImage image : images) {
            ObjectValue category = (ObjectValue) categories.getOrDefault(image.category(), Value.EMPTY_OBJECT);
            assertThat(category.get(image.key())).isEmpty();
            ObjectValue found = Value.EMPTY_OBJECT
                    .with("image", Value.of(image.reference().normalForm()))
                    .with("pointer", Value.of(image.pointer()));
            if (!image.imagePullSecrets().isEmpty()) {
                found = found.with("imagePullSecrets", Value.ofTexts(image.imagePullSecrets()));
            }
            categories.put(image.category(), category.with(image.key(), found));
        }
        return new ObjectValue(categories);
    }

    private static ImageExtractor extractor(String path) {
        return new ImageExtractor(path, "", "", "", "");
    }

    @Test
    void images_stand_in_the_order_init_containers_containers_ephemeral_containers() {
        ObjectValue pod = Vectors.object("""
                {"kind":"Pod","spec":{"ephemeralContainers":[{"name":"e","image":"e"}],
                 "containers":[{"name":"z","image":"z"},{"name":"a","image":"a"}],
                 "initContainers":[{"name":"i","image":"i"}]}}
                """);

        assertThat(((Found) extract(pod, Map.of())).images())
                .extracting(ExtractedImage::key)
                .containsExactly("i", "z", "a", "e");
    }

    @Test
    void an_image_whose_key_is_taken_again_is_found_but_superseded() {
        ObjectValue pod = Vectors.object("""
                {"kind":"Pod","spec":{"containers":[{"name":"a","image":"one"},{"name":"a","image":"two"}]}}
                """);
        Found found = (Found) extract(pod, Map.of());

        assertThat(found.images()).extracting(ExtractedImage::superseded).containsExactly(true, false);
        assertThat(found.current())
                .extracting(image -> image.reference().name())
                .containsExactly("two");
    }

    @Test
    void an_image_whose_category_is_taken_by_a_later_extractor_is_superseded() {
        ObjectValue task = Vectors.object("""
                {"kind":"Task","spec":{"a":"one","b":"two"}}
                """);
        Found found = (Found) extract(task, Map.of("Task", List.of(extractor("/spec/a"), extractor("/spec/b"))));

        assertThat(found.images()).extracting(ExtractedImage::superseded).containsExactly(true, false);
    }

    @Test
    void members_of_an_object_are_visited_by_name() {
        ObjectValue task = Vectors.object("""
                {"kind":"Task","spec":{"z":{"image":"z"},"a":{"image":"a"}}}
                """);

        assertThat(((Found) extract(task, Map.of("Task", List.of(extractor("/spec/*/image"))))).images())
                .extracting(ExtractedImage::pointer)
                .containsExactly("/spec/a/image", "/spec/z/image");
    }

    @Test
    void a_jmes_path_is_applied_to_the_text_of_the_image() {
        assertThat(extract(task("\"docker://ghcr.io/a/b:v1\""), jmesPath("trim_prefix(@, 'docker://')")))
                .isInstanceOfSatisfying(Found.class, found -> assertThat(found.images())
                        .singleElement()
                        .satisfies(image ->
                                assertThat(image.reference().normalForm()).isEqualTo("ghcr.io/a/b:v1")));
    }

    @Test
    void a_jmes_path_is_compiled_only_where_it_meets_an_image() {
        assertThat(extract(task("\"a\""), jmesPath("trim_prefix(@")))
                .isEqualTo(new Failed("invalid jmespath trim_prefix(@: SyntaxError: Incomplete expression"));
        assertThat(extract(task("\"\""), jmesPath("trim_prefix(@"))).isEqualTo(new Found(List.of()));
    }

    @Test
    void a_jmes_path_that_gives_no_text_is_named() {
        assertThat(extract(task("\"nginx\""), jmesPath("length(@)")))
                .isEqualTo(new Failed("jmespath length(@) must produce a string, but produced 5"));
    }

    @Test
    void a_jmes_path_longer_than_any_expression_may_be_is_refused() {
        assertThat(extract(task("\"nginx\""), jmesPath("a".repeat(20_001))))
                .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.message())
                        .endsWith("the expression is longer than 20000 characters"));
    }

    private static ObjectValue task(String image) {
        return Vectors.object("{\"kind\":\"Task\",\"spec\":{\"image\":" + image + "}}");
    }

    private static Map<String, List<ImageExtractor>> jmesPath(String expression) {
        return Map.of("Task", List.of(new ImageExtractor("/spec/image", "", "", "", expression)));
    }

    @Test
    void ten_thousand_containers_are_found() {
        List<Value> containers = new ArrayList<>();
        IntStream.range(0, 10_000)
                .forEach(i -> containers.add(Value.EMPTY_OBJECT
                        .with("name", Value.of("c" + i))
                        .with("image", Value.of("ghcr.io/acme/app:" + i))));
        ObjectValue pod = Vectors.object("{\"kind\":\"Pod\"}")
                .with("spec", Value.EMPTY_OBJECT.with("containers", new Value.ListValue(containers)));

        assertThat(((Found) extract(pod, Map.of())).current()).hasSize(10_000);
    }

    @Test
    void paths_and_secrets_beyond_the_bounds_are_refused() {
        ObjectValue longPath = Value.EMPTY_OBJECT
                .with("kind", Value.of("Task"))
                .with(
                        "spec",
                        Value.EMPTY_OBJECT.with("k".repeat(5000), Value.EMPTY_OBJECT.with("image", Value.of("a"))));
        List<Value> secrets = new ArrayList<>();
        IntStream.range(0, 101).forEach(i -> secrets.add(Value.EMPTY_OBJECT.with("name", Value.of("s" + i))));
        ObjectValue manySecrets = Vectors.object("{\"kind\":\"Pod\"}")
                .with("spec", Value.EMPTY_OBJECT.with("imagePullSecrets", new Value.ListValue(secrets)));

        assertThat(extract(longPath, Map.of("Task", List.of(extractor("/spec/*/image")))))
                .isInstanceOf(Failed.class);
        assertThat(extract(manySecrets, Map.of())).isInstanceOf(Failed.class);
    }
}
