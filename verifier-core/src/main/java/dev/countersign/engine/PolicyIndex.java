package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.Operation;
import dev.countersign.engine.match.Reach;
import dev.countersign.engine.match.RequestFacts;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which policies may speak of a request, so that an admission costs what its own policies cost, however many others there are. Built
 * once. It may name a policy that turns out to be silent, and never leaves one out that speaks. Immutable and thread-safe.
 */
final class PolicyIndex {
    private final List<CompiledPolicy> policies;
    private final Map<Reach.Place, List<Integer>> byPlace;

    private PolicyIndex(List<CompiledPolicy> policies, Map<Reach.Place, List<Integer>> byPlace) {
        this.policies = policies;
        this.byPlace = byPlace;
    }

    /** Indexes policies, which keep their order. */
    static PolicyIndex of(List<CompiledPolicy> policies) {
        Map<Reach.Place, List<Integer>> byPlace = new HashMap<>();
        for (int i = 0; i < policies.size(); i++) {
            for (Reach.Place place : places(policies.get(i))) {
                byPlace.computeIfAbsent(place, fresh -> new ArrayList<>()).add(i);
            }
        }
        return new PolicyIndex(List.copyOf(policies), byPlace);
    }

    /** The policies that may speak of a request, in their order. A DELETE is every policy's: each answers it with a patch. */
    List<CompiledPolicy> about(AdmissionRequest request) {
        if (request.operation() == Operation.DELETE) {
            return policies;
        }
        Set<Integer> found = new TreeSet<>();
        for (Reach.Place place : Reach.ofRequest(RequestFacts.of(request, Map.of()))) {
            found.addAll(byPlace.getOrDefault(place, List.of()));
        }
        return found.stream().map(policies::get).toList();
    }

    private static Set<Reach.Place> places(CompiledPolicy compiled) {
        Policy policy = compiled.policy();
        String namespace =
                policy.kind() == PolicyKind.POLICY ? policy.metadata().namespace() : "";
        Set<Reach.Place> places = new LinkedHashSet<>();
        Stream.of(compiled.rules(), compiled.written(), compiled.others())
                .flatMap(List::stream)
                .forEach(rule -> places.addAll(Reach.ofRule(rule.rule().match(), namespace)));
        return places;
    }
}
