package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.image.ImageReference;
import dev.countersign.image.ImageReferenceException;
import dev.countersign.image.ReferenceDefaults;
import dev.countersign.image.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code image-match.jsonl}: which images the entries of a rule mean. */
final class ImageMatchTable implements TableRunner {
    @Override
    public String file() {
        return "image-match.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        Optional<String> reference = question.text("reference");
        if (reference.isPresent()) {
            return TableAnswer.of(Wildcard.matchesAny(CaseFolder.texts(question, "patterns"), reference.get()));
        }
        ReferenceDefaults defaults =
                ReferenceDefaults.of(Optional.empty(), question.text("enableDefaultRegistryMutation"));
        List<String> images = new ArrayList<>();
        for (String image : CaseFolder.texts(question, "images")) {
            try {
                images.add(ImageReference.parse(image, defaults).normalForm());
            } catch (ImageReferenceException e) {
                return new Failed(String.valueOf(e.getMessage()));
            }
        }
        List<String> matched = new ArrayList<>();
        for (Value entry : question.list("verifyImages")) {
            if (entry instanceof ObjectValue object) {
                List<String> patterns = new ArrayList<>(CaseFolder.texts(object, "imageReferences"));
                object.text("image").filter(image -> !image.isEmpty()).ifPresent(patterns::add);
                images.stream()
                        .filter(image -> Wildcard.matchesAny(patterns, image))
                        .forEach(matched::add);
            }
        }
        return new Out(Value.ofTexts(matched.stream().sorted().toList()));
    }
}
