package dev.countersign.engine.match;

import dev.countersign.admission.Operation;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.KindSelector;
import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How far a rule's {@code match} reaches, as keys of an index: a rule that means a request shares a place with it. Sharing one does
 * not make it mean the request. Stateless and thread-safe.
 */
public final class Reach {
    /** A filter of more kinds times namespaces is not told apart by namespace. */
    static final int MAX_PLACES = 256;

    private static final String ANY = "*";

    private Reach() {}

    /** One kind in one namespace, either of which may be {@code *} for any, and one operation. */
    public record Place(String kind, String namespace, Operation operation) {}

    /**
     * The places that a rule reaches.
     *
     * @param policyNamespace the namespace of a namespaced policy; empty for a cluster policy
     */
    public static Set<Place> ofRule(Match match, String policyNamespace) {
        Set<Place> places = new LinkedHashSet<>();
        for (ResourceFilter filter : decisive(match)) {
            add(places, filter.resources(), policyNamespace);
        }
        return places;
    }

    /** The places that a request is at. */
    public static Set<Place> ofRequest(RequestFacts facts) {
        Set<Place> places = new LinkedHashSet<>();
        for (String kind : new String[] {ANY, facts.kind().kind()}) {
            for (String namespace : new String[] {ANY, facts.namespace(), facts.selectedNamespace()}) {
                places.add(new Place(kind, namespace, facts.operation()));
            }
        }
        return places;
    }

    /** The filters of which one means every request that the rule means. */
    private static List<ResourceFilter> decisive(Match match) {
        if (!match.any().isEmpty()) {
            return match.any();
        }
        return List.of(match.all().isEmpty() ? match.inline() : match.all().get(0));
    }

    private static void add(Set<Place> places, ResourceDescription wanted, String policyNamespace) {
        List<String> kinds = keys(wanted.kinds().stream()
                .map(text -> KindSelector.parse(text).kind())
                .toList());
        List<String> namespaces = policyNamespace.isEmpty() ? keys(wanted.namespaces()) : List.of(policyNamespace);
        if ((long) kinds.size() * namespaces.size() > MAX_PLACES) {
            namespaces = List.of(ANY);
        }
        for (Operation operation : Operation.values()) {
            if (wanted.operations().isEmpty() || wanted.operations().contains(operation.name())) {
                for (String kind : kinds) {
                    for (String namespace : namespaces) {
                        places.add(new Place(kind, namespace, operation));
                    }
                }
            }
        }
    }

    /** None asked for is any; a pattern may be any. */
    private static List<String> keys(List<String> texts) {
        return texts.isEmpty()
                ? List.of(ANY)
                : texts.stream()
                        .map(text -> Wildcard.isPattern(text) ? ANY : text)
                        .distinct()
                        .toList();
    }
}
