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
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one rule over one request: what is known of the request, the images, the image that is verified, the rule's
 * context entries, each loaded when a query first names it (Kyverno spec 4.2), and what attestations say of the image (Kyverno spec
 * 7.4). Lives for one rule and request; not thread-safe.
 *
 * <p>What a query finds only because of an attestation is data: nobody who signs an attestation writes policies by it.
 */
public final class RuleContext implements Variables {
    /** All values that context entries add may take that much JSON, in characters (Kyverno: 2 MiB). */
    public static final int MAX_SIZE = 2 << 20;

    private final FunctionContext functions;
    private final QueryCache queries;
    private final ContextEntryLoader loader;
    private final List<Deferred> deferred;
    private final Supplier<Map<String, Value>> initial;
    private final BitSet loaded;
    private final Set<String> attested = new LinkedHashSet<>();
    private final Set<String> named = new LinkedHashSet<>();
    private Value.@Nullable ObjectValue data;
    private int size;

    /** The same context as if there were no attestations; absent where there are none. */
    private @Nullable RuleContext unattested;

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
        this.deferred = entries.stream()
                .filter(entry -> sources.imageData() || !(entry instanceof ContextEntry.ImageRegistryEntry))
                .map(Deferred::new)
                .toList();
        this.loaded = new BitSet(deferred.size());
    }

    private RuleContext(RuleContext from) {
        Value.ObjectValue known = from.data();
        this.initial = known::members;
        this.functions = from.functions;
        this.queries = from.queries;
        this.loader = from.loader;
        this.deferred = from.deferred;
        this.loaded = (BitSet) from.loaded.clone();
        this.attested.addAll(from.attested);
        this.data = known;
        this.size = from.size;
        this.unattested = from.unattested;
    }

    /** An entry that is loaded when a query names it. */
    private static final class Deferred {
        private final ContextEntry entry;
        private final Optional<Pattern> named;

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

    /** A copy: what is loaded or set there is not known here. */
    public RuleContext copy() {
        return new RuleContext(this);
    }

    /** Sets {@code image}: the image that is verified from now on. */
    public void image(Value.ObjectValue image) {
        merge("image", image);
        if (unattested != null) {
            unattested.merge("image", image);
        }
    }

    /**
     * Adds what an attestation says under the attestation's name, as Kyverno does: merged into what stands there.
     *
     * @param predicate the predicate; its numbers become floats, as in Kyverno
     */
    public void attest(String name, Value predicate) {
        if (unattested == null) {
            unattested = new RuleContext(this);
        }
        attested.add(name);
        merge(name, RequestData.withFloats(predicate));
    }

    /** The names under which attestations stand. */
    public Set<String> attested() {
        return Set.copyOf(attested);
    }

    /** What stands under a name without a query; context entries that no query asked for are not loaded. */
    public Optional<Value> known(String name) {
        return data().get(name);
    }

    /**
     * A copy in which attestations say this and nothing else. Where something else has the name already, it stays, and the predicate
     * adds what is missing there.
     *
     * @param predicates by the names of attestations
     */
    public RuleContext naming(Map<String, Value> predicates) {
        RuleContext base = unattested == null ? this : unattested;
        RuleContext copy = new RuleContext(base);
        copy.unattested = base;
        copy.attested.addAll(attested);
        predicates.forEach((name, predicate) -> {
            copy.attested.add(name);
            copy.mergeUnder(name, RequestData.withFloats(predicate));
        });
        return copy;
    }

    /** A copy in which the members of a predicate are variables, and go before everything that has their names (Kyverno spec 7.4). */
    public RuleContext over(Value.ObjectValue predicate) {
        RuleContext copy = attesting();
        predicate.members().forEach((name, value) -> copy.merge(name, RequestData.withFloats(value)));
        return copy;
    }

    /** A copy in which the members of a predicate are variables, and everything that has their names goes before them. */
    public RuleContext under(Value.ObjectValue predicate) {
        RuleContext copy = attesting();
        predicate.members().forEach((name, value) -> copy.mergeUnder(name, RequestData.withFloats(value)));
        return copy;
    }

    private RuleContext attesting() {
        RuleContext copy = new RuleContext(this);
        if (copy.unattested == null) {
            copy.unattested = new RuleContext(this);
        }
        return copy;
    }

    /** Those of the names that are, or will be, known here without the predicate that states them. */
    public Set<String> taken(Set<String> names) {
        Set<String> taken = new LinkedHashSet<>();
        for (String name : names) {
            if (data().get(name).isPresent()
                    || deferred.stream().anyMatch(entry -> entry.entry.name().equals(name))) {
                taken.add(name);
            }
        }
        return taken;
    }

    /** Those of the names that queries of this context may have spoken of; rather one too many than one too few. */
    public Set<String> spokenOf(Set<String> names) {
        Set<String> spoken = new LinkedHashSet<>();
        for (String name : names) {
            if (named.stream().anyMatch(query -> NamesInQuery.mayNameRoot(query, name))) {
                spoken.add(name);
            }
        }
        return spoken;
    }

    @Override
    public Variable query(Query query) throws VariableException {
        Value value = value(query, deferred.size());
        return unattested == null || isKnownWithout(query, value) ? Variable.of(value) : Variable.data(value);
    }

    /** Whether the query gives the same value where nothing is known of attestations. */
    private boolean isKnownWithout(Query query, Value value) {
        if (unattested == null) {
            return true;
        }
        try {
            return unattested.value(query, deferred.size()).equals(value);
        } catch (VariableException unknown) {
            return false;
        }
    }

    /** A query that sees the first entries only. */
    private Value value(Query query, int visible) throws VariableException {
        named.add(query.text());
        for (int i = 0; i < visible; i++) {
            if (!loaded.get(i) && deferred.get(i).isNamedIn(query.text())) {
                load(deferred.get(i), i);
            }
        }
        JmesPath.Result result = query.search(data(), functions);
        if (result.data() instanceof Value.ObjectValue sorted) {
            data = sorted;
        }
        return result.value();
    }

    private Value.ObjectValue data() {
        if (data == null) {
            data = new Value.ObjectValue(initial.get());
        }
        return data;
    }

    private void load(Deferred entry, int position) throws VariableException {
        // What comes from an attestation is data for as long as the entry is loaded; the entry's value is compared
        // again when asked for.
        Variables before = query -> {
            Value value = value(query, position);
            return isKnownWithout(query, value) ? Variable.of(value) : Variable.data(value);
        };
        // Kyverno keeps the value as JSON, so that every number in it is a float.
        Value value =
                RequestData.withFloats(loader.load(entry.entry, new Substitutor(before, queries), before, functions));
        loaded.set(position);
        size += JsonText.compact(value).length();
        if (size > MAX_SIZE) {
            throw new VariableException(
                    "context size limit exceeded: " + size + " bytes exceeds limit of " + MAX_SIZE + " bytes");
        }
        if (entry.entry instanceof ContextEntry.VariableEntry) {
            data = data().with(entry.entry.name(), value);
        } else {
            merge(entry.entry.name(), value);
        }
    }

    private void merge(String name, Value added) {
        data = data().with(name, merged(data().get(name).orElse(Value.NULL), added));
    }

    private void mergeUnder(String name, Value added) {
        Optional<Value> known = data().get(name);
        data = data().with(name, known.isPresent() ? merged(added, known.get()) : added);
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
