package dev.countersign.engine.context;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.jmespath.JmesPath;
import dev.countersign.expression.substitution.Query;
import dev.countersign.expression.substitution.QueryCache;
import dev.countersign.expression.substitution.Substitutor;
import dev.countersign.expression.substitution.Variable;
import dev.countersign.expression.substitution.VariableException;
import dev.countersign.expression.substitution.Variables;
import dev.countersign.policy.ContextEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one rule over one request: what is known of the request, the images, and the rule's context entries, each loaded
 * when a query first names it (Kyverno spec 4.2). Lives for one rule and request; not thread-safe.
 */
public final class RuleContext implements Variables {
    /** All values that context entries add may take that much JSON, in characters (Kyverno: 2 MiB). */
    public static final int MAX_SIZE = 2 << 20;

    private final FunctionContext functions;
    private final QueryCache queries;
    private final ContextEntryLoader loader;
    private final List<Deferred> deferred = new ArrayList<>();
    private final Supplier<Map<String, Value>> initial;
    private Value.@Nullable ObjectValue data;
    private int size;

    /**
     * A context in which nothing is loaded yet.
     *
     * @param initial what is known from the start; asked for when a query first needs it
     * @param entries of the rule, in order
     * @param sources where entries come from
     * @param policyNamespace the namespace of a namespaced policy; else empty
     * @param functions what functions need
     * @param queries compiled queries, kept with the rule
     */
    public RuleContext(
            Supplier<Map<String, Value>> initial,
            List<ContextEntry> entries,
            ContextSources sources,
            String policyNamespace,
            FunctionContext functions,
            QueryCache queries) {
        this.initial = initial;
        this.functions = functions;
        this.queries = queries;
        this.loader = new ContextEntryLoader(sources, policyNamespace);
        entries.forEach(entry -> deferred.add(new Deferred(entry)));
    }

    /** An entry that is loaded when a query names it. */
    private static final class Deferred {
        private final ContextEntry entry;
        private final Optional<Pattern> named;
        private boolean loaded;

        Deferred(ContextEntry entry) {
            this.entry = entry;
            this.named = pattern(entry.name());
        }

        /** Kyverno puts the name into the expression as it is; a name that spoils it is never found. */
        private static Optional<Pattern> pattern(String name) {
            try {
                return Optional.of(Pattern.compile("(?:\\A|\\z|\\s|[^.0-9A-Za-z])" + name + "\\b"));
            } catch (PatternSyntaxException e) {
                return Optional.empty();
            }
        }

        boolean isNamedIn(String query) {
            return named.map(pattern -> pattern.matcher(query).find()).orElse(false);
        }
    }

    /** Replaces variables by what is known here. */
    public Substitutor substitutor() {
        return new Substitutor(this, queries);
    }

    @Override
    public Variable query(Query query) throws VariableException {
        return query(query, deferred.size());
    }

    /** A query that sees the first entries only. */
    private Variable query(Query query, int visible) throws VariableException {
        for (int i = 0; i < visible; i++) {
            Deferred candidate = deferred.get(i);
            if (!candidate.loaded && candidate.isNamedIn(query.text())) {
                load(candidate, i);
            }
        }
        JmesPath.Result result = query.search(data(), functions);
        if (result.data() instanceof Value.ObjectValue sorted) {
            data = sorted;
        }
        return Variable.of(result.value());
    }

    private Value.ObjectValue data() {
        if (data == null) {
            data = new Value.ObjectValue(initial.get());
        }
        return data;
    }

    private void load(Deferred entry, int position) throws VariableException {
        Variables before = query -> query(query, position);
        // Kyverno keeps the value as JSON, so that every number in it is a float.
        Value value =
                RequestData.withFloats(loader.load(entry.entry, new Substitutor(before, queries), before, functions));
        entry.loaded = true;
        size += JsonText.compact(value).length();
        if (size > MAX_SIZE) {
            throw new VariableException(
                    "context size limit exceeded: " + size + " bytes exceeds limit of " + MAX_SIZE + " bytes");
        }
        Value known = data().get(entry.entry.name()).orElse(Value.NULL);
        boolean replaces = entry.entry instanceof ContextEntry.VariableEntry;
        data = data().with(entry.entry.name(), replaces ? value : merged(known, value));
    }

    /** Maps merge member by member; everything else replaces. */
    private static Value merged(Value known, Value added) {
        if (!(known instanceof Value.ObjectValue before) || !(added instanceof Value.ObjectValue after)) {
            return added;
        }
        Map<String, Value> members = new LinkedHashMap<>(before.members());
        after.members().forEach((key, value) -> members.merge(key, value, RuleContext::merged));
        return new Value.ObjectValue(members);
    }
}
