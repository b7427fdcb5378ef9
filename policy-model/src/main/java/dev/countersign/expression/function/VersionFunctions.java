package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.expression.value.SemanticVersion;
import dev.countersign.expression.value.ValueFormatException;
import dev.countersign.expression.value.VersionRange;
import java.util.List;

/** {@code semver_compare}. */
final class VersionFunctions {
    /** Kyverno compares what is no version as this one. */
    private static final String NO_VERSION = "0.0.0";

    static final List<JmesFunction> ALL = List.of(
            JmesFunction.of("semver_compare", VersionFunctions::compare, ArgumentType.STRING, ArgumentType.STRING));

    private VersionFunctions() {}

    private static Value compare(Call call) throws EvaluationException {
        try {
            VersionRange range = VersionRange.parse(call.text(1));
            return Value.of(range.contains(version(call.text(0))));
        } catch (ValueFormatException bad) {
            throw EvaluationException.error(String.valueOf(bad.getMessage()));
        }
    }

    private static SemanticVersion version(String text) throws ValueFormatException {
        try {
            return SemanticVersion.parse(text);
        } catch (ValueFormatException bad) {
            return SemanticVersion.parse(NO_VERSION);
        }
    }
}
