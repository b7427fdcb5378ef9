package dev.countersign.policy.check;

import dev.countersign.document.Value;
import dev.countersign.expression.jmespath.JmesPath;
import dev.countersign.expression.jmespath.JmesPathSyntaxException;
import dev.countersign.image.ImageReference;
import dev.countersign.policy.ContextEntry;
import java.util.List;
import java.util.Optional;

/** {@code context} of a rule. */
final class ContextChecks {
    private static final List<String> RESERVED =
            List.of("images", "request", "serviceAccountName", "serviceAccountNamespace", "element", "elementIndex");

    private ContextChecks() {}

    /** The first fault; its path is relative to the rule. */
    static Optional<ConditionChecks.Fault> check(List<ContextEntry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            Optional<String> message = check(entries.get(i));
            if (message.isPresent()) {
                return Optional.of(new ConditionChecks.Fault("context[" + i + "]", message.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> check(ContextEntry entry) {
        if (entry.name().isEmpty()) {
            return Optional.of("a name is required for context entries");
        }
        for (String reserved : RESERVED) {
            if (entry.name().equals(reserved) || entry.name().startsWith(reserved + ".")) {
                return Optional.of("entry name " + entry.name()
                        + " is invalid as it conflicts with a pre-defined variable " + reserved);
            }
        }
        if (entry instanceof ContextEntry.ConfigMapEntry configMap) {
            return configMap(configMap);
        }
        if (entry instanceof ContextEntry.ApiCallEntry call) {
            return !call.urlPath().isEmpty() && call.service().isPresent()
                    ? Optional.of("a URLPath cannot be used for service API calls")
                    : jmesPath(call.jmesPath());
        }
        if (entry instanceof ContextEntry.GlobalReferenceEntry global) {
            return global.reference().isEmpty()
                    ? Optional.of("a name is required for globalReference context entry")
                    : jmesPath(global.jmesPath());
        }
        if (entry instanceof ContextEntry.ImageRegistryEntry image) {
            return imageRegistry(image.reference()).or(() -> jmesPath(image.jmesPath()));
        }
        return entry instanceof ContextEntry.VariableEntry variable ? variable(variable) : Optional.empty();
    }

    private static Optional<String> configMap(ContextEntry.ConfigMapEntry entry) {
        if (entry.configMap().isEmpty()) {
            return Optional.of("a name is required for configMap context entry");
        }
        return entry.namespace().isEmpty()
                ? Optional.of("a namespace is required for configMap context entry")
                : Optional.empty();
    }

    private static Optional<String> imageRegistry(String reference) {
        if (reference.isEmpty()) {
            return Optional.of("a ref is required for imageRegistry context entry");
        }
        // A text that holds a variable is not judged.
        return VariableChecks.VARIABLE.matcher(reference).find()
                ? Optional.empty()
                : ImageReference.grammarError(reference).map(error -> "bad image: " + reference + ": " + error);
    }

    private static Optional<String> variable(ContextEntry.VariableEntry entry) {
        if (!entry.jmesPath().isEmpty()) {
            return jmesPath(entry.jmesPath());
        }
        if (isNothing(entry.value())) {
            return Optional.of("a variable must define a value or a jmesPath expression");
        }
        return isNothing(entry.defaultValue())
                ? Optional.empty()
                : Optional.of("a variable must define a default value only when a jmesPath expression is defined");
    }

    /** A text that holds a variable is not judged, since it is not yet what will be searched with. */
    private static Optional<String> jmesPath(String expression) {
        if (expression.isEmpty() || VariableChecks.VARIABLE.matcher(expression).find()) {
            return Optional.empty();
        }
        try {
            JmesPath.compile(expression);
            return Optional.empty();
        } catch (JmesPathSyntaxException unreadable) {
            return Optional.of("failed to parse JMESPath " + expression + ": " + unreadable.getMessage());
        }
    }

    private static boolean isNothing(Optional<Value> value) {
        return value.orElse(Value.NULL).equals(Value.NULL);
    }
}
