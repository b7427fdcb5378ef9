package dev.countersign.policy.read;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading;
import dev.countersign.document.Issue;
import dev.countersign.document.Located;
import dev.countersign.document.Location;
import dev.countersign.document.Value;
import dev.countersign.image.ReferenceDefaults;
import dev.countersign.policy.FieldPath;
import dev.countersign.policy.KindSelector;
import dev.countersign.policy.KyvernoConfiguration;
import dev.countersign.policy.KyvernoConfiguration.FilteredObjects;
import dev.countersign.policy.KyvernoConfiguration.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Reads Kyverno's own ConfigMap. Bad input never throws: what is wrong is an issue with its place. Stateless and thread-safe.
 *
 * <p>Keys that concern Kyverno's webhooks, events and reports have no effect here. Bounds:
 * {@link DocumentLimits#POLICIES}.
 */
public final class ConfigurationReader {
    private static final String DEFAULT_REGISTRY = "defaultRegistry";
    private static final String MUTATION = "enableDefaultRegistryMutation";
    private static final String FILTERS = "resourceFilters";
    private static final String ANY = "*";
    private static final int PARTS = 3;

    private final Map<String, String> data;
    private final BiConsumer<String, String> problem;

    private ConfigurationReader(Map<String, String> data, BiConsumer<String, String> problem) {
        this.data = data;
        this.problem = problem;
    }

    /**
     * Reads a document.
     *
     * @param source the name that locations carry
     * @param bytes YAML or JSON of one ConfigMap, in UTF-8
     */
    public static ConfigurationReading read(String source, byte[] bytes) {
        DocumentReading reading = DocumentReader.read(source, bytes, DocumentLimits.POLICIES);
        List<Issue> issues = new ArrayList<>(reading.issues());
        List<Located> roots = reading.roots();
        if (issues.stream().anyMatch(issue -> issue.severity() == Issue.Severity.ERROR)) {
            return new ConfigurationReading(KyvernoConfiguration.DEFAULT, issues);
        }
        if (roots.size() != 1
                || !(roots.get(0) instanceof Located.LocatedObject root)
                || !isConfigMap((Value.ObjectValue) root.value())) {
            issues.add(issue(
                    Issue.Severity.ERROR,
                    roots.isEmpty() ? Location.of(source) : roots.get(0).location(),
                    "",
                    "not one ConfigMap of v1"));
            return new ConfigurationReading(KyvernoConfiguration.DEFAULT, issues);
        }
        Map<String, String> data = new LinkedHashMap<>();
        Value.ObjectValue object = (Value.ObjectValue) root.value();
        boolean wrong = false;
        for (Map.Entry<String, Value> entry :
                object.object("data").orElse(Value.EMPTY_OBJECT).members().entrySet()) {
            if (entry.getValue() instanceof Value.StringValue text) {
                data.put(entry.getKey(), text.value());
            } else {
                wrong = true;
                String path = "data." + entry.getKey();
                issues.add(issue(
                        Issue.Severity.ERROR, FieldPath.nearest(root, path), path, "a ConfigMap holds texts only"));
            }
        }
        KyvernoConfiguration configuration = new ConfigurationReader(data, (key, message) -> {
                    String path = "data." + key;
                    issues.add(issue(Issue.Severity.WARNING, FieldPath.nearest(root, path), path, message));
                })
                .configuration();
        return new ConfigurationReading(wrong ? KyvernoConfiguration.DEFAULT : configuration, issues);
    }

    /** What the {@code data} of a ConfigMap says; values that are not valid count as absent, as in Kyverno. */
    public static KyvernoConfiguration of(Map<String, String> data) {
        return new ConfigurationReader(data, (key, message) -> {}).configuration();
    }

    private static boolean isConfigMap(Value.ObjectValue object) {
        return object.text("apiVersion").equals(Optional.of("v1"))
                && object.text("kind").equals(Optional.of("ConfigMap"));
    }

    private KyvernoConfiguration configuration() {
        return new KyvernoConfiguration(references(), users(false), users(true), filters());
    }

    private ReferenceDefaults references() {
        Optional<String> registry = Optional.ofNullable(data.get(DEFAULT_REGISTRY));
        Optional<String> mutation = Optional.ofNullable(data.get(MUTATION));
        ReferenceDefaults found = ReferenceDefaults.of(registry, mutation);
        if (registry.isPresent() && !found.defaultRegistry().equals(registry.get())) {
            problem.accept(DEFAULT_REGISTRY, "not a host name without a port; docker.io stays");
        }
        if (mutation.isPresent() && !ReferenceDefaults.isTruthValue(mutation.get())) {
            problem.accept(MUTATION, "neither true nor false; true stays");
        }
        return found;
    }

    private Users users(boolean negated) {
        return new Users(
                patterns("excludeGroups", negated),
                patterns("excludeUsernames", negated),
                patterns("excludeRoles", negated),
                patterns("excludeClusterRoles", negated));
    }

    private List<String> patterns(String key, boolean negated) {
        List<String> patterns = new ArrayList<>();
        for (String part : data.getOrDefault(key, "").split(",", -1)) {
            String pattern = part.strip();
            if (pattern.startsWith("!") == negated) {
                String stripped = negated ? pattern.substring(1).strip() : pattern;
                if (!stripped.isEmpty()) {
                    patterns.add(stripped);
                }
            }
        }
        return patterns;
    }

    /** {@code [kind,namespace,name]}, one behind the other; what stands between the brackets' pairs is passed over. */
    private List<FilteredObjects> filters() {
        List<FilteredObjects> filters = new ArrayList<>();
        String text = data.getOrDefault(FILTERS, "");
        int open = text.indexOf('[');
        while (open >= 0) {
            int close = text.indexOf(']', open);
            if (close < 0) {
                problem.accept(FILTERS, "a bracket is not closed");
                break;
            }
            open = text.lastIndexOf('[', close);
            String[] parts = text.substring(open + 1, close).split(",", -1);
            String kind = parts[0].strip();
            if (parts.length > PARTS || kind.isEmpty()) {
                problem.accept(FILTERS, "not [kind,namespace,name]: " + text.substring(open, close + 1));
            } else {
                filters.add(new FilteredObjects(KindSelector.parse(kind), part(parts, 1), part(parts, 2)));
            }
            open = text.indexOf('[', close);
        }
        return filters;
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index].strip() : ANY;
    }

    private static Issue issue(Issue.Severity severity, Location location, String path, String message) {
        return new Issue(
                severity == Issue.Severity.ERROR ? "NOT_A_RESOURCE" : "UNSUPPORTED_VALUE",
                severity,
                location,
                path,
                message,
                "",
                "",
                "");
    }
}
