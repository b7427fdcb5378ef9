package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.ExtractedImage;
import dev.countersign.engine.ImageExtraction;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.image.ReferenceDefaults;
import dev.countersign.policy.read.JsonMismatchException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;

/** {@code extract.jsonl}: the images of an object. */
final class ExtractTable implements TableRunner {
    private static final FunctionContext FUNCTIONS =
            FunctionContext.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), new Random(1));

    @Override
    public String file() {
        return "extract.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        ImageExtraction extraction;
        try {
            extraction = ImageExtraction.of(
                    question.object("resource").orElse(Value.EMPTY_OBJECT),
                    TableRules.of(question, "imageExtractors").imageExtractors(),
                    ReferenceDefaults.KYVERNO,
                    FUNCTIONS);
        } catch (JsonMismatchException e) {
            return TableRules.failed(e, "imageExtractors");
        }
        if (extraction instanceof ImageExtraction.Failed failed) {
            return new Failed(failed.message());
        }
        ImageExtraction.Found found = (ImageExtraction.Found) extraction;
        ObjectValue categories = Value.EMPTY_OBJECT;
        for (ExtractedImage image : found.current()) {
            ObjectValue members = Value.EMPTY_OBJECT
                    .with("image", Value.of(image.reference().normalForm()))
                    .with("pointer", Value.of(image.pointer()));
            if (!image.imagePullSecrets().isEmpty()) {
                members = members.with("imagePullSecrets", Value.ofTexts(image.imagePullSecrets()));
            }
            ObjectValue category = categories.object(image.category()).orElse(Value.EMPTY_OBJECT);
            categories = categories.with(image.category(), category.with(image.key(), members));
        }
        return new Out(categories);
    }
}
