package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.conformance.TableAnswer.NotBuilt;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.ImageVerificationMetadata;
import dev.countersign.engine.ImageVerificationMetadataBuilder;
import dev.countersign.engine.ImageVerificationMetadataException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code image-verify-metadata.jsonl}: the annotations that keep what is known of each image. */
final class ImageMetadataTable implements TableRunner {
    @Override
    public String file() {
        return "image-verify-metadata.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        Optional<String> text = question.text("parse");
        if (text.isPresent()) {
            try {
                return parsed(question, ImageVerificationMetadata.parse(text.get()));
            } catch (ImageVerificationMetadataException e) {
                return new Failed(String.valueOf(e.getMessage()));
            }
        }
        ImageVerificationMetadata metadata = added(question.list("add"));
        if (question.get("merge").isPresent()) {
            return whole(metadata.merge(added(question.list("merge"))));
        }
        Optional<Value> hasAnnotations = question.get("hasAnnotations");
        if (hasAnnotations.isPresent()) {
            return new Out(new ListValue(
                    metadata.annotationPatches(hasAnnotations.get().equals(Value.of(true))).stream()
                            .map(Patches::json)
                            .toList()));
        }
        return new NotBuilt();
    }

    private static TableAnswer parsed(ObjectValue question, ImageVerificationMetadata metadata) {
        Optional<String> image = question.text("image");
        if (image.isEmpty()) {
            return whole(metadata);
        }
        if (question.text("policy").isPresent()) {
            return TableAnswer.of(metadata.status(
                    question.text("namespace").orElse(""),
                    question.text("policy").orElse(""),
                    question.text("rule").orElse(""),
                    image.get()));
        }
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("status", Value.of(metadata.status(image.get())));
        members.put("verified", Value.of(metadata.isVerified(image.get())));
        return new Out(new ObjectValue(members));
    }

    private static TableAnswer whole(ImageVerificationMetadata metadata) {
        return new Out(metadata.toValue().with("empty", Value.of(metadata.isEmpty())));
    }

    private static ImageVerificationMetadata added(List<Value> images) {
        ImageVerificationMetadataBuilder builder = new ImageVerificationMetadataBuilder();
        for (Value each : images) {
            if (each instanceof ObjectValue image) {
                String name = image.text("image").orElse("");
                String status = image.text("status").orElse("");
                if (image.text("policy").isPresent()) {
                    builder.add(
                            image.text("namespace").orElse(""),
                            image.text("policy").orElse(""),
                            image.text("rule").orElse(""),
                            name,
                            status);
                } else {
                    builder.add(name, status);
                }
            }
        }
        return builder.build();
    }
}
