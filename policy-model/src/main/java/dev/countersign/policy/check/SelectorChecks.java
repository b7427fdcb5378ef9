package dev.countersign.policy.check;

import dev.countersign.document.GoText;
import dev.countersign.document.Value;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Label selectors as apimachinery's {@code LabelSelectorAsSelector} checks them. */
final class SelectorChecks {
    private static final int MAX_NAME = 63;
    private static final int MAX_PREFIX = 253;
    private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    /** Possessive: hostile text must not make the matcher walk back. The last character is checked apart. */
    private static final Pattern NAME_CHARACTERS = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9_.]*+");

    private static final Pattern LABEL_CHARACTERS = Pattern.compile("[a-z0-9][-a-z0-9]*+");

    private static final String NAME_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                    + " with an alphanumeric character";

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
        List<String> keyErrors = keyErrors(key);
        if (!keyErrors.isEmpty()) {
            errors.add(FieldError.invalidText("key", key, String.join("; ", keyErrors)));
        }
        valuesRule.ifPresent(rule -> errors.add(FieldError.invalid("values", Value.ofTexts(values), rule)));
        for (int i = 0; i < values.size(); i++) {
            List<String> valueErrors = valueErrors(values.get(i));
            if (!valueErrors.isEmpty()) {
                errors.add(FieldError.invalidText(
                        "values[" + i + "][" + key + "]", values.get(i), String.join("; ", valueErrors)));
            }
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(FieldError.aggregate(errors));
    }

    private static List<String> keyErrors(String key) {
        String[] parts = key.split("/", -1);
        String example = expression("'MyName',  or 'my.name',  or '123-abc'", NAME);
        if (parts.length > 2) {
            return List.of("a qualified name " + NAME_RULE + example
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        List<String> errors = new ArrayList<>();
        if (parts.length == 2) {
            prefixErrors(parts[0]).forEach(error -> errors.add("prefix part " + error));
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else if (name.length() > MAX_NAME) {
            errors.add("name part " + tooLong(MAX_NAME));
        }
        if (!isName(name)) {
            errors.add("name part " + NAME_RULE + example);
        }
        return errors;
    }

    private static List<String> prefixErrors(String prefix) {
        if (prefix.isEmpty()) {
            return List.of("must be non-empty");
        }
        List<String> errors = new ArrayList<>();
        if (prefix.length() > MAX_PREFIX) {
            errors.add(tooLong(MAX_PREFIX));
        }
        for (String label : prefix.split("\\.", -1)) {
            if (!LABEL_CHARACTERS.matcher(label).matches() || label.endsWith("-")) {
                errors.add("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
                        + " '.', and must start and end with an alphanumeric character"
                        + expression("'example.com'", SUBDOMAIN));
                break;
            }
        }
        return errors;
    }

    private static List<String> valueErrors(String value) {
        List<String> errors = new ArrayList<>();
        if (value.length() > MAX_NAME) {
            errors.add(tooLong(MAX_NAME));
        }
        if (!value.isEmpty() && !isName(value)) {
            errors.add(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
                            + " must start and end with an alphanumeric character"
                            + expression("'MyValue',  or 'my_value',  or '12345'", "(" + NAME + ")?"));
        }
        return errors;
    }

    private static boolean isName(String text) {
        return NAME_CHARACTERS.matcher(text).matches() && isAlphanumeric(text.charAt(text.length() - 1));
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static String tooLong(int limit) {
        return "must be no more than " + limit + " bytes";
    }

    private static String expression(String examples, String expression) {
        return " (e.g. " + examples + ", regex used for validation is '" + expression + "')";
    }
}
