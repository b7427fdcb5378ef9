package dev.countersign.engine.context;

import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.expression.substitution.Substitutor;
import dev.countersign.expression.substitution.VariableException;
import dev.countersign.policy.ContextEntry.GlobalReferenceEntry;

/** Loads {@code globalReference} entries (Kyverno spec 4.3). */
final class GlobalReferenceLoader {
    private final GlobalContext globals;
    private final String policyNamespace;

    GlobalReferenceLoader(GlobalContext globals, String policyNamespace) {
        this.globals = globals;
        this.policyNamespace = policyNamespace;
    }

    Value load(GlobalReferenceEntry entry, Substitutor substitutor, FunctionContext functions)
            throws VariableException {
        if (!policyNamespace.isEmpty()) {
            throw new VariableException(
                    "context entry " + entry.name() + ": globalReference is not allowed in namespaced policies");
        }
        // Kyverno's word for this kind of entry too.
        String prefix = "failed to marshal APICall data for context entry " + entry.name() + ": ";
        Value.ObjectValue replaced;
        try {
            Value.ObjectValue written = Value.EMPTY_OBJECT.with("name", Value.of(entry.reference()));
            if (!entry.jmesPath().isEmpty()) {
                written = written.with("jmesPath", Value.of(entry.jmesPath()));
            }
            replaced = substitutor.substitute(written) instanceof Value.ObjectValue object ? object : written;
        } catch (SubstitutionException e) {
            throw new VariableException(prefix + e.getMessage(), e);
        }
        String[] names = replaced.text("name").orElse("").split("\\.", -1);
        Value data = globals.get(names[0], names.length > 1 ? names[1] : "")
                .orElseThrow(() -> new VariableException(prefix + "failed to fetch entry key=" + names[0]));
        String path = replaced.text("jmesPath").orElse("");
        return path.isEmpty()
                ? data
                : EntryTexts.search(
                        path,
                        data,
                        functions,
                        prefix + "failed to apply JMESPath " + path + " for context entry " + entry.name() + ": ");
    }
}
