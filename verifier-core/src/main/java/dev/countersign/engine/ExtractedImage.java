package dev.countersign.engine;

import dev.countersign.image.ImageReference;
import java.util.List;

/**
 * An image that stands in an object. Immutable.
 *
 * @param category {@code initContainers}, {@code containers}, {@code ephemeralContainers}, or the extractor's name
 * @param key the container's name, or what the extractor takes for a key
 * @param pointer where the text of the image stands, as Kyverno writes it: its segments are not escaped (quirk Q10)
 * @param reference the image
 * @param imagePullSecrets names of the secrets that the object states beside or above the image
 * @param superseded whether a later image took the same key, or a later extractor the same category; Kyverno knows only the later one
 */
public record ExtractedImage(
        String category,
        String key,
        String pointer,
        ImageReference reference,
        List<String> imagePullSecrets,
        boolean superseded) {
    public ExtractedImage {
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }
}
