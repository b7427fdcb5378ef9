package dev.countersign.engine;

import dev.countersign.document.Value;
import java.util.Map;

/** The annotations in which the verify phase tells the validate phase what is known of each image (Kyverno spec 7.7). */
final class Annotations {
    private Annotations() {}

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
