package dev.countersign.engine.match;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.LabelNames;
import dev.countersign.policy.LabelSelector;
import dev.countersign.policy.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Label selectors and wildcards over labels, annotations and names, as Kyverno judges them. Stateless and thread-safe.
 */
public final class LabelMatch {
    private LabelMatch() {}

    /**
     * What a selector says of labels. Immutable.
     *
     * @param matches false when there is an error
     * @param error Kubernetes' text when the selector is not valid
     */
    public record Outcome(boolean matches, Optional<String> error) {}

    /**
     * Whether labels match a selector; an empty selector matches everything. A pair of {@code matchLabels} that holds a
     * wildcard is first replaced by a label that it matches, or by itself with zeros in place of the wildcards.
     */
    public static Outcome selects(LabelSelector selector, Map<String, String> labels) {
        boolean matches = true;
        for (Map.Entry<String, String> wanted :
                expand(selector.matchLabels(), labels).entrySet()) {
            Optional<String> error = check(wanted.getKey(), List.of(wanted.getValue()), List.of());
            if (error.isPresent()) {
                return new Outcome(false, error);
            }
            matches &= wanted.getValue().equals(labels.get(wanted.getKey()));
        }
        for (Requirement requirement : selector.matchExpressions()) {
            Optional<String> error = check(requirement);
            if (error.isPresent()) {
                return new Outcome(false, error);
            }
            matches &= holds(requirement, labels);
        }
        return new Outcome(matches, Optional.empty());
    }

    /** Whether each pair of wildcards matches some annotation, key and value. */
    public static boolean annotations(Map<String, String> wanted, Map<String, String> actual) {
        return wanted.entrySet().stream().allMatch(pattern -> actual.entrySet().stream()
                .anyMatch(found -> Wildcard.matches(pattern.getKey(), found.getKey())
                        && Wildcard.matches(pattern.getValue(), found.getValue())));
    }

    private static Map<String, String> expand(Map<String, String> wanted, Map<String, String> labels) {
        Map<String, String> expanded = new LinkedHashMap<>();
        // Sorted, so that errors do not depend on the order of a hash map.
        new TreeMap<>(wanted).forEach((key, value) -> {
            if (!Wildcard.isPattern(key) && !Wildcard.isPattern(value)) {
                expanded.put(key, value);
                return;
            }
            for (Map.Entry<String, String> label : labels.entrySet()) {
                if (Wildcard.matches(key, label.getKey()) && Wildcard.matches(value, label.getValue())) {
                    expanded.put(label.getKey(), label.getValue());
                    return;
                }
            }
            expanded.put(withoutWildcards(key), withoutWildcards(value));
        });
        return expanded;
    }

    private static String withoutWildcards(String text) {
        return text.replace('*', '0').replace('?', '0');
    }

    private static boolean holds(Requirement requirement, Map<String, String> labels) {
        String found = labels.get(requirement.key());
        return switch (requirement.operator()) {
            case "In" -> found != null && requirement.values().contains(found);
            case "NotIn" -> found == null || !requirement.values().contains(found);
            case "Exists" -> found != null;
            default -> found == null;
        };
    }

    private static Optional<String> check(Requirement requirement) {
        List<String> values = requirement.values();
        List<String> errors = new ArrayList<>();
        switch (requirement.operator()) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.add("values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.add("values: Invalid value: " + JsonText.compact(Value.ofTexts(values))
                            + ": values set must be empty for exists and does not exist");
                }
            }
            default -> {
                return Optional.of(quote(requirement.operator()) + " is not a valid label selector operator");
            }
        }
        return check(requirement.key(), values, errors);
    }

    /** The errors of key and values, joined as Kubernetes joins them; {@code between} stand between the two. */
    private static Optional<String> check(String key, List<String> values, List<String> between) {
        List<String> errors = new ArrayList<>();
        List<String> ofKey = LabelNames.checkKey(key);
        if (!ofKey.isEmpty()) {
            errors.add("key: Invalid value: " + quote(key) + ": " + String.join("; ", ofKey));
        }
        errors.addAll(between);
        for (int i = 0; i < values.size(); i++) {
            List<String> ofValue = LabelNames.checkValue(values.get(i));
            if (!ofValue.isEmpty()) {
                errors.add("values[" + i + "][" + key + "]: Invalid value: " + quote(values.get(i)) + ": "
                        + String.join("; ", ofValue));
            }
        }
        if (errors.size() < 2) {
            return errors.stream().findFirst();
        }
        return Optional.of("[" + String.join(", ", errors) + "]");
    }

    private static String quote(String text) {
        return JsonText.goQuoted(text);
    }
}
