package dev.countersign.policy.check;

import dev.countersign.document.GoText;
import dev.countersign.document.Value;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.LabelNames;
import dev.countersign.policy.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Label selectors as apimachinery's {@code LabelSelectorAsSelector} checks them. */
final class SelectorChecks {
    private SelectorChecks() {}

    /** The parser's text, or that nothing is required. A selector with wildcards is not parsed. */
    static Optional<FieldError> check(LabelSelector selector, Value stated, String path) {
        if (hasWildcard(selector)) {
            return Optional.empty();
        }
        return parseError(selector)
                .or(() -> selector.matchLabels().isEmpty()
                                && selector.matchExpressions().isEmpty()
                        ? Optional.of("The requirements are not specified in selector")
                        : Optional.empty())
                .map(detail -> FieldError.invalid(path, stated, detail));
    }

    private static boolean hasWildcard(LabelSelector selector) {
        return selector.matchLabels().entrySet().stream()
                .anyMatch(label -> Wildcard.isPattern(label.getKey()) || Wildcard.isPattern(label.getValue()));
    }

    private static Optional<String> parseError(LabelSelector selector) {
        for (Map.Entry<String, String> label : new TreeMap<>(selector.matchLabels()).entrySet()) {
            Optional<String> error = requirement(label.getKey(), List.of(label.getValue()), Optional.empty());
            if (error.isPresent()) {
                return error;
            }
        }
        for (LabelSelector.Requirement expression : selector.matchExpressions()) {
            Optional<String> valuesRule;
            switch (expression.operator()) {
                case "In", "NotIn" ->
                    valuesRule = expression.values().isEmpty()
                            ? Optional.of("for 'in', 'notin' operators, values set can't be empty")
                            : Optional.empty();
                case "Exists", "DoesNotExist" ->
                    valuesRule = expression.values().isEmpty()
                            ? Optional.empty()
                            : Optional.of("values set must be empty for exists and does not exist");
                default -> {
                    return Optional.of(GoText.quote(expression.operator()) + " is not a valid label selector operator");
                }
            }
            Optional<String> error = requirement(expression.key(), expression.values(), valuesRule);
            if (error.isPresent()) {
                return error;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> requirement(String key, List<String> values, Optional<String> valuesRule) {
        List<FieldError> errors = new ArrayList<>();
        List<String> keyErrors = LabelNames.checkKey(key);
        if (!keyErrors.isEmpty()) {
            errors.add(FieldError.invalidText("key", key, String.join("; ", keyErrors)));
        }
        valuesRule.ifPresent(rule -> errors.add(FieldError.invalid("values", Value.ofTexts(values), rule)));
        for (int i = 0; i < values.size(); i++) {
            List<String> valueErrors = LabelNames.checkValue(values.get(i));
            if (!valueErrors.isEmpty()) {
                errors.add(FieldError.invalidText(
                        "values[" + i + "][" + key + "]", values.get(i), String.join("; ", valueErrors)));
            }
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(FieldError.aggregate(errors));
    }
}
