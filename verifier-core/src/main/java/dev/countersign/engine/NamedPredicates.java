package dev.countersign.engine;

import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is proven of one image, by the names of attestations: every predicate of an attestation's own type that counted for it.
 * Lives for one rule and image; not thread-safe.
 */
final class NamedPredicates {
    private final Map<String, List<Value>> byName = new LinkedHashMap<>();
    private final Set<String> unreadable = new LinkedHashSet<>();

    /** Forgets what an earlier entry found under the names that this entry uses. */
    void begin(CompiledEntry entry) {
        for (CompiledAttestation attestation : entry.attestations()) {
            byName.remove(attestation.attestation().name());
            unreadable.remove(attestation.attestation().name());
        }
    }

    /** Adds the predicates of an attestation that counted. */
    void add(String name, List<Value> predicates) {
        List<Value> known = byName.computeIfAbsent(name, fresh -> new ArrayList<>());
        for (Value predicate : predicates) {
            if (!(predicate instanceof Value.ObjectValue)) {
                unreadable.add(name);
            } else if (!known.contains(predicate)) {
                known.add(predicate);
            }
        }
    }

    /** The predicates by name. */
    Map<String, List<Value>> byName() {
        return byName;
    }

    /** The names of attestations with a predicate that is no object. */
    Set<String> unreadable() {
        return unreadable;
    }

    /** The predicates by name, where one name stands for one predicate only. */
    Map<String, List<Value>> with(String name, Value only) {
        Map<String, List<Value>> all = new LinkedHashMap<>(byName);
        all.put(name, List.of(only));
        return all;
    }
}
