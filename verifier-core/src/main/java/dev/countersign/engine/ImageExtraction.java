package dev.countersign.engine;

import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.image.ReferenceDefaults;
import dev.countersign.policy.ImageExtractor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which images stand in an object (Kyverno spec 6.1, 6.2). Immutable, and the same for the same object: initContainers, containers,
 * ephemeralContainers, each in the order of its list; extractors in the order of the policy, members of an object by name.
 */
public sealed interface ImageExtraction {

    /**
     * The images.
     *
     * @param images in order; superseded ones too
     */
    record Found(List<ExtractedImage> images) implements ImageExtraction {
        public Found {
            images = List.copyOf(images);
        }

        /** The images that Kyverno knows: those that no later one superseded. */
        public List<ExtractedImage> current() {
            return images.stream().filter(image -> !image.superseded()).toList();
        }
    }

    /**
     * The object cannot be read.
     *
     * @param message Kyverno's text; ours where Kyverno crashes
     */
    record Failed(String message) implements ImageExtraction {}

    /**
     * Looks for the images of an object.
     *
     * @param object the object; its {@code kind} alone says where its images stand
     * @param extractors a rule's {@code imageExtractors}; for a kind that it names, they replace the built-in places
     * @param defaults what completes a reference without a registry
     * @param functions what the functions of an extractor's {@code jmesPath} need
     */
    static ImageExtraction of(
            Value.ObjectValue object,
            Map<String, List<ImageExtractor>> extractors,
            ReferenceDefaults defaults,
            FunctionContext functions) {
        String kind = object.text("kind").orElse("");
        Optional<List<ImageExtractor>> own = Optional.ofNullable(extractors.get(kind));
        if (own.filter(List::isEmpty).isPresent()) {
            return new Failed("no extractors found for " + kind);
        }
        List<ImageLocation> locations = new ArrayList<>();
        for (ImageExtractor extractor : own.orElse(List.of())) {
            Optional<ImageLocation> location = ImageLocation.of(extractor);
            if (location.isEmpty()) {
                return new Failed("an image extractor for " + kind + " states neither a path nor a value");
            }
            locations.add(location.get());
        }
        return ImageExtractionWalk.over(
                object, own.isPresent() ? locations : ImageLocation.builtIn(kind), defaults, functions);
    }
}
