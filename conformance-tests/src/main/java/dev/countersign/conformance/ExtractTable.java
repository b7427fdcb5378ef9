package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.ExtractedImage;
import dev.countersign.engine.ImageExtraction;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.image.ReferenceDefaults;
import dev.countersign.policy.ImageExtractor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** {@code extract.jsonl}: the images of an object, by category and key. */
final class ExtractTable implements TableRunner {
    private static final FunctionContext FUNCTIONS =
            FunctionContext.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), new Random(1));

    @Override
    public String file() {
        return "extract.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        ImageExtraction extraction = ImageExtraction.of(
                question.object("resource").orElse(Value.EMPTY_OBJECT),
                extractors(question.object("imageExtractors").orElse(Value.EMPTY_OBJECT)),
                ReferenceDefaults.KYVERNO,
                FUNCTIONS);
        return extraction instanceof ImageExtraction.Found found
                ? new Out(byCategory(found.current()))
                : new Failed(((ImageExtraction.Failed) extraction).message());
    }

    private static Map<String, List<ImageExtractor>> extractors(ObjectValue byKind) {
        Map<String, List<ImageExtractor>> extractors = new LinkedHashMap<>();
        byKind.members()
                .keySet()
                .forEach(kind -> extractors.put(
                        kind,
                        byKind.list(kind).stream().map(ExtractTable::extractor).toList()));
        return extractors;
    }

    private static ImageExtractor extractor(Value written) {
        ObjectValue item = written instanceof ObjectValue object ? object : Value.EMPTY_OBJECT;
        return new ImageExtractor(
                item.text("path").orElse(""),
                item.text("value").orElse(""),
                item.text("name").orElse(""),
                item.text("key").orElse(""),
                item.text("jmesPath").orElse(""));
    }

    private static ObjectValue byCategory(List<ExtractedImage> images) {
        ObjectValue categories = Value.EMPTY_OBJECT;
        for (ExtractedImage image : images) {
            ObjectValue category = categories.object(image.category()).orElse(Value.EMPTY_OBJECT);
            ObjectValue found = Value.EMPTY_OBJECT
                    .with("image", Value.of(image.reference().normalForm()))
                    .with("pointer", Value.of(image.pointer()));
            if (!image.imagePullSecrets().isEmpty()) {
                found = found.with("imagePullSecrets", Value.ofTexts(image.imagePullSecrets()));
            }
            categories = categories.with(image.category(), category.with(image.key(), found));
        }
        return categories;
    }
}
