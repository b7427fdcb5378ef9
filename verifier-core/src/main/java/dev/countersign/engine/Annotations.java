package dev.countersign.engine;

import dev.countersign.document.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** The annotations in which the verify phase tells the validate phase what is known of each image (Kyverno spec 7.7). */
final class Annotations {
    /** Where the scoped annotation stands, as a patch names it. */
    static final String SCOPED_PATH =
            "/metadata/annotations/" + ImageVerificationMetadata.SCOPED_ANNOTATION.replace("/", "~1");

    private Annotations() {}

    /** The object without the scoped annotation. */
    static Value.ObjectValue withoutScoped(Value.ObjectValue object) {
        Value.ObjectValue metadata = object.object("metadata").orElse(Value.EMPTY_OBJECT);
        Map<String, Value> annotations = new LinkedHashMap<>(
                metadata.object("annotations").map(Value.ObjectValue::members).orElse(Map.of()));
        annotations.remove(ImageVerificationMetadata.SCOPED_ANNOTATION);
        return object.with("metadata", metadata.with("annotations", new Value.ObjectValue(annotations)));
    }

    /** The annotations of an object. */
    static Map<String, String> of(Value.ObjectValue object) {
        return object.object("metadata")
                .map(metadata -> metadata.texts("annotations"))
                .orElse(Map.of());
    }

    /** What the scoped annotation says; nothing when there is none or when it cannot be read. */
    static ImageVerificationMetadata metadata(Value.ObjectValue object) {
        String text = of(object).getOrDefault(ImageVerificationMetadata.SCOPED_ANNOTATION, "");
        if (text.isEmpty()) {
            return ImageVerificationMetadata.EMPTY;
        }
        try {
            return ImageVerificationMetadata.parse(text);
        } catch (ImageVerificationMetadataException e) {
            return ImageVerificationMetadata.EMPTY;
        }
    }
}
