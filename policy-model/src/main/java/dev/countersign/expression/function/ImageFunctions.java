package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.image.ImageReference;
import dev.countersign.image.ImageReferenceException;
import java.util.List;

/** {@code image_normalize}. */
final class ImageFunctions {
    static final List<JmesFunction> ALL =
            List.of(JmesFunction.of("image_normalize", ImageFunctions::normalize, ArgumentType.STRING));

    private ImageFunctions() {}

    private static Value normalize(Call call) throws EvaluationException {
        try {
            ImageReference image = ImageReference.parse(
                    call.text(0), call.evaluation().context().references());
            return Value.of(image.normalForm());
        } catch (ImageReferenceException bad) {
            throw call.error(String.valueOf(bad.getMessage()));
        }
    }
}
