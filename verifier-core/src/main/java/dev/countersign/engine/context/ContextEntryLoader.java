package dev.countersign.engine.context;

import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.substitution.Query;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.expression.substitution.Substitutor;
import dev.countersign.expression.substitution.VariableException;
import dev.countersign.expression.substitution.Variables;
import dev.countersign.expression.value.GoText;
import dev.countersign.policy.ContextEntry;
import dev.countersign.policy.ContextEntry.ApiCallEntry;
import dev.countersign.policy.ContextEntry.ConfigMapEntry;
import dev.countersign.policy.ContextEntry.GlobalReferenceEntry;
import dev.countersign.policy.ContextEntry.ImageRegistryEntry;
import dev.countersign.policy.ContextEntry.VariableEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Loads one context entry (Kyverno spec 4.3): variables and ConfigMaps itself, the other kinds by their own loaders. */
final class ContextEntryLoader {
    private static final String DEFAULT_NAMESPACE = "default";

    private final ContextSources sources;
    private final String policyNamespace;

    ContextEntryLoader(ContextSources sources, String policyNamespace) {
        this.sources = sources;
        this.policyNamespace = policyNamespace;
    }

    /**
     * The value of an entry.
     *
     * @param substitutor replaces the variables in the entry by what stands before it
     * @param before the same, for its queries
     * @throws VariableException with Kyverno's text
     */
    Value load(ContextEntry entry, Substitutor substitutor, Variables before, FunctionContext functions)
            throws VariableException {
        if (entry instanceof VariableEntry variable) {
            return variable(variable, substitutor, before, functions);
        }
        if (entry instanceof ConfigMapEntry configMap) {
            return configMap(configMap, substitutor);
        }
        if (entry instanceof ApiCallEntry call) {
            return new ApiCallLoader(sources, policyNamespace).load(call, substitutor, functions);
        }
        if (entry instanceof ImageRegistryEntry image) {
            return new ImageDataLoader(sources.registry(), sources.deadline()).load(image, substitutor, functions);
        }
        return new GlobalReferenceLoader(sources.globals(), policyNamespace)
                .load((GlobalReferenceEntry) entry, substitutor, functions);
    }

    private static Value variable(
            VariableEntry entry, Substitutor substitutor, Variables before, FunctionContext functions)
            throws VariableException {
        String path = "";
        if (!entry.jmesPath().isEmpty()) {
            Value substituted = substituted(entry.name(), Value.of(entry.jmesPath()), entry.jmesPath(), substitutor);
            if (!(substituted instanceof Value.StringValue text)) {
                throw new VariableException("jmespath value must be a string " + entry.name() + " " + entry.jmesPath());
            }
            path = text.value();
        }
        Optional<Value> otherwise = Optional.empty();
        if (entry.defaultValue().isPresent()) {
            otherwise = Optional.of(substituted(
                    entry.name(),
                    entry.defaultValue().get(),
                    GoText.print(entry.defaultValue().get()),
                    substitutor));
        }
        Value result;
        if (entry.value().isPresent()) {
            Value value = substituted(
                    entry.name(),
                    entry.value().get(),
                    GoText.print(entry.value().get()),
                    substitutor);
            result = path.isEmpty() ? value : over(value, path, otherwise, functions, GoText.print(value));
        } else {
            result = path.isEmpty() ? Value.NULL : overContext(path, otherwise, before);
        }
        if (result instanceof Value.NullValue && otherwise.isPresent()) {
            result = otherwise.get();
        }
        if (result instanceof Value.NullValue) {
            throw new VariableException(
                    "failed to add context entry for variable " + entry.name() + " since it evaluated to nil");
        }
        return result;
    }

    private static Value over(
            Value value, String path, Optional<Value> otherwise, FunctionContext functions, String printed)
            throws VariableException {
        try {
            return Query.of(path).search(value, functions).value();
        } catch (VariableException e) {
            return otherwise.orElseThrow(() -> failed(path, printed, e));
        }
    }

    private static Value overContext(String path, Optional<Value> otherwise, Variables before)
            throws VariableException {
        try {
            return before.query(Query.of(path)).value();
        } catch (VariableException e) {
            return otherwise.orElseThrow(() -> failed(path, "<nil>", e));
        }
    }

    private static VariableException failed(String path, String printed, VariableException cause) {
        return new VariableException(
                "failed to apply jmespath " + path + " to variable " + printed + ": " + cause.getMessage(), cause);
    }

    private static Value substituted(String name, Value value, String printed, Substitutor substitutor)
            throws VariableException {
        try {
            return substitutor.substitute(value);
        } catch (SubstitutionException e) {
            throw new VariableException(
                    "failed to substitute variables in context entry " + name + " " + printed + ": " + e.getMessage(),
                    e);
        }
    }

    private Value configMap(ConfigMapEntry entry, Substitutor substitutor) throws VariableException {
        String name = text(entry.name(), "name", entry.configMap(), substitutor);
        String namespace = text(entry.name(), "namespace", entry.namespace(), substitutor);
        if (namespace.isEmpty()) {
            namespace = policyNamespace.isEmpty() ? DEFAULT_NAMESPACE : policyNamespace;
        }
        if (!policyNamespace.isEmpty() && !policyNamespace.equals(namespace)) {
            throw new VariableException("context entry " + entry.name() + ": configMap namespace \"" + namespace
                    + "\" is different from policy namespace \"" + policyNamespace + "\"");
        }
        String prefix = "failed to retrieve config map for context entry " + entry.name() + ": failed to get configmap "
                + namespace + "/" + name + " : ";
        Optional<Value.ObjectValue> found;
        try {
            found = sources.cluster().get(ClusterReader.Kind.CONFIG_MAP, namespace, name);
        } catch (ClusterException e) {
            throw new VariableException(prefix + e.getMessage(), e);
        }
        Value.ObjectValue object =
                found.orElseThrow(() -> new VariableException(prefix + "configmaps \"" + name + "\" not found"));
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("data", texts(object.texts("data")));
        members.put("metadata", object.get("metadata").orElse(Value.EMPTY_OBJECT));
        return new Value.ObjectValue(members);
    }

    private static Value texts(Map<String, String> texts) {
        Map<String, Value> members = new LinkedHashMap<>();
        texts.forEach((key, text) -> members.put(key, Value.of(text)));
        return new Value.ObjectValue(members);
    }

    private static String text(String entry, String field, String text, Substitutor substitutor)
            throws VariableException {
        try {
            return substitutor.substitute(Value.of(text)) instanceof Value.StringValue found ? found.value() : "";
        } catch (SubstitutionException e) {
            throw new VariableException(
                    "failed to retrieve config map for context entry " + entry
                            + ": failed to substitute variables in context " + entry + " configMap." + field + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
