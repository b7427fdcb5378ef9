package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.image.ImageReference;
import dev.countersign.image.ImageReferenceException;
import dev.countersign.image.ReferenceDefaults;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code image-reference.jsonl}: the parts of an image's name. */
final class ImageReferenceTable implements TableRunner {
    @Override
    public String file() {
        return "image-reference.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        ReferenceDefaults defaults =
                ReferenceDefaults.of(question.text("defaultRegistry"), question.text("enableDefaultRegistryMutation"));
        try {
            ImageReference image = ImageReference.parse(question.text("image").orElse(""), defaults);
            Map<String, Value> parts = new LinkedHashMap<>();
            parts.put("registry", Value.of(image.registry()));
            parts.put("path", Value.of(image.path()));
            parts.put("name", Value.of(image.name()));
            parts.put("tag", Value.of(image.tag()));
            parts.put("digest", Value.of(image.digest()));
            parts.put("reference", Value.of(image.reference()));
            parts.put("referenceWithTag", Value.of(image.referenceWithTag()));
            parts.put("string", Value.of(image.normalForm()));
            return new Out(new ObjectValue(parts));
        } catch (ImageReferenceException e) {
            return new Failed(String.valueOf(e.getMessage()));
        }
    }
}
